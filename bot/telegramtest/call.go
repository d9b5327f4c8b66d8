package telegramtest

import (
	"net/http"
	"time"
)

// A Call is one request to the Bot API, answered or under way.
type Call struct {
	Method string
	Params map[string]string // as sent; values that were not strings, as JSON
	At     time.Time
	Status int    // the HTTP status of the answer; zero while there is none
	Error  string // the description of an error, empty for success
	Fault  bool   // the call met a fault given to Fail
}

// Calls returns every call so far, oldest first.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Call(nil), s.calls...)
}

// ServeHTTP answers the bot.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {}
