package bot

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// usersShown is how many chats a page of /users has.
const usersShown = 8

// users shows the chats that know the bot, those whose name or number holds
// what is looked for.
func (b *Bot) users(ctx context.Context, t *talk, wanted string) error {
	if wanted == "" {
		return b.show(ctx, t, screenUsers)
	}
	name, err := b.keepNote(ctx, note{Kind: noteWord, Chat: t.to.Chat, Query: wanted})
	if err != nil {
		return err
	}
	return b.show(ctx, t, screenUsers, "0", name)
}

// drawUsers is a page of the chats, behind the ID that the first word names.
func (b *Bot) drawUsers(ctx context.Context, t *talk, words []string) (sketch, error) {
	after, wanted := int64(0), ""
	var err error
	if len(words) > 0 {
		if after, err = strconv.ParseInt(words[0], 10, 64); err != nil {
			return sketch{}, errStale
		}
	}
	if len(words) > 1 {
		n, err := b.keptNote(ctx, t, noteWord, words[1])
		if err != nil {
			return sketch{}, err
		}
		wanted = n.Query
	}
	found, more, err := b.findChats(ctx, after, wanted)
	if err != nil {
		return sketch{}, err
	}
	counts, err := b.store.Counts(ctx)
	if err != nil {
		return sketch{}, err
	}
	l := t.locale()
	lines := []string{l.Say(message.UsersTitle, "Count", int(counts.Chats))}
	if wanted != "" {
		lines = []string{l.Say(message.UsersFound, "Wanted", wanted)}
	}
	if len(found) == 0 {
		lines = append(lines, l.Say(message.UsersNone))
	}
	var rows [][]telegram.Button
	for _, c := range found {
		line, err := b.userLine(ctx, l, c)
		if err != nil {
			return sketch{}, err
		}
		lines = append(lines, line)
		rows = append(rows, []telegram.Button{way(chatSign(c)+" "+labelOf(c), screenUser, strconv.FormatInt(c.ID, 10))})
	}
	var turn []telegram.Button
	if after != 0 {
		turn = append(turn, way(l.Label(message.ButtonFirst), screenUsers, append([]string{"0"}, words[1:]...)...))
	}
	if more {
		last := strconv.FormatInt(found[len(found)-1].ID, 10)
		turn = append(turn, way(l.Label(message.ButtonNext), screenUsers, append([]string{last}, words[min(1, len(words)):]...)...))
	}
	if len(turn) > 0 {
		rows = append(rows, turn)
	}
	return sketch{strings.Join(lines, "\n"), mirror(l, append(rows, b.stateButton(l)))}, nil
}

// findChats returns the first chats behind an ID whose name or number holds
// what is looked for, and whether there are more.
func (b *Bot) findChats(ctx context.Context, after int64, wanted string) ([]news.Chat, bool, error) {
	const page = 500
	key, number := nameKey(wanted), westernDigits(wanted)
	var found []news.Chat
	for {
		chats, err := b.store.Chats(ctx, after, page)
		if err != nil {
			return nil, false, fmt.Errorf("read chats: %w", err)
		}
		for _, c := range chats {
			if wanted != "" && number != strconv.FormatInt(c.ID, 10) && (key == "" || !strings.Contains(nameKey(c.Title), key)) {
				continue
			}
			if len(found) == usersShown {
				return found, true, nil
			}
			found = append(found, c)
		}
		if len(chats) < page {
			return found, false, nil
		}
		after = chats[len(chats)-1].ID
	}
}

// userLine tells of a chat in one line.
func (b *Bot) userLine(ctx context.Context, l *message.Locale, c news.Chat) (string, error) {
	all, err := b.store.Subscriptions(ctx, c.ID)
	if err != nil {
		return "", fmt.Errorf("read subscriptions: %w", err)
	}
	state, err := b.standing(ctx, l, c)
	return l.Say(message.UserLine, "Sign", message.HTML(chatSign(c)), "Name", labelOf(c), "Count", len(all),
		"ID", message.HTML(fmt.Sprintf("<code>%d</code>", c.ID)), "State", message.HTML(state)), err
}

// standing says whether a chat is sent to, and whether it may be.
func (b *Bot) standing(ctx context.Context, l *message.Locale, c news.Chat) (string, error) {
	in, err := b.allowed(ctx, c.ID)
	switch {
	case err != nil:
		return "", err
	case !in:
		return l.Label(message.StandingDenied), nil
	case c.State == news.ChatStopped:
		return l.Label(message.StandingStopped), nil
	case c.State == news.ChatSuspended:
		return l.Label(message.StandingSuspended), nil
	}
	return l.Label(message.StandingActive), nil
}

func chatSign(c news.Chat) string {
	switch c.Kind {
	case telegram.Group, telegram.Supergroup:
		return "👥"
	case telegram.Channel:
		return "📣"
	}
	return "👤"
}

// labelOf names a chat, by its number if it has no name.
func labelOf(c news.Chat) string {
	if strings.TrimSpace(c.Title) == "" {
		return strconv.FormatInt(c.ID, 10)
	}
	return c.Title
}

// drawUser tells what there is to know of one chat.
func (b *Bot) drawUser(ctx context.Context, t *talk, words []string) (sketch, error) {
	id, err := strconv.ParseInt(first(words), 10, 64)
	if err != nil || id == 0 {
		return sketch{}, errStale
	}
	c, _, err := b.store.Chat(ctx, id)
	if err != nil {
		return sketch{}, err
	}
	c.ID = id
	l := t.locale()
	line, err := b.userLine(ctx, l, c)
	if err != nil {
		return sketch{}, err
	}
	lines := []string{line}
	if c.Why != "" {
		lines = append(lines, l.Say(message.UserWhy, "Reason", c.Why))
	}
	g, known, err := b.store.Guest(ctx, id)
	if err != nil {
		return sketch{}, err
	}
	if known {
		say := message.UserAllowed
		if g.State == news.GuestDenied {
			say = message.UserDenied
			if g.By == 0 {
				say = message.UserShutOut
			}
		}
		lines = append(lines, l.Say(say, "Ago", message.HTML(l.Duration(b.now().Sub(g.At))),
			"Admin", message.HTML(fmt.Sprintf("<code>%d</code>", g.By))))
	}
	in, err := b.allowed(ctx, id)
	change := telegram.Button{Text: "✅ " + l.Label(message.ButtonAllow), Data: data(actAllow, first(words))}
	if in {
		change = telegram.Button{Text: "⛔️ " + l.Label(message.ButtonDeny), Data: data(actDeny, first(words))}
	}
	rows := [][]telegram.Button{{change}, {way("👥 "+l.Label(message.ButtonUsers), screenUsers), b.stateButton(l)[0]}}
	if slices.Contains(b.config.Admins, id) {
		rows = rows[1:]
	}
	return sketch{strings.Join(lines, "\n"), mirror(l, rows)}, err
}

// stateButton is a row with the way to /status.
func (b *Bot) stateButton(l *message.Locale) []telegram.Button {
	return []telegram.Button{way("📊 "+l.Label(message.ButtonState), screenState)}
}

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

// Why a chat is stopped that would take messages.
const (
	whyDenied     = "denied by an admin"
	whyNotAllowed = "allowed by no admin"
)

// decideOn lets a user or chat in or shuts it out, and returns what there is to
// say of it. Who is shut out gets nothing any more, of what waits neither.
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
	if state == news.GuestDenied {
		if known {
			err = b.store.StopChat(ctx, id, whyDenied)
		}
		return message.Denied, err
	}
	if c.State == news.ChatStopped && (c.Why == whyDenied || c.Why == whyNotAllowed) {
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
