package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// listenToHubs serves what WebSub hubs ask and send until ctx ends.
func (s *service) listenToHubs(ctx context.Context) error {
	const slowest, longest, parting = 10 * time.Second, 30 * time.Second, 3 * time.Second
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.config.WebSub.Listen)
	if err != nil {
		return fmt.Errorf("listen to hubs: %w", err)
	}
	server := &http.Server{
		Handler: s.hubs, ReadHeaderTimeout: slowest, ReadTimeout: longest, WriteTimeout: longest,
		IdleTimeout: time.Minute, MaxHeaderBytes: 32 << 10,
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	select {
	case err = <-ended:
		return fmt.Errorf("listen to hubs: %w", err)
	case <-ctx.Done():
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), parting)
	defer cancel()
	err = server.Shutdown(ctx)
	<-ended
	return errors.Join(err, server.Close())
}
