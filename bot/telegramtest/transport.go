package telegramtest

import (
	"context"
	"net/http"
	"net/http/httptest"
	"syscall"
)

// Transport returns an http.RoundTripper that brings every request to the
// server, whatever its host, without a network. With it a bot can be tested
// inside a testing/synctest bubble, where a minute of waiting takes no time.
func (s *Server) Transport() http.RoundTripper { return Direct(s) }

// Direct returns an http.RoundTripper that brings every request to a handler,
// without a network, such as updates to a bot's webhook:
//
//	telegramtest.New(telegramtest.Config{WebhookTransport: telegramtest.Direct(hook)})
func Direct(h http.Handler) http.RoundTripper { return transport{h} }

type transport struct{ handler http.Handler }

// RoundTrip calls the handler. A broken connection is an error, as from TCP.
func (t transport) RoundTrip(r *http.Request) (answer *http.Response, err error) {
	if r.Body == nil {
		r = r.Clone(r.Context())
		r.Body = http.NoBody
	}
	defer r.Body.Close()
	stop := context.AfterFunc(r.Context(), func() { r.Body.Close() }) // the handler may wait for it
	defer stop()
	defer func() {
		switch broken := recover(); {
		case broken == nil:
		case broken != http.ErrAbortHandler:
			panic(broken)
		case r.Context().Err() != nil:
			answer, err = nil, r.Context().Err()
		default:
			answer, err = nil, syscall.ECONNRESET
		}
	}()
	w := httptest.NewRecorder()
	t.handler.ServeHTTP(w, r)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	answer = w.Result()
	answer.Request = r
	return answer, nil
}
