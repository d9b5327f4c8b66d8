package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// An Access says who may use the bot besides its admins and the channels of
// the configuration. Whom an admin denied may not, whatever the access.
type Access string

// The kinds of access. Empty means AccessOpen.
const (
	AccessOpen   Access = "open"   // everybody
	AccessList   Access = "list"   // whom an admin allowed
	AccessInvite Access = "invite" // and who brings an invitation of an admin's
)

// invitationMark begins what a link of an invitation gives to /start.
const invitationMark = "i_"

// allowed reports whether the bot may be used in a chat, and writes to it. A
// private chat has the ID of its user.
func (b *Bot) allowed(ctx context.Context, chat int64) (bool, error) {
	g, _, err := b.store.Guest(ctx, chat)
	if err != nil {
		return false, err
	}
	in := b.admits(chat, g.State, func() bool {
		var all []news.Subscription
		all, err = b.store.Subscriptions(ctx, chat)
		return slices.ContainsFunc(all, func(s news.Subscription) bool { return s.Config })
	})
	return in && err == nil, err
}

// admits decides whether the bot may be used in a chat of which that is known as
// a guest; configured tells whether the configuration has subscriptions there.
func (b *Bot) admits(chat int64, guest news.GuestState, configured func() bool) bool {
	switch {
	case slices.Contains(b.config.Admins, chat):
		return true
	case guest != "":
		return guest == news.GuestAllowed
	}
	return b.config.Access == AccessOpen || configured()
}

// denied reports whether an admin denied a user.
func (b *Bot) denied(ctx context.Context, user int64) (bool, error) {
	if slices.Contains(b.config.Admins, user) {
		return false, nil
	}
	g, known, err := b.store.Guest(ctx, user)
	return known && g.State == news.GuestDenied, err
}

// letIn reports whether who speaks in a chat is to be answered. Whoever is not
// allowed is told so once, and nothing is remembered of them but that. In a
// group nothing is said to a user who was denied: the others are welcome.
func (b *Bot) letIn(ctx context.Context, update int64, c telegram.Chat, from *telegram.User, said command) (bool, error) {
	in, err := b.allowed(ctx, c.ID)
	if err == nil && !in && c.Kind == telegram.Private {
		in, err = b.redeem(ctx, update, from, said)
		if err != nil || in {
			return in, err
		}
	}
	switch {
	case err != nil:
		return false, err
	case !in:
		return false, b.refuse(ctx, fmt.Sprintf("update:%d", update), c, from)
	case c.Kind != telegram.Private && from != nil:
		no, err := b.denied(ctx, from.ID)
		return !no, err
	}
	return true, nil
}

// redeem lets a user in who brings a good invitation. Why one is no good is
// told instead of the answer that others get.
func (b *Bot) redeem(ctx context.Context, update int64, from *telegram.User, said command) (bool, error) {
	token, brought := strings.CutPrefix(said.args, invitationMark)
	if from == nil || b.config.Access != AccessInvite || said.name != "start" || !brought {
		return false, nil
	}
	if wait := b.thrift.ask(from.ID, b.now()); wait > 0 {
		return false, nil // whoever tries one token after the other gets no answers
	}
	came, err := b.store.TakeInvitation(ctx, news.InvitationID(token), news.Guest{ID: from.ID, Name: nameOf(*from)})
	if err != nil || came == news.Admitted {
		return err == nil, err
	}
	b.log.Info("an invitation was of no use", "user", from.ID, "why", came)
	why := map[news.Admission]message.Key{
		news.AdmissionExpired: message.InvitationExpired, news.AdmissionUsedUp: message.InvitationUsedUp,
	}[came]
	if why == "" {
		return false, nil
	}
	return false, b.tellOnce(ctx, fmt.Sprintf("update:%d", update), from.ID, message.In(from.Lang).Say(why))
}

// refuse tells a chat that the bot is not for it, once.
func (b *Bot) refuse(ctx context.Context, key string, c telegram.Chat, from *telegram.User) error {
	lang := ""
	if from != nil {
		lang = from.Lang
	}
	say := message.Refused
	if c.Kind != telegram.Private {
		say = message.RefusedGroup
	}
	id := message.HTML(fmt.Sprintf("<code>%d</code>", c.ID))
	return b.tellOnce(ctx, key, c.ID, message.In(lang).Say(say, "ID", id))
}

// refusedTime is how long it is remembered that a chat was told.
const refusedTime = 90 * 24 * time.Hour

func refusedKey(chat int64) string { return fmt.Sprintf("refused:%d", chat) }

// tellOnce says something to a chat that is not allowed, unless it was told
// before.
func (b *Bot) tellOnce(ctx context.Context, key string, chat int64, text string) error {
	if told, err := b.noteOf(ctx, refusedKey(chat)); told != "" || err != nil {
		return err
	}
	if err := b.reply(ctx, key, telegram.Message{Chat: chat, Text: text}); err != nil {
		return err
	}
	b.log.Info("a chat is not let in", "chat", chat)
	return b.putNote(ctx, chat, refusedKey(chat), "told", refusedTime)
}

// joined decides whether the bot may be used in a group or channel that it was
// added to: if who added it may use it.
func (b *Bot) joined(ctx context.Context, update int64, m *telegram.MemberChange) (bool, error) {
	in, err := b.allowed(ctx, m.Chat.ID)
	if err != nil {
		return false, err
	}
	by, err := b.allowed(ctx, m.From.ID)
	if err != nil {
		return false, err
	}
	g, known, err := b.store.Guest(ctx, m.Chat.ID)
	operator := slices.Contains(b.config.Admins, m.From.ID)
	switch {
	case err != nil:
		return false, err
	case operator && !in, !operator && !known && in != by:
		g = news.Guest{ID: m.Chat.ID, Name: m.Chat.Title, By: m.From.ID, State: news.GuestDenied}
		if by {
			g.State = news.GuestAllowed
		}
		if err := b.store.PutGuest(ctx, g); err != nil {
			return false, err
		}
		in = by
	}
	if !in && m.Chat.Kind != telegram.Channel {
		return false, b.refuse(ctx, fmt.Sprintf("update:%d", update), m.Chat, &m.From)
	}
	return in, nil
}

// nameOf returns how a user is known to others.
func nameOf(u telegram.User) string {
	if u.Username != "" {
		return strings.TrimSpace(u.Name + " @" + u.Username)
	}
	return u.Name
}
