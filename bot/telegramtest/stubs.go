package telegramtest

type inbox struct{}
type botCommand struct{}
type limiter struct{}
type journal struct{}

func (j *journal) close() error { return nil }
func (s *Server) openJournal(string) error { return nil }
