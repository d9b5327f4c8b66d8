package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// A talk is one exchange with a chat: who speaks where, in which language.
type talk struct {
	key   string // of the update, for what goes to the queue
	to    news.Recipient
	chat  news.Chat
	from  *telegram.User
	as    *telegram.Chat // the chat that speaks, if it is not a user
	group bool
}

// begin starts a talk and remembers its chat: whoever speaks to the bot can
// be sent to again.
func (b *Bot) begin(ctx context.Context, update int64, m *telegram.Incoming, from *telegram.User) (*talk, error) {
	t := &talk{
		key: fmt.Sprintf("update:%d", update), from: from, as: m.SenderChat,
		to:    news.Recipient{Chat: m.Chat.ID, Thread: m.Thread},
		group: m.Chat.Kind == telegram.Group || m.Chat.Kind == telegram.Supergroup,
	}
	var err error
	t.chat, err = b.remember(ctx, m.Chat, from)
	return t, err
}

// remember brings a chat's record up to date and returns it. The language of
// a new chat is that of who speaks first.
func (b *Bot) remember(ctx context.Context, c telegram.Chat, from *telegram.User) (news.Chat, error) {
	old, known, err := b.store.Chat(ctx, c.ID)
	if err != nil {
		return old, fmt.Errorf("read chat: %w", err)
	}
	chat := old
	chat.ID, chat.Kind = c.ID, c.Kind
	if title := strings.TrimSpace(c.Title + c.Name); title != "" {
		chat.Title = title
	}
	if chat.Lang == "" && from != nil && from.Lang != "" {
		chat.Lang = message.Language(from.Lang)
	}
	if chat.State != news.ChatSuspended {
		chat.State, chat.Why = news.ChatActive, ""
	}
	if known && chat == old {
		return chat, nil
	}
	if err := b.store.PutChat(ctx, chat); err != nil {
		return chat, fmt.Errorf("write chat: %w", err)
	}
	return chat, nil
}

// locale returns the language that the talk is in.
func (t *talk) locale() *message.Locale { return message.In(t.chat.Lang) }

// say answers with a text.
func (b *Bot) say(ctx context.Context, t *talk, text string, keyboard ...[]telegram.Button) error {
	return b.reply(ctx, t.key, telegram.Message{
		Chat: t.to.Chat, Thread: t.to.Thread, Text: text, Keyboard: keyboard,
	})
}

// operator reports whether an admin of the configuration speaks.
func (b *Bot) operator(t *talk) bool {
	return t.from != nil && slices.Contains(b.config.Admins, t.from.ID)
}

// mayChange reports whether who speaks may change the chat's settings: anyone
// in private, the admins in a group, the anonymous ones too, who speak as the
// group itself.
func (b *Bot) mayChange(ctx context.Context, t *talk) (bool, error) {
	switch {
	case !t.group:
		return true, nil
	case t.as != nil:
		return t.as.ID == t.to.Chat, nil
	case t.from == nil:
		return false, nil
	}
	now := b.now()
	if may, known := b.rights.recall(t.to.Chat, t.from.ID, now); known {
		return may, nil
	}
	m, err := b.api.GetChatMember(ctx, t.to.Chat, t.from.ID)
	if telegram.Is(err, telegram.KindChatNotFound) || telegram.Is(err, telegram.KindOther) {
		return false, nil // Telegram does not know such a member
	}
	if err != nil {
		return false, fmt.Errorf("ask for an admin's rights: %w", err)
	}
	b.rights.keep(t.to.Chat, t.from.ID, m.Admin(), now)
	return m.Admin(), nil
}

// rightsTime is how long the answer about an admin's rights holds.
const rightsTime = 30 * time.Second

// rights remembers for a short while who runs which group. Its zero value is
// ready.
type rights struct {
	mu    sync.Mutex
	known map[[2]int64]right
}

type right struct {
	may   bool
	until time.Time
}

func (r *rights) recall(chat, user int64, now time.Time) (may, known bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	found, ok := r.known[[2]int64{chat, user}]
	return found.may, ok && now.Before(found.until)
}

func (r *rights) keep(chat, user int64, may bool, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.known == nil || len(r.known) > 10_000 {
		r.known = map[[2]int64]right{}
	}
	r.known[[2]int64{chat, user}] = right{may, now.Add(rightsTime)}
}
