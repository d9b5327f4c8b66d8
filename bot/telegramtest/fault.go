package telegramtest

// A Fault is something that goes wrong between the bot and Telegram. It hits
// the next Count calls that fit Method and Chat; faults are tried in the order
// in which they were given to Fail, and one call meets at most one.
type Fault struct {
	Kind   FaultKind
	Method string // such as "sendMessage"; empty fits every method
	Chat   int64  // the call's chat_id; zero fits every call
	Count  int    // how many calls it hits; zero means one, less than zero all

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
)

// Fail makes the calls to come go wrong as f says.
func (s *Server) Fail(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.Count == 0 {
		f.Count = 1
	}
	s.faults = append(s.faults, f)
}

// fault returns the fault that hits a call, if any. The caller holds s.mu.
func (s *Server) fault(method string, chat int64) (Fault, bool) {
	for i := range s.faults {
		f := s.faults[i]
		if f.Method != "" && f.Method != method || f.Chat != 0 && f.Chat != chat {
			continue
		}
		if s.faults[i].Count--; s.faults[i].Count == 0 {
			s.faults = append(s.faults[:i], s.faults[i+1:]...)
		}
		return f, true
	}
	return Fault{}, false
}
