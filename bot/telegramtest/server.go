package telegramtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// A Config holds a server's options. Its zero value works.
type Config struct {
	// Token is the bot's token. Empty means "123456:TEST-TOKEN". What stands
	// before the colon is the bot's ID.
	Token string

	// BotName is the bot's username, without the @. Empty means
	// "rasad_test_bot".
	BotName string

	// ReadsGroups turns privacy mode off: the bot then sees every message of
	// its groups.
	ReadsGroups bool

	// Clock tells the time that messages carry and limits are counted by. Nil
	// means time.Now, which inside a testing/synctest bubble is the bubble's
	// time. Waiting, in getUpdates and before a webhook is tried again, always
	// follows package time. Advance moves both.
	Clock func() time.Time

	// Limits enforces Telegram's flood limits: 30 messages a second in all,
	// one a second to a chat with a short burst, and 20 a minute to a group or
	// channel, edits included. It brings the pace of getUpdates too: the same
	// offset asked again within half a second gives one update, and within
	// three seconds waits that long for some; a second conflict within three
	// seconds is told three seconds late.
	Limits bool

	// LocalWebhooks lets setWebhook take what a Bot API server of one's own
	// takes with --local: plain http, any port and any address. Without it a
	// webhook is an https address on port 80, 88, 443 or 8443, as at
	// api.telegram.org, and only WebhookTransport reaches it: no update leaves
	// the machine by mistake.
	LocalWebhooks bool

	// WebhookTransport brings updates to webhooks, whatever their address;
	// with Direct it needs no network. Nil means the network, for local
	// webhooks.
	WebhookTransport http.RoundTripper

	// Hosts are names by which Site is reached, beside localhost and IP
	// addresses: such as that of a container.
	Hosts []string

	// Journal is the path of a file that keeps what happened, one JSON object
	// a line. A message is in it, synced to disk, before its sender gets an
	// answer. A server that opens an existing journal goes on where the last
	// one stopped; no two use it at a time. Empty keeps everything in memory.
	Journal string
}

// A Server is one bot's Bot API server, with the users and chats around it.
// It is an http.Handler for the paths /bot<token>/<method> and
// /file/bot<token>/<path>, and safe for concurrent use.
type Server struct {
	config Config
	me     int64 // the bot's ID
	url    string
	done   chan struct{} // closed by Close

	mu        sync.Mutex
	changed   chan struct{} // closed, and made anew, when a message or an update comes or changes
	users     map[int64]*User
	chats     map[int64]*Chat
	names     map[string]*Chat // by lower-case username
	lastID    map[string]int64 // the last ID given out, by kind
	inbox     inbox
	callbacks map[string]*Callback
	commands  map[string][]Command
	files     map[string]*stored         // by file_id
	downloads map[string]download        // by path
	profile   map[string]json.RawMessage // what the bot says of itself: see profile.go
	log       callLog
	faults    []trap
	limiter   limiter
	journal   *journal
	restored  restored
	ahead     time.Duration // by which Advance moved the clock
	hook      *hook         // where updates go, nil while they are asked for
	delivery  *delivery     // that brings them there

	background sync.WaitGroup // of deliveries
	obey       func(*request) // is answered; the table of methods cannot lead back to itself
}

// New returns a server with no listener of its own; mount it wherever the bot
// is to find it. It panics if the journal of the Config cannot be read: use
// Open where that can happen.
func New(c Config) *Server {
	s, err := Open(c)
	if err != nil {
		panic("telegramtest: " + err.Error())
	}
	return s
}

// Open is New with an error for a journal that cannot be read or written.
func Open(c Config) (*Server, error) {
	if c.Token == "" {
		c.Token = "123456:TEST-TOKEN"
	}
	if c.BotName == "" {
		c.BotName = "rasad_test_bot"
	}
	if c.Clock == nil {
		c.Clock = time.Now
	}
	me, err := botOf(c.Token)
	if err != nil {
		return nil, err
	}
	s := &Server{
		config: c, me: me,
		done:      make(chan struct{}),
		changed:   make(chan struct{}),
		users:     map[int64]*User{},
		chats:     map[int64]*Chat{},
		names:     map[string]*Chat{},
		lastID:    map[string]int64{},
		callbacks: map[string]*Callback{},
		commands:  map[string][]Command{},
		files:     map[string]*stored{},
		downloads: map[string]download{},
		profile:   map[string]json.RawMessage{},
	}
	s.obey = s.answered
	if c.Journal != "" {
		if err := s.openJournal(c.Journal); err != nil {
			return nil, fmt.Errorf("journal %s: %w", c.Journal, err)
		}
	}
	if s.hook != nil {
		s.hookUp(s.hook)
	}
	return s, nil
}

// tokenForm is that of a token which a path can hold.
var tokenForm = regexp.MustCompile(`^[0-9]+:[A-Za-z0-9_-]+$`)

// botOf returns the ID of the bot that a token belongs to.
func botOf(token string) (int64, error) {
	number, _, _ := strings.Cut(token, ":")
	me, err := strconv.ParseInt(number, 10, 64)
	if err != nil || me <= 0 || !tokenForm.MatchString(token) {
		return 0, fmt.Errorf("token must look like 123456:SECRET, with letters, digits, _ and - after the colon")
	}
	return me, nil
}

// Start serves on loopback until the test ends.
func Start(t testing.TB, c Config) *Server {
	t.Helper()
	s, err := Open(c)
	if err != nil {
		t.Fatalf("telegramtest: %v", err)
	}
	listener := httptest.NewServer(s)
	s.url = listener.URL
	t.Cleanup(func() {
		s.Close()
		listener.Close()
	})
	return s
}

// URL returns the address of a server made by Start, such as
// "http://127.0.0.1:4321", and "" for others. A bot's methods stand at
// URL() + "/bot" + Token() + "/" + method.
func (s *Server) URL() string { return s.url }

// Token returns the bot's token.
func (s *Server) Token() string { return s.config.Token }

// Close ends all calls that wait and the delivery to a webhook, and closes the
// journal. Nothing that was answered is lost without it.
func (s *Server) Close() error {
	s.mu.Lock()
	if s.closed() {
		s.mu.Unlock()
		return nil
	}
	close(s.done)
	if s.delivery != nil {
		s.delivery.end()
	}
	s.mu.Unlock()
	s.background.Wait()
	if s.journal != nil {
		return s.journal.close()
	}
	return nil
}

// announce wakes all who wait for something to happen. The caller holds s.mu.
func (s *Server) announce() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// next gives out IDs of one kind: 1, 2, 3 … The caller holds s.mu.
func (s *Server) next(kind string) int64 {
	s.lastID[kind]++
	return s.lastID[kind]
}

var _ http.Handler = (*Server)(nil)
