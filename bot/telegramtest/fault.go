package telegramtest

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"strings"
)

// A Fault is something that goes wrong between the bot and Telegram. It hits
// the next Count calls that fit Method and Chat; faults are tried in the order
// in which they were given to Fail, and one call meets at most one.
type Fault struct {
	Kind   FaultKind
	Method string // such as "sendMessage"; empty fits every method
	Chat   int64  // the call's chat_id; zero fits every call
	Count  int    // how many calls it hits; less than zero means all; zero one, or all with a Rate

	// Rate is the share of the fitting calls that it hits, such as 0.05, by a
	// chance that begins with Seed: the same calls in the same order meet the
	// same faults again. Zero hits every one.
	Rate float64
	Seed uint64

	// Delivered carries the call out first, so that only its answer is lost.
	// Flood and Refuse never do.
	Delivered bool

	RetryAfter  int    // Flood: seconds; zero means one
	Status      int    // Gateway and Refuse: the HTTP status
	Description string // Refuse: such as "Forbidden: user is deactivated"
}

// A FaultKind says what goes wrong.
type FaultKind int

// The kinds of fault.
const (
	Flood    FaultKind = iota // 429 with retry_after and a Retry-After header
	Gateway                   // a page of HTML with Status, 502 if that is zero; 200 is possible too
	Refuse                    // an API error of Status and Description
	Hang                      // no answer, until the caller gives up
	Reset                     // the connection breaks
	Truncate                  // the answer is carried out, then cut in the middle of its JSON
	Any                       // one of all these by chance, delivered or not; see Seed
)

// A fault that waits for its calls.
type trap struct {
	Fault
	chance *rand.Rand
}

// check refuses a fault that no call could meet, or no server could answer with.
func (f Fault) check() error {
	_, known := schema.methods[strings.ToLower(f.Method)]
	least := map[FaultKind]int{Gateway: 200, Refuse: 400}[f.Kind]
	switch {
	case f.Kind < Flood || f.Kind > Any:
		return fmt.Errorf("there is no fault of kind %d", f.Kind)
	case f.Method != "" && !known:
		return fmt.Errorf("there is no method %q", f.Method)
	case !(f.Rate >= 0 && f.Rate <= 1):
		return fmt.Errorf("a rate of %v is no share of the calls", f.Rate)
	case f.RetryAfter < 0:
		return fmt.Errorf("a retry_after of %d s is over already", f.RetryAfter)
	case f.Status != 0 && least == 0:
		return fmt.Errorf("only a gateway and a refusal have a status")
	case f.Status != 0 && (f.Status < least || f.Status > 599):
		return fmt.Errorf("a status of this fault is %d to 599, not %d", least, f.Status)
	}
	return nil
}

// Fail makes the calls to come go wrong as f says. It panics for a fault that
// makes no sense, such as one of a method that there is not.
func (s *Server) Fail(f Fault) {
	if err := f.check(); err != nil {
		panic("telegramtest: " + err.Error())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case f.Count == 0 && f.Rate > 0:
		f.Count = -1
	case f.Count == 0:
		f.Count = 1
	}
	s.faults = append(s.faults, trap{f, rand.New(rand.NewPCG(f.Seed, 0))})
}

// Heal takes back every fault that has not hit yet.
func (s *Server) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// fault returns the fault that hits a call, if any.
func (s *Server) fault(q *request) (Fault, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.faults {
		t := &s.faults[i]
		if t.Method != "" && !strings.EqualFold(t.Method, q.method) || t.Chat != 0 && t.Chat != s.named(q) {
			continue
		}
		if t.Rate > 0 && t.chance.Float64() >= t.Rate {
			continue
		}
		f := t.drawn()
		if t.Count > 0 {
			if t.Count--; t.Count == 0 {
				s.faults = slices.Delete(s.faults, i, i+1)
			}
		}
		return f, true
	}
	return Fault{}, false
}

// drawn returns the fault, and for Any one of the others in its place.
func (t *trap) drawn() Fault {
	f := t.Fault
	if f.Kind != Any {
		return f
	}
	f.Kind = FaultKind(t.chance.IntN(int(Any)))
	f.Delivered = t.chance.IntN(2) == 0
	switch f.Kind {
	case Flood:
		f.RetryAfter = cmp.Or(f.RetryAfter, 1+t.chance.IntN(5))
	case Gateway:
		all := []int{http.StatusOK, http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout}
		f.Status = all[t.chance.IntN(len(all))]
	case Refuse:
		f.Status, f.Description = http.StatusInternalServerError, "Internal Server Error"
	}
	return f
}

// named returns the ID of the chat that a call names, zero for none. The
// caller holds s.mu.
func (s *Server) named(q *request) int64 {
	if c, err := s.chat(q); err == nil {
		return c.id
	}
	return q.int("chat_id")
}

// carriedOut tells whether the call is carried out before it goes wrong.
func (f Fault) carriedOut() bool {
	return f.Kind == Truncate || f.Delivered && f.Kind != Flood && f.Kind != Refuse
}

// error returns what an answer of this fault says.
func (f Fault) error() error {
	if f.Kind == Flood {
		return tooMany(max(1, f.RetryAfter))
	}
	return &refusal{status: cmp.Or(f.Status, http.StatusBadRequest), description: cmp.Or(f.Description, "Bad Request: fault")}
}

// status returns the HTTP status that the bot sees, zero if it sees none.
func (f Fault) status() int {
	switch f.Kind {
	case Flood:
		return http.StatusTooManyRequests
	case Gateway:
		return cmp.Or(f.Status, http.StatusBadGateway)
	case Refuse:
		return cmp.Or(f.Status, http.StatusBadRequest)
	case Truncate:
		return http.StatusOK
	}
	return 0
}

// String says what the bot meets, for the log of calls.
func (f Fault) String() string {
	switch f.Kind {
	case Flood, Refuse:
		return f.error().Error()
	case Gateway:
		return "a page of HTML"
	case Hang:
		return "no answer"
	case Reset:
		return "connection reset"
	}
	return "answer cut short"
}

// strike answers a call with the fault. It returns only when the bot has what
// it gets; done ends an answer that never comes.
func (f Fault) strike(w http.ResponseWriter, r *http.Request, done <-chan struct{}, result any, err error) {
	switch f.Kind {
	case Flood, Refuse:
		answer(w, nil, f.error())
	case Gateway:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(f.status())
		fmt.Fprintf(w, "<html>\r\n<head><title>%d %[2]s</title></head>\r\n<body>\r\n<center><h1>%[1]d %[2]s</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n",
			f.status(), http.StatusText(f.status()))
	case Hang:
		select {
		case <-r.Context().Done():
		case <-done:
		}
		panic(http.ErrAbortHandler)
	case Reset:
		reset(w)
	case Truncate:
		status, body := encode(result, err)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		w.Write(body[:len(body)/2])
	}
}

// reset breaks the connection, so that the bot reads "connection reset by
// peer" where the connection is TCP.
func reset(w http.ResponseWriter) {
	if hijacker, ok := w.(http.Hijacker); ok {
		if conn, _, err := hijacker.Hijack(); err == nil {
			if tcp, ok := conn.(*net.TCPConn); ok {
				tcp.SetLinger(0)
			}
			conn.Close()
			return
		}
	}
	panic(http.ErrAbortHandler)
}
