package bot

import (
	"sync"
	"time"

	"github.com/rasadnews/rasad/bot/message"
)

// What costs much, a user may ask for a few times at once, and then every few
// seconds.
const (
	dearInterval = 6 * time.Second
	dearBurst    = 5
	manyAskers   = 10_000
)

// thrift counts what users, and chats that speak, ask for that costs much. Its
// zero value is ready.
type thrift struct {
	mu    sync.Mutex
	users map[int64]allowance
}

// An allowance is what one of them has asked for.
type allowance struct {
	bucket
	last string // the key of the request that was counted last
}

// ask counts a request of a user's, or returns how long it has to wait and
// counts nothing. One that is tried again is counted once, if it has a key.
func (t *thrift) ask(user int64, key string, now time.Time) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.users == nil || len(t.users) > manyAskers {
		t.users = map[int64]allowance{}
	}
	own := t.users[user]
	if key != "" && own.last == key {
		return 0
	}
	if wait := own.wait(now, dearInterval, dearBurst); wait > 0 {
		return wait
	}
	t.users[user] = allowance{own.take(now, dearInterval, dearBurst), key}
	return 0
}

// asker returns whose allowance something costs: the chat's that speaks, as
// Telegram shows all who speak so as one and the same user; the user's; or, of
// nobody in particular, that of the place.
func (t *talk) asker() int64 {
	switch {
	case t.as != nil:
		return t.as.ID
	case t.from != nil:
		return t.from.ID
	}
	return t.at.Chat
}

// stint counts something that costs much for who speaks, or returns what to
// tell them if it was too often.
func (b *Bot) stint(t *talk) (tooOften string) {
	wait := b.thrift.ask(t.asker(), t.key, b.now())
	if wait == 0 {
		return ""
	}
	return t.locale().Label(message.TooOften, "Count", seconds(wait))
}

// seconds rounds a time up to whole seconds.
func seconds(d time.Duration) int { return int((d + time.Second - 1) / time.Second) }
