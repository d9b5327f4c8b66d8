package main

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// A waitingLog tells when a line with a text is written.
type waitingLog struct {
	mu   sync.Mutex
	text bytes.Buffer
	come chan struct{}
	want string
}

// Write implements io.Writer.
func (l *waitingLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text.Write(p)
	if bytes.Contains(p, []byte(l.want)) {
		select {
		case l.come <- struct{}{}:
		default:
		}
	}
	return len(p), nil
}

// TestTheStoreIsAwaited starts before the server does, and again with a
// password that no waiting makes right.
func TestTheStoreIsAwaited(t *testing.T) {
	server := storetest.StartRedis(t)
	server.Kill()
	log := &waitingLog{come: make(chan struct{}, 1), want: "waiting for the store"}
	c := store.Config{Logger: slog.New(slog.NewTextHandler(log, nil))}
	opened := make(chan error)
	go func() {
		s, err := awaitStore(t.Context(), server.Address(), c)
		if err == nil {
			err = s.Close()
		}
		opened <- err
	}()
	<-log.come
	server.Restart(t)
	if err := <-opened; err != nil {
		t.Errorf("awaitStore = %v, want the store once it is there", err)
	}

	wrong := strings.Replace(server.Address(), "redis://", "redis://nobody:secret@", 1)
	if s, err := awaitStore(t.Context(), wrong, c); err == nil || s != nil || errors.Is(err, store.ErrAway) {
		t.Errorf("awaitStore with a wrong password = %v, %v, want an error at once", s, err)
	}

	server.Kill()
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-log.come; cancel() }()
	if s, err := awaitStore(ctx, server.Address(), c); s != nil || err != nil {
		t.Errorf("awaitStore until ctx ends = %v, %v, want neither", s, err)
	}
}
