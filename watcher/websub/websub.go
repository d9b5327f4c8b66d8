// Package websub subscribes to documents at their hubs, which then tell of
// changes at once (WebSub, W3C Recommendation of 23 January 2018). A hub sends
// to an address at which this process must be reached from outside, so there
// are subscriptions only where the operator has given one.
//
//	websub.go    Subscriber: asks hubs for subscriptions, and to end them
//	callback.go  ServeHTTP: what hubs ask and send
//	sign.go      whether what came is from the hub
//
// What is subscribed to, and until when, is in a news.Push, which the caller
// keeps; here is only who listens.
package websub

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// A Poster sends forms, as fetch.Client does.
type Poster interface {
	Post(context.Context, fetch.Request, url.Values) (*fetch.Response, error)
}

// A Listener hears of one subscription. Its functions are called by several
// goroutines, and must not block.
type Listener struct {
	// Confirmed is called when the hub has confirmed the subscription for a
	// time, before it is told that we want it.
	Confirmed func(lease time.Duration)

	// Denied is called when the hub will not have us, or ends the
	// subscription.
	Denied func(reason string)

	// Told is called with what the hub sends: the document, or the part of it
	// that is new.
	Told func(body []byte, contentType string)
}

const (
	wanted = 10 * 24 * time.Hour // how long a subscription is asked for
	least  = time.Hour           // as short as one that is confirmed may be
	most   = 90 * 24 * time.Hour // as long as one is relied on

	// parting is how long a hub may take to ask whether a subscription is to
	// end.
	parting = 10 * time.Minute
)

// A Subscriber talks to hubs. It is an http.Handler for what they ask and
// send, and safe for concurrent use.
type Subscriber struct {
	poster  Poster
	address string
	turns   chan struct{} // one element for each delivery under way

	mu      sync.Mutex
	entries map[string]*entry // by the last segment of the callback
}

// An entry is a subscription that hubs may ask about.
type entry struct {
	push     news.Push
	listener Listener
	leaving  bool // it is to end
}

// New returns a subscriber that hubs reach at an address, an http or https URL
// under which ServeHTTP is served.
func New(p Poster, address string) *Subscriber {
	return &Subscriber{
		poster: p, address: strings.TrimSuffix(address, "/") + "/",
		turns: make(chan struct{}, mostAtOnce), entries: make(map[string]*entry),
	}
}

// Push returns a subscription that has not been asked for, with a secret and a
// callback of its own.
func (s *Subscriber) Push(hub, topic string) news.Push {
	return news.Push{Hub: hub, Topic: topic, Secret: rand.Text() + rand.Text(), Callback: s.address + rand.Text()}
}

// Ours tells whether a subscription leads to this process, by its address.
func (s *Subscriber) Ours(p news.Push) bool {
	name, ok := strings.CutPrefix(p.Callback, s.address)
	return ok && name != "" && !strings.Contains(name, "/")
}

// Listen has what hubs ask and send about a subscription go to l from now on.
func (s *Subscriber) Listen(p news.Push, l Listener) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.entries[nameOf(p)] = &entry{push: p, listener: l}
}

// Ignore ends Listen: the hub is told from now on that there is no such
// subscription, upon which it ends it by itself.
func (s *Subscriber) Ignore(p news.Push) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.entries, nameOf(p))
}

// Subscribe asks the hub for a subscription that is listened to, anew or for a
// longer time. It stands once Confirmed is called.
func (s *Subscriber) Subscribe(ctx context.Context, p news.Push) error {
	form := url.Values{
		"hub.mode": {"subscribe"}, "hub.topic": {p.Topic}, "hub.callback": {p.Callback},
		"hub.secret": {p.Secret}, "hub.lease_seconds": {strconv.Itoa(int(wanted.Seconds()))},
	}
	if _, err := s.poster.Post(ctx, fetch.Request{URL: p.Hub}, form); err != nil {
		return fmt.Errorf("subscribe: %w", err)
	}
	return nil
}

// Unsubscribe ends a subscription: nothing of it is listened to any more, and
// the hub is asked not to send.
func (s *Subscriber) Unsubscribe(ctx context.Context, p news.Push) error {
	s.mu.Lock()
	e := &entry{push: p, leaving: true}
	s.entries[nameOf(p)] = e
	s.mu.Unlock()
	time.AfterFunc(parting, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.entries[nameOf(p)] == e {
			delete(s.entries, nameOf(p))
		}
	})
	form := url.Values{"hub.mode": {"unsubscribe"}, "hub.topic": {p.Topic}, "hub.callback": {p.Callback}}
	if _, err := s.poster.Post(ctx, fetch.Request{URL: p.Hub}, form); err != nil {
		return fmt.Errorf("unsubscribe: %w", err)
	}
	return nil
}

// nameOf returns the part of a callback that names its subscription.
func nameOf(p news.Push) string { return p.Callback[strings.LastIndexByte(p.Callback, '/')+1:] }

func (s *Subscriber) entry(name string) *entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.entries[name]
}

// ErrAddress means that an address is none at which hubs could reach us.
var ErrAddress = errors.New("not an http or https address")

// CheckAddress returns an error for an address that New could not use.
func CheckAddress(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Errorf("%q: %w", address, ErrAddress)
	}
	return nil
}
