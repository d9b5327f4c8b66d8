package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rasadnews/rasad"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/watcher/sitetest"
)

// A stage is the demo: a news site and a Bot API server on loopback, with the
// service between them, and people in chats of every kind at its end.
type stage struct {
	out      *console
	state    *demoState
	site     *sitetest.Site
	telegram *telegramtest.Server
	listener net.Listener
	service  *service
	sources  []news.Source
	cast     *cast
	reader   *telegramtest.User // the cast's analyst, who is to be told all

	publishedAt map[string]time.Time // in this run, by article
	matched     sync.Map             // the topics that were found, by article
}

// openDemo sets the stage in a folder; what an earlier run left there goes on.
// The store comes first: it refuses a folder in which another demo plays.
func openDemo(ctx context.Context, dir string, out *console) (_ *stage, err error) {
	d := &stage{out: out, publishedAt: map[string]time.Time{}}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	address := "sqlite:" + filepath.Join(dir, "rasad.db")
	books, err := store.Open(ctx, address, store.Config{Logger: log})
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, books.Close())
		}
	}()
	if d.state, err = openDemoState(dir); err != nil {
		return nil, err
	}
	if err = d.openWorld(dir); err != nil {
		return nil, err
	}
	cfg, err := d.config(address)
	if err != nil {
		return nil, err
	}
	d.service, err = newService(cfg, books, serviceOptions{Roles: []string{roleWatch, roleSend}, Announce: d.note, Logger: log})
	return d, err
}

// openWorld sets up what stands around the service: the news site as it was,
// the Telegram with its chats, and the one address of both.
func (d *stage) openWorld(dir string) error {
	bundled, err := fs.Sub(rasad.Site, "testdata/site")
	if err != nil {
		return err
	}
	if d.site, err = sitetest.Load(bundled); err != nil {
		return err
	}
	d.site.Config.Healed = d.state.Port != 0 // a trouble of the first run is over
	for _, id := range d.state.Published {
		if err := d.site.Publish(id); err != nil {
			return err
		}
	}
	if d.telegram, err = telegramtest.Open(telegramtest.Config{Token: demoToken, BotName: "rasad_demo_bot", Journal: filepath.Join(dir, "telegram.jsonl")}); err != nil {
		return err
	}
	d.cast = newCast(d.telegram)
	d.reader = d.cast.analyst
	if d.listener, err = listenAgain(d.state.Port); err != nil {
		return err
	}
	d.sources = d.site.Sources(d.url(""))
	return d.state.listen(d.listener.Addr())
}

// url returns the address of a path on the stage's one server.
func (d *stage) url(path string) string { return "http://" + d.listener.Addr().String() + path }

// config is the configuration that ships with the program, with the bundled
// site for its sources, which stands on loopback and minds no haste, and the
// cast's operator and channel.
func (d *stage) config(storeAddress string) (*config, error) {
	cfg, err := parseConfig(builtIn, rasad.Config)
	if err != nil {
		return nil, err
	}
	cfg.Store = storeAddress
	cfg.Token, cfg.Telegram.API = demoToken, d.url("")
	cfg.Fetch.HostDelay, cfg.Fetch.AllowNetworks = 0, []string{"127.0.0.0/8"}
	cfg.Telegram.Admins = []int64{d.cast.operator.ID()}
	cfg.Channels = []channelConfig{{Chat: "@" + monitoring, Topics: []string{"terrorism", "afghanistan"}, Lang: readerLang}}
	cfg.Sources = nil
	for _, s := range d.sources {
		cfg.Sources = append(cfg.Sources, sourceOf(s))
	}
	return cfg, nil
}

// handler serves the stage: the Telegram with its page, its control API and
// the Bot API, the directory of the news site at /news/, and the outlets
// everywhere else.
func (d *stage) handler() http.Handler {
	telegram := d.telegram.Site()
	mux := http.NewServeMux()
	mux.Handle("/{$}", telegram)
	mux.Handle("/page/", telegram)
	mux.Handle("/control/", telegram)
	mux.Handle("/news/{$}", http.StripPrefix("/news", d.site))
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/bot") || strings.HasPrefix(r.URL.Path, "/file/bot") {
			telegram.ServeHTTP(w, r)
			return
		}
		d.site.ServeHTTP(w, r)
	})
	return mux
}

// A demoState is what the demo's world remembers beside the service's store:
// a real site keeps its address and does not unpublish.
type demoState struct {
	Port      int      `json:"port"`
	Published []string `json:"published"`

	file string
}

func openDemoState(dir string) (*demoState, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	s := &demoState{file: filepath.Join(dir, "demo.json")}
	data, err := os.ReadFile(s.file)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(data, s); err != nil {
		return nil, fmt.Errorf("%s: %w (remove the folder to begin anew)", s.file, err)
	}
	return s, nil
}

func (s *demoState) listen(addr net.Addr) error {
	_, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return err
	}
	if s.Port, err = strconv.Atoi(port); err != nil {
		return err
	}
	return s.save()
}

func (s *demoState) publish(id string) error {
	if slices.Contains(s.Published, id) {
		return nil
	}
	s.Published = append(s.Published, id)
	return s.save()
}

// save writes the state beside the old one, then over it.
func (s *demoState) save() error {
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	if err := os.WriteFile(s.file+".new", data, 0o644); err != nil {
		return err
	}
	return os.Rename(s.file+".new", s.file)
}

// listenAgain listens on loopback, on the port of an earlier run if it is
// free.
func listenAgain(port int) (net.Listener, error) {
	if port != 0 {
		if l, err := net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(port)); err == nil {
			return l, nil
		}
	}
	return net.Listen("tcp", "127.0.0.1:0")
}
