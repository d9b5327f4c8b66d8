package telegramtest

import (
	"cmp"
	"crypto/rand"
	_ "embed" // the page of chats
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

//go:embed page/index.html
var indexHTML string

var indexTemplate = template.Must(template.New("index").Parse(indexHTML))

// Site returns the whole server at one address: the bot's side at
// /bot<token>/<method> and /file/bot<token>/<path>, the control API at
// /control/<action>, and a page for people that lists the users and leads to
// their chats. It is what "rasad telegram simulate" serves. Pages of other
// sites can do nothing there, and it answers to no name but localhost, its
// addresses and those of Config.Hosts.
func (s *Server) Site() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/control/", http.StripPrefix("/control", s.Control()))
	mux.HandleFunc("/chat/{user}/{chat}", s.chatPage)
	mux.HandleFunc("GET /{$}", s.index)
	return s.guarded(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/bot") || strings.HasPrefix(r.URL.Path, "/file/bot") {
			s.ServeHTTP(w, r)
			return
		}
		mux.ServeHTTP(w, r)
	}))
}

// chatPage shows a chat to a user, both named by their IDs.
func (s *Server) chatPage(w http.ResponseWriter, r *http.Request) {
	user, _ := strconv.ParseInt(r.PathValue("user"), 10, 64)
	id, _ := strconv.ParseInt(r.PathValue("chat"), 10, 64)
	s.mu.Lock()
	u, c := s.users[user], s.chats[id]
	seen := u != nil && c != nil && c.seenBy(u)
	s.mu.Unlock()
	if !seen {
		http.NotFound(w, r)
		return
	}
	s.ChatPage(c, u).ServeHTTP(w, r)
}

// seenBy tells whether a user sees the chat in their list.
func (c *Chat) seenBy(u *User) bool { return c == u.private || c.members[u.id].inside() }

// index lists the users and their chats.
func (s *Server) index(w http.ResponseWriter, r *http.Request) {
	nonce := rand.Text()
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Content-Security-Policy", fmt.Sprintf("default-src 'none'; style-src 'nonce-%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'", nonce))
	indexTemplate.Execute(w, map[string]any{"Bot": s.config.BotName, "Host": r.Host, "Nonce": nonce, "Users": s.shelves()})
}

// A shelf is a user with the chats they see.
type shelf struct {
	ID    int64
	Name  string
	Chats []shelved
}

type shelved struct {
	User, ID int64
	Title    string
	Kind     Kind
}

func (s *Server) shelves() []shelf {
	s.mu.Lock()
	defer s.mu.Unlock()
	var shelves []shelf
	for _, u := range s.users {
		shelf := shelf{ID: u.id, Name: u.name}
		for _, c := range s.chats {
			if c.seenBy(u) {
				title := c.title
				if c.kind == Private {
					title = s.config.BotName
				}
				shelf.Chats = append(shelf.Chats, shelved{u.id, c.id, title, c.kind})
			}
		}
		slices.SortFunc(shelf.Chats, func(a, b shelved) int { return cmp.Compare(b.ID, a.ID) })
		shelves = append(shelves, shelf)
	}
	slices.SortFunc(shelves, func(a, b shelf) int { return cmp.Compare(a.ID, b.ID) })
	return shelves
}
