package bot

import (
	"context"
	"sync"
	"time"

	"github.com/rasadnews/rasad/bot/telegram"
)

// lag is how long a look for new updates waits while some are under way:
// Telegram gives those again at once, so a long poll would not wait for others.
// It is longer than the half second within which Telegram gives one update
// alone to a bot that asks for the same again.
const lag = 600 * time.Millisecond

// An inbox holds the updates that are not handled yet, a lane by chat: those
// of one chat are handled in order, and a slow one holds up no other chat.
// Telegram gives at most a hundred updates from the oldest that is not handled
// on, so there are never more than that.
type inbox struct {
	bot     *Bot
	workers sync.WaitGroup
	moved   chan struct{} // an update was handled

	mu    sync.Mutex
	end   int64              // one past the newest update, zero before the first
	state map[int64]bool     // updates from the oldest unhandled on; true for those that are handled
	lanes map[int64][]errand // what waits behind an update under way, by chat
}

// An errand is an update to be handled.
type errand struct {
	telegram.Update
	done chan<- bool // is told whether it was, unless nil
}

func (b *Bot) newInbox() *inbox {
	return &inbox{
		bot: b, moved: make(chan struct{}, 1),
		state: map[int64]bool{}, lanes: map[int64][]errand{},
	}
}

// offset returns the first update that is not handled, which acknowledges all
// before it.
func (in *inbox) offset() int64 {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.oldest()
}

// oldest is offset; the caller holds in.mu.
func (in *inbox) oldest() int64 {
	first := in.end
	for id, handled := range in.state {
		if !handled {
			first = min(first, id)
		}
	}
	return first
}

// take begins to handle those updates that are not known yet.
func (in *inbox) take(ctx context.Context, updates []telegram.Update) {
	in.mu.Lock()
	defer in.mu.Unlock()
	for _, u := range updates {
		if _, known := in.state[u.ID]; known {
			continue
		}
		in.state[u.ID] = false
		in.end = u.ID + 1
		in.queue(ctx, errand{Update: u})
	}
}

// queue puts an update at the end of its lane. The caller holds in.mu.
func (in *inbox) queue(ctx context.Context, e errand) {
	chat := chatOf(e.Update)
	lane, busy := in.lanes[chat]
	in.lanes[chat] = append(lane, e)
	if !busy {
		in.workers.Go(func() { in.work(ctx, chat) })
	}
}

// work handles the updates of a lane until it is empty or ctx ends.
func (in *inbox) work(ctx context.Context, chat int64) {
	for {
		in.mu.Lock()
		lane := in.lanes[chat]
		if len(lane) == 0 {
			delete(in.lanes, chat)
			in.mu.Unlock()
			return
		}
		in.lanes[chat] = lane[1:]
		in.mu.Unlock()
		ok := in.bot.handle(ctx, lane[0].Update)
		if lane[0].done != nil {
			lane[0].done <- ok
		} else if ok {
			in.handled(lane[0].ID)
		}
		if !ok {
			in.leave(chat)
			return // it comes again at the next start
		}
	}
}

// leave tells those who wait in a lane that their updates are not handled.
func (in *inbox) leave(chat int64) {
	in.mu.Lock()
	defer in.mu.Unlock()
	for _, e := range in.lanes[chat] {
		if e.done != nil {
			e.done <- false
		}
	}
	delete(in.lanes, chat)
}

// handled notes that an update is done, and forgets what Telegram will not
// give again.
func (in *inbox) handled(id int64) {
	in.mu.Lock()
	in.state[id] = true
	oldest := in.oldest()
	for id := range in.state {
		if id < oldest {
			delete(in.state, id)
		}
	}
	in.mu.Unlock()
	select {
	case in.moved <- struct{}{}:
	default:
	}
}

// settle waits until all updates are handled, for a moment at most.
func (in *inbox) settle(ctx context.Context) {
	timer := time.NewTimer(lag)
	defer timer.Stop()
	for in.underWay() {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
			return
		case <-in.moved:
		}
	}
}

func (in *inbox) underWay() bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.oldest() != in.end
}

func chatOf(u telegram.Update) int64 {
	switch {
	case u.Message != nil:
		return u.Message.Chat.ID
	case u.Callback != nil && u.Callback.Message != nil:
		return u.Callback.Message.Chat.ID
	case u.Callback != nil:
		return u.Callback.From.ID
	case u.Member != nil:
		return u.Member.Chat.ID
	}
	return 0
}
