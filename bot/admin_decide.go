package bot

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/news"
)

var chatNumber = regexp.MustCompile(`^-?[0-9]{1,18}$`)

// allow lets the users and chats in whose numbers are given, deny shuts them
// out.
func (b *Bot) allow(ctx context.Context, t *talk, args string) error {
	return b.decide(ctx, t, args, news.GuestAllowed)
}

func (b *Bot) deny(ctx context.Context, t *talk, args string) error {
	return b.decide(ctx, t, args, news.GuestDenied)
}

// decide decides about all numbers that are given, if all of them are numbers.
func (b *Bot) decide(ctx context.Context, t *talk, args string, state news.GuestState) error {
	const most = 50
	l := t.locale()
	words := strings.FieldsFunc(args, func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == '،' })
	if len(words) == 0 || len(words) > most {
		return b.say(ctx, t, l.Say(message.DecideHow), b.stateButton(l))
	}
	var ids []int64
	for _, word := range words {
		number := westernDigits(word)
		id, err := strconv.ParseInt(number, 10, 64)
		if err != nil || id == 0 || !chatNumber.MatchString(number) {
			return b.say(ctx, t, l.Say(message.DecideUnclear, "Word", l.List([]string{word}, 1))+"\n"+l.Say(message.DecideHow))
		}
		ids = append(ids, id)
	}
	var lines []string
	for _, id := range ids {
		said, err := b.decideOn(ctx, t, id, state)
		if err != nil {
			return err
		}
		c, _, err := b.store.Chat(ctx, id)
		if err != nil {
			return err
		}
		c.ID = id
		lines = append(lines, l.Say(said, "Name", labelOf(c)))
	}
	return b.say(ctx, t, strings.Join(lines, "\n"))
}

// Why a chat is stopped, where that is not what Telegram said.
const (
	whyDenied     = "denied by an admin"
	whyNotAllowed = "allowed by no admin"
	whyGone       = "the bot is " // and its status there
)

// stopReason tells why a chat is stopped, empty if who decided that is told
// anyway. What Telegram says is in English.
func stopReason(l *message.Locale, why string) string {
	switch {
	case why == "", why == whyDenied:
		return ""
	case why == whyNotAllowed:
		return l.Say(message.UserNotAllowed)
	case strings.HasPrefix(why, whyGone):
		return l.Say(message.UserBotGone)
	}
	return l.Say(message.UserWhy, "Reason", why)
}

// decideOn lets a user or chat in or shuts it out, and returns what there is to
// say of it. Who is shut out gets nothing any more, of what waits neither. Where
// the bot is not, or is blocked, it is not let in by that.
func (b *Bot) decideOn(ctx context.Context, t *talk, id int64, state news.GuestState) (message.Key, error) {
	if slices.Contains(b.config.Admins, id) {
		return message.DecideAdmin, nil
	}
	c, known, err := b.store.Chat(ctx, id)
	if err != nil {
		return "", err
	}
	if err := b.store.PutGuest(ctx, news.Guest{ID: id, Name: c.Title, By: t.from.ID, State: state}); err != nil {
		return "", err
	}
	b.log.Info("an admin decided who may use the bot", "admin", t.from.ID, "chat", id, "state", state)
	gone := c.State == news.ChatStopped && c.Why != whyDenied && c.Why != whyNotAllowed
	if state == news.GuestDenied {
		if known && !gone {
			err = b.store.StopChat(ctx, id, whyDenied)
		}
		return message.Denied, err
	}
	if c.State == news.ChatStopped && !gone {
		err = b.store.SetState(ctx, id, news.ChatActive, "")
	}
	if err == nil {
		err = b.putNote(ctx, id, refusedKey(id), "", 0)
	}
	return message.Allowed, err
}

// pressAllow lets in whom a button names, pressDeny shuts out.
func (b *Bot) pressAllow(ctx context.Context, t *talk, words []string) (effect, error) {
	return b.pressDecide(ctx, t, words, news.GuestAllowed)
}

func (b *Bot) pressDeny(ctx context.Context, t *talk, words []string) (effect, error) {
	return b.pressDecide(ctx, t, words, news.GuestDenied)
}

func (b *Bot) pressDecide(ctx context.Context, t *talk, words []string, state news.GuestState) (effect, error) {
	id, err := strconv.ParseInt(first(words), 10, 64)
	if err != nil || id == 0 {
		return effect{}, errStale
	}
	said, err := b.decideOn(ctx, t, id, state)
	if err != nil {
		return effect{}, err
	}
	c, _, err := b.store.Chat(ctx, id)
	c.ID = id
	return effect{notice: t.locale().Label(said, "Name", labelOf(c)), then: &screen{screenUser, words[:1]}}, err
}
