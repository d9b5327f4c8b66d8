package bot

import (
	"cmp"
	"context"
	"crypto/rand"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// Config holds the bot's options. Its zero value works.
type Config struct {
	Admins   []int64   // user IDs that may see more, and are told of trouble
	Channels []Channel // subscribed by the operator

	Logger *slog.Logger     // nil means silence
	Clock  func() time.Time // nil means time.Now

	// Status gives what /status tells about sources and items. Nil means
	// nothing is known.
	Status func(context.Context) message.Status

	// Reload reads the configuration again, for /reload. Nil means that it
	// can't be.
	Reload func(context.Context) Reloaded

	// Access says who may use the bot. Empty means everybody.
	Access Access

	// OwnProfile leaves the bot's name, descriptions and menu button as its
	// owner set them.
	OwnProfile bool

	// Library answers who asks the archive. Nil means that it cannot be asked,
	// and no watch be saved: nobody could read its query.
	Library Library

	// Webhook is where Telegram brings updates. With no URL the bot asks for
	// them instead.
	Webhook Webhook

	// Limits are how fast messages go out.
	Limits Limits

	// Holder names this process in leases. A lease that its own name holds is
	// taken at once, so a fixed name saves a wait after a crash; it fits only
	// where no second process can run, as over SQLite. Empty means a name of
	// chance.
	Holder string

	// Workers is how many messages are under way at once. Zero means 16.
	Workers int

	// Poll is how long one request for updates waits. Zero means 50 s, the
	// most that Telegram knows.
	Poll time.Duration

	// Every is how often the queue is looked at when nobody calls Nudge. Zero
	// means a second.
	Every time.Duration

	// Backlog is how long the oldest alert of a chat must have waited before it
	// and those behind it become one message. Zero means two minutes, less than
	// zero that every alert stays a message of its own.
	Backlog time.Duration

	// Patience is how long who presses a button waits for its answer at most:
	// what takes longer ends without a notice. Zero means a second.
	Patience time.Duration

	// Grace is how long a message under way may take once Run was told to
	// end. Zero means 4 s, the most: the lease lasts no longer then.
	Grace time.Duration
}

// A Channel is a channel or group that the operator subscribed.
type Channel struct {
	Chat   string // "@name", or an ID in decimal
	Topics []string
	Lang   string
}

// A Bot answers commands and sends alerts. Make one with New.
type Bot struct {
	api     *telegram.Client
	store   Store
	catalog func() *news.Catalog
	config  Config
	log     *slog.Logger
	trouble *troubles
	now     func() time.Time

	holder string // in leases
	nudge  chan struct{}
	pace   *pace
	outage outage
	rights rights
	thrift thrift
	photos photos

	offered   recent[[]string] // the data of the buttons that stood under a message at a press
	explained recent[struct{}] // alerts that a chat was told the reasons of

	door     door
	drawings drawings
	drawn    chan struct{} // something is to be drawn
	noting   sync.Mutex    // of who runs which channel, and has which menu
	casting  sync.Mutex    // of broadcasts
	stirred  chan struct{} // there is something to do for an admin

	presenting sync.WaitGroup
	judged     atomic.Int64 // how often what is held was to be judged anew

	mu       sync.Mutex
	me       telegram.User
	channels []Channel
	changed  chan struct{} // the channels were set anew
}

// New returns a bot that speaks through api, keeps its books in s and shows
// the topics and sources of the catalog of the moment.
func New(api *telegram.Client, s Store, catalog func() *news.Catalog, c Config) *Bot {
	c = c.complete()
	return &Bot{
		api: api, store: s, catalog: catalog, config: c, log: c.Logger, trouble: newTroubles(c.Logger), now: c.Clock,
		holder: cmp.Or(c.Holder, rand.Text()), nudge: make(chan struct{}, 1), pace: newPace(c.Limits),
		channels: c.Channels, changed: make(chan struct{}, 1), drawn: make(chan struct{}, 1), stirred: make(chan struct{}, 1),
	}
}

// complete fills in what was left out.
func (c Config) complete() Config {
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Status == nil {
		c.Status = func(context.Context) message.Status { return message.Status{} }
	}
	if c.Access == "" {
		c.Access = AccessOpen
	}
	if c.Workers <= 0 {
		c.Workers = 16
	}
	if c.Poll <= 0 {
		c.Poll = 50 * time.Second
	}
	if c.Every <= 0 {
		c.Every = time.Second
	}
	if c.Backlog == 0 {
		c.Backlog = backlogAge
	}
	if c.Patience <= 0 {
		c.Patience = time.Second
	}
	if c.Grace <= 0 || c.Grace > longestGrace {
		c.Grace = longestGrace
	}
	return c
}

// Nudge tells the bot that deliveries were written. It never blocks.
func (b *Bot) Nudge() {
	select {
	case b.nudge <- struct{}{}:
	default:
	}
}

// SetChannels replaces the channels of the configuration while the bot runs.
func (b *Bot) SetChannels(channels []Channel) {
	b.mu.Lock()
	b.channels = channels
	b.mu.Unlock()
	b.lookForChannels()
}

// lookForChannels has the channels of the configuration subscribed soon. It
// never blocks.
func (b *Bot) lookForChannels() {
	select {
	case b.changed <- struct{}{}:
	default:
	}
}

// Run leads, or stands by for another process that does, until ctx ends. Then
// it waits for the messages under way and gives the lead back. Trouble with
// Telegram or the store is logged and outlived.
func (b *Bot) Run(ctx context.Context) error {
	failures := 0
	for ctx.Err() == nil {
		asked := time.Now() // before the lease begins
		lease, ok, err := b.store.Acquire(ctx, news.SendLease, b.holder, leaseTime)
		b.trouble.note(ctx, leaseUnknown, err)
		if err == nil {
			b.trouble.note(ctx, leaseUnsure, nil)
		}
		switch {
		case ctx.Err() != nil:
		case err != nil:
			sleep(ctx, min(leaseAgain<<min(failures, 16), longestAgain))
			failures++
		case !ok:
			failures = 0
			sleep(ctx, leaseTime/8)
		default:
			failures = 0
			b.lead(ctx, lease, asked)
		}
	}
	return nil
}

// sleep waits for d and tells whether ctx goes on.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
