package telegramtest

import (
	"context"
	"crypto/rand"
	_ "embed" // the page's parts
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"time"
)

//go:embed page/chat.html
var pageHTML string

//go:embed page/chat.css
var pageCSS string

//go:embed page/chat.js
var pageJS string

var pageTemplate = template.Must(template.New("chat").Parse(pageHTML))

// ChatPage returns a web page that shows a chat as a user sees it, as it
// happens, and lets them write and press buttons. All requests go to the
// address of the page itself, so it can be mounted anywhere:
//
//	GET                            the page
//	GET, Accept: text/event-stream what changes, from then on
//	POST {"say": "/start"}         writes a message
//	POST {"message": 7, "press": "data or label"} presses a button; the answer
//	                               is {"text", "alert", "url"}
//
// It loads nothing from elsewhere, and no other site's page can post to it.
func (s *Server) ChatPage(c *Chat, u *User) http.Handler {
	p := page{server: s, chat: c, user: u}
	return http.NewCrossOriginProtection().Handler(p)
}

// A page shows one chat to one user.
type page struct {
	server *Server
	chat   *Chat
	user   *User
}

func (p page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	switch {
	case r.Method == http.MethodPost:
		p.act(w, r)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		http.Error(w, "use GET or POST", http.StatusMethodNotAllowed)
	case r.Header.Get("Accept") == "text/event-stream":
		p.stream(w, r)
	default:
		p.show(w)
	}
}

// show writes the page with what the chat holds now.
func (p page) show(w http.ResponseWriter) {
	nonce := rand.Text()
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.Header().Set("Content-Security-Policy", fmt.Sprintf(
		"default-src 'none'; style-src 'nonce-%[1]s'; script-src 'nonce-%[1]s'; connect-src 'self'; img-src data:; "+
			"base-uri 'none'; form-action 'none'; frame-ancestors 'self'", nonce))
	words := wordsIn(p.user.lang)
	changes, _ := p.changes(map[int]*Message{})
	pageTemplate.Execute(w, map[string]any{
		"Nonce": nonce, "CSS": template.CSS(pageCSS), "JS": template.JS(pageJS), "Words": words,
		"Title": p.title(), "Subtitle": words[string(p.chat.kind)], "State": changes,
	})
}

// title returns what the user sees at the head of the chat.
func (p page) title() string {
	if p.chat.kind == Private {
		return p.server.config.BotName
	}
	return p.chat.title
}

// stream writes changes as server-sent events until the reader goes away.
func (p page) stream(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	out.SetWriteDeadline(time.Time{}) // unsupported writers have no deadline
	alive := time.NewTicker(15 * time.Second)
	defer alive.Stop()
	shown := map[int]*Message{}
	for first := true; ; first = false {
		changes, changed := p.changes(shown)
		if first || !changes.empty() {
			data, err := json.Marshal(changes)
			if err != nil {
				return
			}
			fmt.Fprintf(w, "data: %s\n\n", data)
		}
		if out.Flush() != nil {
			return
		}
		select {
		case <-changed:
		case <-alive.C:
			io.WriteString(w, ": still here\n\n")
		case <-r.Context().Done():
			return
		case <-p.server.done:
			return
		}
	}
}

// act does what a POST asks for.
func (p page) act(w http.ResponseWriter, r *http.Request) {
	var action struct {
		Say     string `json:"say"`
		Message int    `json:"message"`
		Press   string `json:"press"`
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 64<<10)).Decode(&action); err != nil {
		http.Error(w, "not the JSON of an action", http.StatusBadRequest)
		return
	}
	if action.Press == "" {
		if _, err := p.user.say(p.chat, Message{Text: action.Say}); err != nil {
			http.Error(w, err.Error(), http.StatusConflict)
		}
		return
	}
	pressed, err := p.user.Press(p.chat, action.Message, action.Press)
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), callbackLife)
	defer cancel()
	a, err := pressed.Answer(ctx)
	if err != nil {
		http.Error(w, "the bot did not answer", http.StatusGatewayTimeout)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(map[string]any{"text": a.Text, "alert": a.Alert, "url": a.URL})
}

// wordsIn returns the page's own words in a language.
func wordsIn(lang string) map[string]string {
	switch lang {
	case "fa", "prs", "ps", "ar", "ur":
		return map[string]string{
			"lang": "fa", "dir": "rtl", "write": "پیام…", "send": "بفرست", "menu": "فرمان\u200cها", "edited": "ویرایش\u200cشده",
			"joined": "به گفتگو پیوست", "left": "رفت", "migrated": "گروه، ابرگروه شد", "topic": "موضوع تازه",
			"closed": "موضوع بسته شد", "reopened": "موضوع باز شد", "empty": "هنوز پیامی نیست", "start": "برای آغاز، /start را بفرستید",
			"offline": "در انتظار پیوند…", "ok": "باشد", "copied": "رونوشت شد",
			"private": "ربات", "group": "گروه", "supergroup": "گروه", "channel": "کانال",
		}
	}
	return map[string]string{
		"lang": "en", "dir": "ltr", "write": "Message…", "send": "Send", "menu": "Commands", "edited": "edited",
		"joined": "joined", "left": "left", "migrated": "the group became a supergroup", "topic": "new topic",
		"closed": "topic closed", "reopened": "topic open again", "empty": "No messages yet", "start": "Send /start to begin",
		"offline": "Waiting for the connection…", "ok": "OK", "copied": "Copied",
		"private": "bot", "group": "group", "supergroup": "group", "channel": "channel",
	}
}
