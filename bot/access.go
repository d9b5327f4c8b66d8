package bot

import (
	"context"
	"fmt"
	"slices"
	"strconv"
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
// private chat has the ID of its user. Only a decision of an admin's keeps a
// channel of the configuration out.
func (b *Bot) allowed(ctx context.Context, chat int64) (bool, error) {
	g, _, err := b.store.Guest(ctx, chat)
	if err != nil {
		return false, err
	}
	in := b.admits(chat, g, func() bool {
		var in bool
		in, err = b.configured(ctx, telegram.Chat{ID: chat})
		return in
	})
	return in && err == nil, err
}

// admits decides whether the bot may be used in a chat of which that is known as
// a guest; configured tells whether it is a channel of the configuration.
func (b *Bot) admits(chat int64, g news.Guest, configured func() bool) bool {
	switch {
	case slices.Contains(b.config.Admins, chat):
		return true
	case g.State == news.GuestAllowed, g.State != "" && slices.Contains(b.config.Admins, g.By):
		return g.State == news.GuestAllowed
	case g.State == "" && b.config.Access == AccessOpen:
		return true
	}
	return configured()
}

// configured reports whether a chat is one of the channels of the
// configuration, which the bot may not have found yet.
func (b *Bot) configured(ctx context.Context, chat telegram.Chat) (bool, error) {
	named := func(c Channel) bool { return chat.Username != "" && strings.EqualFold(c.Chat, "@"+chat.Username) }
	if slices.ContainsFunc(b.channelList(), named) {
		return true, nil
	}
	ids, err := b.configuredIDs(ctx)
	return ids[chat.ID], err
}

// configuredIDs returns the IDs of the channels of the configuration, as far as
// they are known.
func (b *Bot) configuredIDs(ctx context.Context) (map[int64]bool, error) {
	ids := map[int64]bool{}
	for _, c := range b.channelList() {
		if id, err := strconv.ParseInt(c.Chat, 10, 64); err == nil {
			ids[id] = true
		}
		at, err := b.whereIs(ctx, c)
		if err != nil {
			return nil, err
		}
		ids[at] = true
	}
	return ids, nil
}

// channelList returns the channels of the configuration.
func (b *Bot) channelList() []Channel {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.channels
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
		var told bool
		in, told, err = b.redeem(ctx, update, from, said)
		if err != nil || in || told {
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
// told instead of the answer that others get, every time: only who was given it
// can bring it.
func (b *Bot) redeem(ctx context.Context, update int64, from *telegram.User, said command) (in, told bool, err error) {
	token, brought := strings.CutPrefix(said.args, invitationMark)
	if from == nil || b.config.Access != AccessInvite || said.name != "start" || !brought {
		return false, false, nil
	}
	if wait := b.thrift.ask(from.ID, "", b.now()); wait > 0 {
		return false, false, nil // whoever tries one token after the other gets no answers
	}
	came, err := b.store.TakeInvitation(ctx, news.InvitationID(token), news.Guest{ID: from.ID, Name: nameOf(*from)})
	if err != nil || came == news.Admitted {
		return err == nil, false, err
	}
	b.log.Info("an invitation was of no use", "user", from.ID, "why", came)
	why := map[news.Admission]message.Key{
		news.AdmissionExpired: message.InvitationExpired, news.AdmissionUsedUp: message.InvitationUsedUp,
	}[came]
	if why == "" {
		return false, false, nil
	}
	m := telegram.Message{Chat: from.ID, Text: message.In(from.Lang).Say(why)}
	return false, true, b.reply(ctx, fmt.Sprintf("update:%d", update), m)
}

// refuse tells a chat that the bot is not for it, unless it was told before.
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
	if told, err := b.noteOf(ctx, refusedKey(c.ID)); told != "" || err != nil {
		return err
	}
	m := telegram.Message{Chat: c.ID, Text: message.In(lang).Say(say, "ID", id)}
	if err := b.reply(ctx, key, m); err != nil {
		return err
	}
	b.log.Info("a chat is not let in", "chat", c.ID)
	return b.putNote(ctx, c.ID, refusedKey(c.ID), "told", refusedTime)
}

// refusedTime is how long it is remembered that a chat was told.
const refusedTime = 90 * 24 * time.Hour

func refusedKey(chat int64) string { return fmt.Sprintf("refused:%d", chat) }

// joined decides whether the bot may be used in a group or channel that it was
// added to: if who added it may use it. What an admin decided holds, and what
// the bot was used in before stays so, whoever adds it again.
func (b *Bot) joined(ctx context.Context, update int64, m *telegram.MemberChange) (bool, error) {
	in, err := b.welcomes(ctx, m.Chat)
	if err != nil {
		return false, err
	}
	by, err := b.brings(ctx, m)
	if err != nil {
		return false, err
	}
	g, decided, err := b.store.Guest(ctx, m.Chat.ID)
	if err != nil {
		return false, err
	}
	_, known, err := b.store.Chat(ctx, m.Chat.ID)
	if err != nil {
		return false, err
	}
	decided = decided && g.By != 0
	g = news.Guest{ID: m.Chat.ID, Name: m.Chat.Title}
	switch operator := slices.Contains(b.config.Admins, m.From.ID); {
	case !in && by && (operator || !decided):
		g.State, g.By, in = news.GuestAllowed, m.From.ID, true
	case in && !by && !decided && !known && b.config.Access == AccessOpen:
		if in, err = b.configured(ctx, m.Chat); err != nil || in {
			break
		}
		g.State = news.GuestDenied // nobody's decision: that of the next who adds it counts
	}
	if err == nil && g.State != "" {
		err = b.store.PutGuest(ctx, g)
	}
	if err != nil || in || m.Chat.Kind == telegram.Channel {
		return in, err
	}
	return false, b.refuse(ctx, fmt.Sprintf("update:%d", update), m.Chat, &m.From)
}

// welcomes is allowed for a chat of which more is known than its ID: a channel
// of the configuration may not have been found by its name yet. One that may
// have been looked up in vain is looked up again.
func (b *Bot) welcomes(ctx context.Context, c telegram.Chat) (bool, error) {
	g, _, err := b.store.Guest(ctx, c.ID)
	if err != nil {
		return false, err
	}
	ours, err := b.configured(ctx, c)
	if err != nil {
		return false, err
	}
	in := b.admits(c.ID, g, func() bool { return ours })
	if in && ours {
		b.lookForChannels()
	}
	return in, nil
}

// brings reports whether who added the bot to a chat may use it. Of the admins
// who remain anonymous it is known only who they are, not which one it was.
func (b *Bot) brings(ctx context.Context, m *telegram.MemberChange) (bool, error) {
	in, err := b.allowed(ctx, m.From.ID)
	if err != nil || in || m.From.ID != telegram.AnonymousAdmin {
		return in, err
	}
	admins, err := b.api.GetChatAdministrators(ctx, m.Chat.ID)
	if err != nil {
		b.log.Warn("a group's admins are unknown", "chat", m.Chat.ID, "err", err)
	}
	for _, a := range admins {
		if !a.Hidden {
			continue
		}
		if in, err := b.allowed(ctx, a.User.ID); err != nil || in {
			return in, err
		}
	}
	return false, nil
}

// nameOf returns how a user is known to others.
func nameOf(u telegram.User) string {
	if u.Username != "" {
		return strings.TrimSpace(u.Name + " @" + u.Username)
	}
	return u.Name
}
