package bot

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
)

// answerTime is how long who presses a button waits for its answer at most.
const answerTime = time.Second

// A press is what a button asks for, as its data says.
type press struct {
	act  string
	view view
	what string
}

// readPress reads the data of a button. Only what the bot itself can have
// written is ok: anyone can send any data.
func readPress(data string) (p press, ok bool) {
	part := strings.Split(data, ":")
	if len(part) != 4 || part[1] != viewStart && part[1] != viewTopics {
		return p, false
	}
	page, err := strconv.Atoi(part[2])
	if err != nil || page < 0 {
		return p, false
	}
	p = press{act: part[0], view: view{name: part[1], page: page}, what: part[3]}
	switch p.act {
	case actTake, actLeave:
		return p, p.what != ""
	case actShow:
		return p, p.what == ""
	case actSpeak:
		return p, slices.Contains(message.Languages(), p.what)
	}
	return p, false
}

// pressed does what a button asks for: the callback is answered, and the
// message drawn anew in its place if that changed anything.
func (b *Bot) pressed(ctx context.Context, update int64, c *telegram.Callback) error {
	p, ok := readPress(c.Data)
	if c.Message == nil || !ok {
		b.notify(ctx, c.ID, message.In(c.From.Lang).Label(message.TopicGone))
		return nil
	}
	answer := b.answerSoon(ctx, c.ID)
	if p.act == actShow {
		answer("")
	}
	m := *c.Message
	m.SenderChat = nil // of the bot's message, not of who presses
	t, err := b.begin(ctx, update, &m, &c.From)
	if err != nil {
		answer("")
		return err
	}
	notice, changed, err := b.act(ctx, t, p)
	answer(notice)
	if err == nil && changed {
		b.redraw(t, m.ID, p.view)
	}
	return err
}

// answerSoon returns a function that answers a press of a button, which is to
// be called. If that takes long, the press is answered before, without a
// notice. Only the first answer counts.
func (b *Bot) answerSoon(ctx context.Context, callback string) (answer func(notice string)) {
	var once sync.Once
	var late sync.WaitGroup
	late.Add(1)
	timer := time.AfterFunc(answerTime, func() {
		defer late.Done()
		once.Do(func() { b.notify(ctx, callback, "") })
	})
	return func(notice string) {
		if timer.Stop() {
			late.Done()
		}
		once.Do(func() { b.notify(ctx, callback, notice) })
		late.Wait()
	}
}

// notify answers a press of a button. A notice that does not arrive is no
// loss: the message drawn anew shows the same.
func (b *Bot) notify(ctx context.Context, callback, notice string) {
	if err := b.api.AnswerCallback(ctx, callback, notice, false); err != nil {
		b.log.Warn("a press of a button could not be answered", "err", err)
	}
}

// act brings about what a press asks for. It returns a notice for who pressed,
// and whether there is anything new to see.
func (b *Bot) act(ctx context.Context, t *talk, p press) (notice string, changed bool, err error) {
	if p.act == actShow {
		return "", true, nil
	}
	may, err := b.mayChange(ctx, t)
	if err != nil || !may {
		return t.locale().Label(message.AdminsOnly), false, err
	}
	if p.act == actSpeak {
		if t.chat.Lang == p.what {
			return "", false, nil
		}
		return "", true, b.speak(ctx, t, p.what)
	}
	return b.choose(ctx, t, p.what, p.act == actTake)
}

// choose takes or leaves the topic of a key.
func (b *Bot) choose(ctx context.Context, t *talk, key string, on bool) (notice string, changed bool, err error) {
	chosen, err := b.chosen(ctx, t.to)
	if err != nil {
		return "", false, err
	}
	l := t.locale()
	for _, topic := range b.known(chosen) {
		if topicKey(topic.ID) != key {
			continue
		}
		did, err := b.subscribe(ctx, t.to, topic.ID, on, chosen)
		if err == nil && on {
			err = b.opened(ctx, t.to)
		}
		said := message.Unsubscribed
		if on {
			said = message.Subscribed
		}
		return l.Label(said, "Topics", message.HTML(message.TopicLabel(l, topic))), did, err
	}
	return l.Label(message.TopicGone), false, nil
}
