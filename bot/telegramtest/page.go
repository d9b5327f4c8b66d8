package telegramtest

import (
	"context"
	"crypto/rand"
	"embed"
	"fmt"
	"html/template"
	"io"
	"mime"
	"net/http"
	"path"
	"strconv"
	"time"
)

// pageFiles are the parts of the page: a frame, its styles, and a script of
// small modules, which the browser loads as they are.
//
//go:embed page
var pageFiles embed.FS

var pageFrame = template.Must(template.ParseFS(pageFiles, "page/index.html"))

// page returns the face of the server: a web page that looks and behaves like
// a Telegram client of any of the users. It needs the control API beside it,
// at control/, by which it acts:
//
//	GET  /                     the frame
//	GET  /page/NAME            its styles and modules
//	GET  /page/events?user=ID  server-sent events, named by user: what they see, and then what changes
//	GET  /page/file?id=ID      a photo to show, or a document to save
//
// Nothing comes from elsewhere, and no text ever becomes markup: the page's
// policy has the browser refuse both.
func (s *Server) page() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.pageIndex)
	mux.HandleFunc("GET /page/{name}", servePagePart)
	mux.HandleFunc("GET /page/events", s.pageEvents)
	mux.HandleFunc("GET /page/file", s.pageFile)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "no-referrer")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox")
		mux.ServeHTTP(w, r)
	})
}

// pageIndex writes the frame. Its policy lets the modules named in it run, and
// forbids them to turn text into markup.
func (s *Server) pageIndex(w http.ResponseWriter, _ *http.Request) {
	nonce := rand.Text()
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", fmt.Sprintf(
		"default-src 'none'; style-src 'nonce-%[1]s'; script-src 'nonce-%[1]s'; worker-src 'self'; connect-src 'self'; img-src 'self' data:; "+
			"require-trusted-types-for 'script'; trusted-types stream; base-uri 'none'; form-action 'none'; frame-ancestors 'none'", nonce))
	pageFrame.Execute(w, map[string]string{"Nonce": nonce, "Bot": s.config.BotName})
}

// servePagePart writes a style sheet or a module.
func servePagePart(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	part, err := pageFiles.ReadFile("page/" + name)
	kind := map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}[path.Ext(name)]
	if err != nil || kind == "" {
		http.NotFound(w, r)
		return
	}
	if name == "stream.js" { // a worker goes by the policy it comes with
		w.Header().Set("Content-Security-Policy", "default-src 'none'; connect-src 'self'")
	}
	w.Header().Set("Content-Type", kind)
	w.Write(part)
}

// pageFile writes a file. Only photos are shown; a document is for the browser
// to save, whatever it holds.
func (s *Server) pageFile(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	f := s.files[r.URL.Query().Get("id")]
	s.mu.Unlock()
	if f == nil {
		http.NotFound(w, r)
		return
	}
	kind, place := "application/octet-stream", "attachment"
	if f.Kind == Photo {
		kind, place = f.Type, "inline"
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", mime.FormatMediaType(place, map[string]string{"filename": f.Name}))
	w.Write(f.Content)
}

const (
	// pageBreath is how long the page's events gather what changes, so that a
	// burst of messages comes as one.
	pageBreath = 30 * time.Millisecond

	// pageRetry is how soon a browser asks again for a stream that broke.
	pageRetry = 500 * time.Millisecond

	// pageAlive is how often a silent stream shows that it is there.
	pageAlive = 15 * time.Second
)

// pageEvents streams what users see, first all of it and then what changes,
// until the reader goes away. User 0, who is meant where none is named, is
// nobody, and sees the list of users.
func (s *Server) pageEvents(w http.ResponseWriter, r *http.Request) {
	viewers, err := s.viewers(r.URL.Query()["user"])
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	out.SetWriteDeadline(time.Time{}) // unsupported writers have no deadline
	fmt.Fprintf(w, "retry: %d\n\n", pageRetry.Milliseconds())
	alive := time.NewTicker(pageAlive)
	defer alive.Stop()
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		for _, v := range viewers {
			if sight := v.look(); !sight.empty() {
				fmt.Fprintf(w, "event: %d\ndata: %s\n\n", v.user, written(sight))
			}
		}
		if out.Flush() != nil {
			return
		}
		select {
		case <-changed:
			breathe(r.Context())
		case <-alive.C:
			io.WriteString(w, ": still here\n\n")
		case <-r.Context().Done():
			return
		case <-s.done:
			return
		}
	}
}

// pageTabs is how many users one stream tells of, at most.
const pageTabs = 100

// viewers returns the viewers that a stream is asked for, one for each user.
func (s *Server) viewers(users []string) ([]*viewer, error) {
	if len(users) > pageTabs {
		return nil, fmt.Errorf("a stream tells of %d users at most", pageTabs)
	}
	if len(users) == 0 {
		users = []string{"0"}
	}
	var viewers []*viewer
	for _, user := range users {
		id, err := strconv.ParseInt(user, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%q is no user's ID", user)
		}
		viewers = append(viewers, newViewer(s, id))
	}
	return viewers, nil
}

// breathe waits a little, unless ctx ends before.
func breathe(ctx context.Context) {
	select {
	case <-time.After(pageBreath):
	case <-ctx.Done():
	}
}
