package bot

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
)

// errBlind is what one gets where Telegram tells only admins who the admins
// are, as in a group whose members are hidden, and the bot is none.
var errBlind = errors.New("only an admin is told who runs the chat")

// forbids returns what to say to who may not change the chat's settings, and
// nothing for who may.
func (b *Bot) forbids(ctx context.Context, t *talk) (message.Key, error) {
	may, err := b.mayChange(ctx, t)
	switch {
	case errors.Is(err, errBlind):
		return message.AdminsHidden, nil
	case err != nil || may:
		return "", err
	}
	return message.AdminsOnly, nil
}

// mayChange reports whether who speaks may change the chat's settings: anyone
// in private, the admins in a group, the anonymous ones too, who speak as the
// group itself.
func (b *Bot) mayChange(ctx context.Context, t *talk) (bool, error) {
	switch {
	case t.chat.Kind == telegram.Private:
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
	return b.runs(ctx, t.to.Chat, t.from.ID)
}

// runs asks Telegram whether a user runs a chat. It is errBlind where the bot
// is not told.
func (b *Bot) runs(ctx context.Context, chat, user int64) (bool, error) {
	m, err := b.api.GetChatMember(ctx, chat, user)
	for _, kind := range []telegram.Kind{telegram.KindChatNotFound, telegram.KindKicked, telegram.KindOther} {
		if telegram.Is(err, kind) {
			return false, nil // Telegram does not know such a member, or does not tell us any more
		}
	}
	if telegram.Is(err, telegram.KindNoRights) {
		return false, errBlind
	}
	if err != nil {
		return false, fmt.Errorf("ask for an admin's rights: %w", err)
	}
	b.rights.keep(chat, user, m.Admin(), b.now())
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
