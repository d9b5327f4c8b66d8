package websub

import (
	"errors"
	"io"
	"net/http"
	"path"
	"strconv"
	"time"
)

const (
	mostAtOnce    = 16       // deliveries under way
	mostBytes     = 15 << 20 // of one delivery
	mostChallenge = 4 << 10  // bytes of a challenge
	mostTopic     = 1 << 10  // bytes of a reason
)

// ServeHTTP answers hubs: whether we want a subscription (GET), and what they
// send (POST). About what is not listened to it says so, which ends it.
func (s *Subscriber) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e := s.entry(path.Base(r.URL.Path))
	switch {
	case e == nil && r.Method == http.MethodPost:
		http.Error(w, "no such subscription", http.StatusGone)
	case e == nil:
		http.NotFound(w, r)
	case r.Method == http.MethodGet:
		e.answer(w, r)
	case r.Method == http.MethodPost && e.leaving:
		http.Error(w, "the subscription is at an end", http.StatusGone)
	case r.Method == http.MethodPost:
		s.receive(w, r, e)
	default:
		w.Header().Set("Allow", "GET, POST")
		http.Error(w, "only GET and POST", http.StatusMethodNotAllowed)
	}
}

// answer says whether the hub's question is about what we want (section 5.3).
func (e *entry) answer(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	mode, challenge := q.Get("hub.mode"), q.Get("hub.challenge")
	if q.Get("hub.topic") != e.push.Topic {
		http.NotFound(w, r)
		return
	}
	switch {
	case mode == "denied":
		if !e.leaving {
			e.listener.Denied("the hub denies the subscription: " + clip(q.Get("hub.reason"), mostTopic))
		}
		return
	case challenge == "" || len(challenge) > mostChallenge || mode != "subscribe" && mode != "unsubscribe" || e.leaving != (mode == "unsubscribe"):
		http.NotFound(w, r)
		return
	case mode == "subscribe":
		e.listener.Confirmed(lease(q.Get("hub.lease_seconds")))
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	io.WriteString(w, challenge)
}

// lease reads for how long a hub grants a subscription: within bounds, and
// what was asked for if it doesn't say.
func lease(seconds string) time.Duration {
	n, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil || n <= 0 {
		return wanted
	}
	return time.Duration(min(max(n, int64(least/time.Second)), int64(most/time.Second))) * time.Second
}

// receive takes in what a hub sends (section 7). What is not signed with the
// secret is taken with thanks, as the recommendation has it, and thrown away:
// whoever sent it learns nothing.
func (s *Subscriber) receive(w http.ResponseWriter, r *http.Request, e *entry) {
	select {
	case s.turns <- struct{}{}:
		defer func() { <-s.turns }()
	default:
		w.Header().Set("Retry-After", "5")
		http.Error(w, "too much at once", http.StatusServiceUnavailable)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostBytes))
	tooLarge := (*http.MaxBytesError)(nil)
	switch {
	case errors.As(err, &tooLarge):
		http.Error(w, "too large", http.StatusRequestEntityTooLarge)
		return
	case err != nil:
		http.Error(w, "cut short", http.StatusBadRequest)
		return
	}
	if signed(r.Header.Get("X-Hub-Signature"), e.push.Secret, body) {
		e.listener.Told(body, r.Header.Get("Content-Type"))
	}
	w.WriteHeader(http.StatusAccepted)
}

func clip(s string, n int) string { return s[:min(len(s), n)] }
