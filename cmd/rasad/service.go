package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/matcher"
	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/watcher"
	"github.com/rasadnews/rasad/watcher/fetch"
	"github.com/rasadnews/rasad/watcher/websub"
)

// serviceOptions are what a command decides about the service beside its
// configuration.
type serviceOptions struct {
	Roles  []string
	Logger *slog.Logger

	// Announce, if set, is told of every alert; Baseline of every source's
	// first poll.
	Announce func(news.Article, []news.Match)
	Baseline func(watcher.Baseline)

	// Resolver looks the names of sources up. Nil means the system's.
	Resolver *net.Resolver
}

// A service is all rooms of the house, wired. Without a token it has no bot.
type service struct {
	config  *config // as it was at the start
	store   store.Store
	catalog atomic.Pointer[news.Catalog]
	live    *matcher.Live
	watches *watchList
	keeper  *housekeeper
	desk    *news.Desk
	watcher *watcher.Watcher
	hubs    *websub.Subscriber // nil if hubs can't reach us
	bot     *bot.Bot
	webhook http.Handler // nil if the bot asks for updates
	log     *slog.Logger
	roles   []string
	began   time.Time
	holder  string    // of this process, in leases
	crew    *presence // nil where no other process can be

	path      string     // of the configuration file, empty if there is none to read again
	reloading sync.Mutex // one at a time
}

// newService wires the rooms around an open store; run starts them, and closes
// the store in the end.
func newService(cfg *config, books store.Store, opts serviceOptions) (*service, error) {
	s := &service{config: cfg, store: books, log: opts.Logger, roles: opts.Roles, began: time.Now(), holder: holder(cfg.Store)}
	if s.holder != onlyProcess {
		s.crew = &presence{store: books, self: s.self}
	}
	catalog := cfg.Catalog()
	s.catalog.Store(catalog)
	m, err := matcher.New(catalog.Topics, catalog.Concepts)
	if err != nil {
		return nil, err
	}
	s.live = matcher.NewLive(m, catalog.Concepts...)
	s.live.Unsure = func(topic string, a *news.Article) {
		s.log.Warn("a topic was not decided: its query takes too long in this article", "topic", topic, "article", a.URL)
	}
	s.watches = newWatchList(books, s.live, s.log)
	s.keeper = newHousekeeper(books, s.holder, s.log)
	s.keeper.set(cfg.Keep.keep())
	s.keeper.indexed = slices.Contains(opts.Roles, roleSend)
	s.desk = news.NewDesk(s.live, s.store, news.DeskConfig{
		Announce: opts.Announce, Nudge: s.nudge, Logger: s.log,
		Severity: func(topic string) news.Severity { return s.catalog.Load().Severity(topic) },
	})
	s.newWatcher(opts)
	if cfg.Token == "" || !slices.Contains(opts.Roles, roleSend) {
		return s, nil
	}
	client, err := telegram.New(cfg.Token, telegram.Config{API: cfg.Telegram.API, Logger: s.log})
	if err != nil {
		return nil, err
	}
	s.bot = bot.New(client, s.botBooks(), s.catalog.Load, bot.Config{
		Admins: cfg.Telegram.Admins, Channels: cfg.channels(), Logger: s.log, Status: s.status, Holder: s.holder,
		Access: bot.Access(cfg.Telegram.Access), OwnProfile: !cfg.Telegram.Profile, Reload: s.reloadForAdmin,
		Library: newLibrary(s.store, s.catalog.Load),
		Webhook: bot.Webhook{URL: cfg.Telegram.Webhook.URL, Secret: cfg.WebhookSecret},
	})
	if cfg.Telegram.Webhook.URL != "" {
		if s.webhook, err = s.bot.WebhookHandler(); err != nil {
			return nil, fmt.Errorf("RASAD_TELEGRAM_WEBHOOK_SECRET: %w", err)
		}
	}
	return s, nil
}

// newWatcher makes the watcher, with what it is told by and tells.
func (s *service) newWatcher(opts serviceOptions) {
	f := s.config.fetchConfig()
	f.Resolver = opts.Resolver
	client := fetch.New(f)
	if address := s.config.WebSub.Address; address != "" {
		s.hubs = websub.New(client, address)
	}
	c := watcher.Config{
		Logger: s.log, Every: s.config.Fetch.Every, HostDelay: s.config.Fetch.HostDelay, Hubs: s.hubs,
		Leases: s.store, Holder: s.holder, OnBaseline: s.baseline(opts.Baseline),
	}
	if len(s.config.Telegram.Admins) > 0 && (s.config.Token != "" || !slices.Contains(s.roles, roleSend)) {
		c.OnAlarm = s.alarm
	}
	s.watcher = watcher.New(s.desk, s.store, client, c)
	s.watcher.SetSources(s.catalog.Load().Sources)
}

