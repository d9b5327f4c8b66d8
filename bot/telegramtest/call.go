package telegramtest

import (
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"strconv"
	"strings"
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

// mostCalls is how many calls a server remembers.
const mostCalls = 200_000

// A callLog holds the last calls.
type callLog struct {
	calls     []*Call
	forgotten int // those before them
}

// Calls returns the calls so far, oldest first: the last 200,000 of them.
func (s *Server) Calls() []Call {
	calls, _ := s.callsAfter(0)
	return calls
}

// callsAfter returns the calls after so many of the first ones, and how many
// there were before those that it returns.
func (s *Server) callsAfter(n int) (calls []Call, before int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := &s.log
	skip := min(max(n-l.forgotten, 0), len(l.calls))
	calls = make([]Call, 0, len(l.calls)-skip)
	for _, c := range l.calls[skip:] {
		call := *c
		call.Params = maps.Clone(c.Params)
		calls = append(calls, call)
	}
	return calls, l.forgotten + skip
}

// ServeHTTP answers a call of /bot<token>/<method>, and a download of
// /file/bot<token>/<path>.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, "/file/bot") {
		s.serveFile(w, r)
		return
	}
	token, name, ok := strings.Cut(strings.TrimPrefix(r.URL.Path, "/bot"), "/")
	switch {
	case !ok || !strings.HasPrefix(r.URL.Path, "/bot") || !strings.Contains(token, ":"):
		answer(w, nil, &refusal{status: 404, description: "Not Found"})
		return
	case token != s.config.Token:
		answer(w, nil, &refusal{status: 401, description: "Unauthorized"})
		return
	case r.Method != http.MethodGet && r.Method != http.MethodPost:
		answer(w, nil, &refusal{status: 405, description: "Method Not Allowed"})
		return
	}
	q := &request{ctx: r.Context(), method: properName(name), params: map[string]string{}}
	err := q.read(w, r)
	entry := s.logCall(q)
	var result any
	fault, hit := s.fault(q)
	if err == nil && (!hit || fault.carriedOut()) {
		result, err = s.carryOut(q)
	}
	if broken := s.sync(); broken != nil {
		result, err = nil, broken
	}
	switch {
	case hit:
		s.closeCall(entry, fault.status(), fault.String(), true)
		fault.strike(w, r, s.done, result, err)
	case q.ctx.Err() == nil: // else nobody listens any more
		status, description := outcome(err)
		s.closeCall(entry, status, description, false)
		answer(w, result, err)
	}
}

// properName returns a method's name as the Bot API writes it, if that knows
// it, and else as it is.
func properName(name string) string {
	if m, ok := schema.methods[strings.ToLower(name)]; ok {
		return m.name
	}
	return name
}

// carryOut does what a call asks for.
func (s *Server) carryOut(q *request) (any, error) {
	m, known := schema.methods[strings.ToLower(q.method)]
	if !known {
		return nil, &refusal{status: 404, description: "Not Found: method not found"}
	}
	q.modernize(m)
	if err := m.check(q); err != nil {
		return nil, err
	}
	do := handlers[m.name]
	if do == nil {
		return nil, unsupported("the method " + m.name)
	}
	return do(s, q)
}

// logCall opens a call's entry.
func (s *Server) logCall(q *request) *Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	entry := &Call{Method: q.method, Params: q.params, At: s.now()}
	l := &s.log
	if l.calls = append(l.calls, entry); len(l.calls) > mostCalls {
		l.calls[0], l.calls = nil, l.calls[1:]
		l.forgotten++
	}
	return entry
}

func (s *Server) closeCall(entry *Call, status int, description string, fault bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	entry.Status, entry.Error, entry.Fault = status, description, fault
	s.announce()
}

// outcome returns the status and description of a call that ended with err.
func outcome(err error) (int, string) {
	var r *refusal
	switch {
	case err == nil:
		return http.StatusOK, ""
	case errors.As(err, &r):
		return r.status, r.description
	}
	return http.StatusInternalServerError, "Internal Server Error: " + err.Error()
}

// envelope is the object in which every answer of the Bot API stands.
type envelope struct {
	OK          bool        `json:"ok"`
	Result      any         `json:"result,omitempty"`
	ErrorCode   int         `json:"error_code,omitempty"`
	Description string      `json:"description,omitempty"`
	Parameters  *parameters `json:"parameters,omitempty"`
}

type parameters struct {
	MigrateToChatID int64 `json:"migrate_to_chat_id,omitempty"`
	RetryAfter      int   `json:"retry_after,omitempty"`
}

// A told is a result that comes with a description.
type told struct {
	result      any
	description string
}

// encode returns the status and body that answer a call.
func encode(result any, err error) (int, []byte) {
	status, description := outcome(err)
	e := envelope{OK: err == nil, Result: result}
	if t, ok := result.(told); ok {
		e.Result, e.Description = t.result, t.description
	}
	if err != nil {
		e.Result, e.ErrorCode, e.Description = nil, status, description
		var r *refusal
		if errors.As(err, &r) && (r.retryAfter != 0 || r.migratedTo != 0) {
			e.Parameters = &parameters{MigrateToChatID: r.migratedTo, RetryAfter: r.retryAfter}
		}
	}
	body, err := json.Marshal(e)
	if err != nil {
		panic("telegramtest: answer is not JSON: " + err.Error()) // our own types always are
	}
	return status, body
}

// answer writes the answer to a call.
func answer(w http.ResponseWriter, result any, err error) {
	status, body := encode(result, err)
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	var r *refusal
	if errors.As(err, &r) && r.retryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(r.retryAfter))
	}
	w.WriteHeader(status)
	w.Write(body)
}
