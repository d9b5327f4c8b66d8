package telegramtest

type journal struct{}

func (j *journal) close() error { return nil }

func (s *Server) openJournal(string) error { return nil }
func (s *Server) keepChat(*Chat)           {}
func (s *Server) keepUser(*User)           {}
func (s *Server) keepMessage(*Message)     {}
func (s *Server) keepRemoval(int64, int)   {}
func (s *Server) keepUpdate(pending)       {}
func (s *Server) keepAllowed()             {}
func (s *Server) keepAcknowledged(int64)   {}
func (s *Server) sync()                    {}
func (s *Server) commit()                  { s.mu.Unlock() }

func (s *Server) restoredChat(Kind, string, string) *Chat { return nil }
func (s *Server) restoredUser(string) *User               { return nil }
