package telegram_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/bot/telegramtest"
)

// TestUploadsAgain makes an upload that failed once more.
func TestUploadsAgain(t *testing.T) {
	d := newDesk(t, telegramtest.Config{})
	content := []byte("whole file")
	skipped := bytes.NewReader([]byte("xxwhole file"))
	skipped.Seek(2, io.SeekStart)
	for name, f := range map[string]telegram.File{
		"opened":  file("a", content),
		"seeking": telegram.FromReader("a", skipped),
	} {
		d.Fail(telegramtest.Fault{Kind: telegramtest.Gateway, Method: "sendDocument"})
		if _, err := d.client.SendDocument(t.Context(), d.message(""), f); !telegram.Is(err, telegram.KindGateway) {
			t.Errorf("%s: %v", name, err)
		}
		sent, err := d.client.SendDocument(t.Context(), d.message(""), f)
		if got, _ := d.Content(sent.FileID); err != nil || string(got) != string(content) {
			t.Errorf("%s, again: %v, %q", name, err, got)
		}
	}
	f := telegram.FromReader("a", iotest.OneByteReader(strings.NewReader("once")))
	if _, err := d.client.SendDocument(t.Context(), d.message(""), f); err != nil {
		t.Error(err)
	}
	_, err := d.client.SendDocument(t.Context(), d.message(""), f)
	if !telegram.Is(err, telegram.KindSource) || !errors.Is(err, telegram.ErrSpent) {
		t.Errorf("a spent reader: %v", err)
	}
}

// TestSourcesThatFail proves that nothing is sent of a file that cannot be
// read, and that the error says so.
func TestSourcesThatFail(t *testing.T) {
	d := newDesk(t, telegramtest.Config{})
	broken := io.MultiReader(strings.NewReader(strings.Repeat("x", 1<<16)), iotest.ErrReader(fs.ErrPermission))
	for name, row := range map[string]struct {
		file  telegram.File
		cause error
	}{
		"missing": {telegram.File{Name: "x", Open: func() (io.ReadCloser, error) { return os.Open("no/such/file") }}, fs.ErrNotExist},
		"broken":  {telegram.FromReader("x", broken), fs.ErrPermission},
		"none":    {telegram.File{Name: "x"}, nil},
		"nothing": {telegram.File{Open: func() (io.ReadCloser, error) { return nil, nil }}, nil},
	} {
		_, err := d.client.SendDocument(t.Context(), d.message(""), row.file)
		var e *telegram.Error
		if !errors.As(err, &e) || e.Kind != telegram.KindSource || e.InDoubt || row.cause != nil && !errors.Is(err, row.cause) {
			t.Errorf("%s: %+v", name, err)
		}
	}
	if got := d.chat.Messages(); len(got) != 1 {
		t.Errorf("sent %+v", got[1:])
	}
}

// TestUploadIsStreamed lets the source wait for the server to have its
// beginning: a client that read it whole first would never send.
func TestUploadIsStreamed(t *testing.T) {
	began := make(chan struct{})
	c := client(t, func(w http.ResponseWriter, r *http.Request) {
		io.ReadFull(r.Body, make([]byte, 1<<16))
		close(began)
		answering(200, "application/json", `{"ok":true,"result":{"message_id":5,"document":{"file_id":"x"}}}`)(w, r)
	})
	source := io.MultiReader(bytes.NewReader(make([]byte, 1<<20)), waiting{began}, strings.NewReader("end"))
	if sent, err := c.SendDocument(t.Context(), telegram.Message{Chat: 1}, telegram.FromReader("x", source)); err != nil || sent.ID != 5 {
		t.Errorf("%+v, %v", sent, err)
	}
}

// waiting is an empty reader that ends when its channel is closed.
type waiting struct{ until <-chan struct{} }

func (w waiting) Read([]byte) (int, error) { <-w.until; return 0, io.EOF }

// TestNothingIsReadAfterTheCall holds that the library's goroutine begins no
// read of the source once the call has ended, and that the source is closed.
func TestNothingIsReadAfterTheCall(t *testing.T) {
	c := client(t, func(w http.ResponseWriter, r *http.Request) {
		io.ReadFull(r.Body, make([]byte, 1<<10)) // and no more
		w.Header().Set("Connection", "close")
		w.WriteHeader(500)
	})
	src := &watched{closed: make(chan struct{})}
	if _, err := c.SendDocument(t.Context(), telegram.Message{Chat: 1}, telegram.File{Name: "x", Open: func() (io.ReadCloser, error) { return src, nil }}); err == nil {
		t.Error("no error")
	}
	<-src.closed
	if src.late.Load() {
		t.Error("read after it was closed")
	}
}

// watched is an endless file.
type watched struct {
	closed chan struct{}
	late   atomic.Bool
}

func (w *watched) Read(p []byte) (int, error) {
	select {
	case <-w.closed:
		w.late.Store(true)
	default:
	}
	return len(p), nil
}

func (w *watched) Close() error { close(w.closed); return nil }

// TestASlowSourceDelaysNoCall holds that a call ends with its time or its
// context whatever its source does, that what the source gives later makes
// nothing of it doubtful, and that the source is closed in the end.
func TestASlowSourceDelaysNoCall(t *testing.T) {
	message := telegram.Message{Chat: 1}
	for name, limit := range map[string]struct{ timeout, context time.Duration }{
		"time":    {time.Second, time.Hour},
		"context": {time.Hour, time.Second},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := telegramtest.New(telegramtest.Config{})
			c, err := telegram.New(s.Token(), telegram.Config{FileTimeout: limit.timeout, HTTPClient: &http.Client{Transport: s.Transport()}})
			if err != nil {
				t.Fatal(err)
			}
			gate := make(chan struct{})
			f := telegram.FromReader("x", waiting{gate})
			opening := telegram.File{Open: func() (io.ReadCloser, error) { <-gate; return nil, fs.ErrNotExist }}
			for _, f := range []telegram.File{f, opening} {
				ctx, cancel := context.WithTimeout(t.Context(), limit.context)
				begin := time.Now()
				_, err = c.SendDocument(ctx, message, f)
				cancel()
				var e *telegram.Error
				if took := time.Since(begin); took != time.Second || !errors.As(err, &e) || e.Kind != telegram.KindNetwork || e.InDoubt {
					t.Errorf("%s: %+v after %v", name, err, took)
				}
			}
			if _, err := c.SendDocument(t.Context(), message, f); !errors.Is(err, telegram.ErrBusy) {
				t.Errorf("%s: sent again while it is read: %v", name, err)
			}
			close(gate)
			synctest.Wait()
			if _, err := c.SendDocument(t.Context(), message, f); !errors.Is(err, telegram.ErrSpent) {
				t.Errorf("%s: sent again: %v", name, err)
			}
		})
	}
}
