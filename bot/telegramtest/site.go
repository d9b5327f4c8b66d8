package telegramtest

import (
	"net/http"
	"strings"
)

// Site returns the whole server at one address: the bot's side at
// /bot<token>/<method> and /file/bot<token>/<path>, the control API at
// /control/<action>, and at / a page for people that looks and behaves like a
// Telegram client, in which they play any of the users. It is what
// "rasad telegram simulate" serves. Pages of other sites can do nothing there,
// and it answers to no name but localhost, its addresses and those of
// Config.Hosts.
func (s *Server) Site() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/control/", http.StripPrefix("/control", s.Control()))
	mux.Handle("/page/", s.page())
	mux.Handle("/{$}", s.page())
	return s.guarded(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/bot") || strings.HasPrefix(r.URL.Path, "/file/bot") {
			s.ServeHTTP(w, r)
			return
		}
		mux.ServeHTTP(w, r)
	}))
}

// seenBy tells whether a user sees what is written in the chat.
func (c *Chat) seenBy(u *User) bool { return c == u.private || c.members[u.id].inside() }
