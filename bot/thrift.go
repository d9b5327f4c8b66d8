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
	users map[int64]bucket
}

// ask counts a request of a user's, or returns how long it has to wait and
// counts nothing.
func (t *thrift) ask(user int64, now time.Time) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.users == nil || len(t.users) > manyAskers {
		t.users = map[int64]bucket{}
	}
	own := t.users[user]
	if wait := own.wait(now, dearInterval, dearBurst); wait > 0 {
		return wait
	}
	t.users[user] = own.take(now, dearInterval, dearBurst)
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
	wait := b.thrift.ask(t.asker(), b.now())
	if wait == 0 {
		return ""
	}
	return t.locale().Label(message.TooOften, "Count", seconds(wait))
}

// seconds rounds a time up to whole seconds.
func seconds(d time.Duration) int { return int((d + time.Second - 1) / time.Second) }