// run does what the process's roles ask for until ctx ends, then puts the
// work away and closes the store.
func (s *service) run(ctx context.Context, configPath string) error {
	g, ctx := errgroup.WithContext(ctx)
	if slices.Contains(s.roles, roleWatch) {
		g.Go(func() error { return s.keep(ctx, "watcher", s.watch) })
		g.Go(func() error { return s.keep(ctx, "watches", s.watches.run) })
		g.Go(func() error { return s.keep(ctx, "desk", s.desk.Run) })
		if s.hubs != nil {
			g.Go(func() error { return s.keep(ctx, "websub", s.listenToHubs) })
		}
	}
	if s.bot != nil {
		g.Go(func() error { return s.keep(ctx, "bot", s.bot.Run) })
	}
	if s.webhook != nil {
		g.Go(func() error { return s.keep(ctx, "webhook", s.listenToTelegram) })
	}
	g.Go(func() error { return s.keep(ctx, "housekeeping", s.keeper.run) })
	if s.crew != nil {
		g.Go(func() error { return s.keep(ctx, "presence", s.crew.run) })
	}
	if configPath != "" {
		g.Go(func() error { return s.followConfig(ctx, configPath) })
	}
	return errors.Join(g.Wait(), s.store.Close())
}

// onlyProcess is the name of one beside which there can be no other.
const onlyProcess = "the only process"

// holder names the process in its leases. Over SQLite no second
// process can be, so a fixed name takes the lead back at once after a crash.
// Elsewhere the name tells operators where the process runs, and is its own.
func holder(storeURL string) string {
	if strings.HasPrefix(storeURL, "sqlite:") {
		return onlyProcess
	}
	host, err := os.Hostname()
	if err != nil {
		host = "somewhere"
	}
	return fmt.Sprintf("%s/%d/%s", host, os.Getpid(), rand.Text()[:8])
}

// keep runs a room until ctx ends. A room that stops before (a store out of
// reach, most likely) is started again, later each time. The log hears of the
// first stop in a row, and of the end of the trouble. What ends the service is
// that its store is gone: moved over, lost, or taken over by a newer program.
func (s *service) keep(ctx context.Context, room string, run func(context.Context) error) error {
	const least, most = time.Second, 30 * time.Second
	stops, pause := 0, least
	for {
		ended := make(chan error, 1)
		go func() { ended <- run(ctx) }()
		var err error
		select {
		case err = <-ended:
		case <-time.After(2 * pause):
			if stops > 0 {
				s.log.Info("runs again", "room", room, "stops", stops)
			}
			stops, pause = 0, least
			err = <-ended
		}
		if ctx.Err() != nil {
			return nil
		}
		if errors.Is(err, store.ErrMoved) || errors.Is(err, store.ErrLost) || errors.Is(err, store.ErrUpgraded) {
			return err
		}
		if stops++; stops == 1 {
			s.log.Error("stopped; it is started again until it runs", "room", room, "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(pause):
		}
		pause = min(2*pause, most)
	}
}

// nudge wakes the bot, if there is one, when deliveries were written.
func (s *service) nudge() {
	if s.bot != nil {
		s.bot.Nudge()
	}
}

// baseline logs a source's first poll, and tells whoever else asked.
func (s *service) baseline(tell func(watcher.Baseline)) func(watcher.Baseline) {
	return func(b watcher.Baseline) {
		s.log.Info("baseline", "source", b.Source.ID, "seen", b.Seen, "would_have_alerted", len(b.Matched))
		if tell != nil {
			tell(b)
		}
	}
}

func (c *config) fetchConfig() fetch.Config {
	delay := c.Fetch.HostDelay
	if delay == 0 {
		delay = -1 // none, where zero would mean the default
	}
	return fetch.Config{
		UserAgent: c.Fetch.UserAgent, Timeout: c.Fetch.Timeout, MaxBytes: c.Fetch.MaxBytes,
		HostDelay: delay, AllowNetworks: c.Fetch.networks(), Proxy: c.Fetch.Proxy, Secret: os.LookupEnv,
		HostConns: int(c.Fetch.HostConnections), PublisherConns: int(c.Fetch.PublisherConnections),
	}
}

func (c *config) channels() []bot.Channel {
	channels := make([]bot.Channel, len(c.Channels))
	for i, n := range c.Channels {
		channels[i] = bot.Channel{Chat: n.Chat, Topics: n.Topics, Lang: n.Lang}
	}
	return channels
}
