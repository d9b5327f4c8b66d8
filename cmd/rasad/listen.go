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
	const longest = 30 * time.Second
	return serve(ctx, "listen to hubs", s.config.WebSub.Listen, s.hubs, longest)
}

// listenToTelegram serves the updates that Telegram brings until ctx ends. An
// update is answered when it is handled, which a store that is away for long
// takes long for.
func (s *service) listenToTelegram(ctx context.Context) error {
	const longest = 5 * time.Minute
	return serve(ctx, "listen to Telegram", s.config.Telegram.Webhook.Listen, s.webhook, longest)
}

// serve serves a handler at an address until ctx ends, and waits for a moment
// for what is under way then. No answer may take longer than longest.
func serve(ctx context.Context, what, address string, h http.Handler, longest time.Duration) error {
	const slowest, reading, parting = 10 * time.Second, 30 * time.Second, 5 * time.Second
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	server := &http.Server{
		Handler: h, ReadHeaderTimeout: slowest, ReadTimeout: reading, WriteTimeout: longest,
		IdleTimeout: time.Minute, MaxHeaderBytes: 32 << 10,
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	select {
	case err = <-ended:
		return fmt.Errorf("%s: %w", what, err)
	case <-ctx.Done():
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), parting)
	defer cancel()
	err = server.Shutdown(ctx)
	<-ended
	return errors.Join(err, server.Close())
}
