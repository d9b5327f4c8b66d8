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

// The invitations that buttons offer: for how many, and for how many days.
var invitationOffers = [][2]int{{1, 1}, {10, 7}, {100, 30}}

// The most that an invitation can be for.
const (
	mostInvited    = 10_000
	mostInviteDays = 365
)

// invite makes an invitation for as many people and days as words say, and for
// whom; without words it shows all.
func (b *Bot) invite(ctx context.Context, t *talk, args string) error {
	if args == "" {
		return b.show(ctx, t, screenInvitations)
	}
	words := strings.Fields(args)
	uses, err := strconv.Atoi(westernDigits(words[0]))
	days, rest := 7, words[1:]
	if len(rest) > 0 {
		if n, err := strconv.Atoi(westernDigits(rest[0])); err == nil {
			days, rest = n, rest[1:]
		}
	}
	if err != nil || uses < 1 || uses > mostInvited || days < 1 || days > mostInviteDays {
		l := t.locale()
		return b.say(ctx, t, l.Say(message.InviteHow, "Most", message.HTML(l.Label(message.ButtonInvite,
			"Count", mostInvited, "Days", message.HTML(l.Label(message.Days, "Count", mostInviteDays))))))
	}
	return b.makeInvitation(ctx, t, uses, days, strings.Join(rest, " "))
}

// makeInvitation makes an invitation and tells its link, which is kept nowhere.
func (b *Bot) makeInvitation(ctx context.Context, t *talk, uses, days int, whom string) error {
	const letters = 60
	if r := []rune(whom); len(r) > letters {
		whom = string(r[:letters])
	}
	token := news.NewInvitationToken()
	i := news.Invitation{
		ID: news.InvitationID(token), By: t.from.ID, For: whom, Uses: uses,
		Expires: b.now().Add(time.Duration(days) * 24 * time.Hour),
	}
	if err := i.Validate(); err != nil {
		return fmt.Errorf("make an invitation: %w", err)
	}
	if err := b.store.PutInvitation(ctx, i); err != nil {
		return err
	}
	l := t.locale()
	link := fmt.Sprintf("https://t.me/%s?start=%s%s", b.username(), invitationMark, token)
	text := l.Say(message.InvitationMade, "Count", uses, "Days", message.HTML(l.Label(message.Days, "Count", days)), "Link", message.HTML(link))
	if b.config.Access != AccessInvite {
		text += "\n\n" + l.Say(message.InvitationIdle)
	}
	return b.say(ctx, t, text)
}

// pressInvite makes one of those that are offered.
func (b *Bot) pressInvite(ctx context.Context, t *talk, words []string) (effect, error) {
	if len(words) < 2 {
		return effect{}, errStale
	}
	uses, err := strconv.Atoi(words[0])
	days, err2 := strconv.Atoi(words[1])
	if err != nil || err2 != nil || !slices.Contains(invitationOffers, [2]int{uses, days}) {
		return effect{}, errStale
	}
	if err := b.makeInvitation(ctx, t, uses, days, ""); err != nil {
		return effect{}, err
	}
	return effect{then: &screen{name: screenInvitations}}, nil
}

// drawInvitations is a page of the invitations that are in force, each with a
// button to revoke it, and offers new ones.
func (b *Bot) drawInvitations(ctx context.Context, t *talk, words []string) (sketch, error) {
	page, err := pageOf(words)
	if err != nil {
		return sketch{}, err
	}
	all, err := b.inForce(ctx)
	if err != nil {
		return sketch{}, err
	}
	l := t.locale()
	lines := []string{counted(l, message.InvitationsTitle, message.InvitationsNone, len(all))}
	if b.config.Access != AccessInvite {
		lines = append(lines, l.Say(message.InvitationIdle))
	}
	var rows [][]telegram.Button
	page, shown := pageIn(all, page)
	for n, i := range shown {
		var whom any = i.For
		if i.For == "" {
			whom = message.HTML("")
		}
		number := message.HTML(l.Number(int64(page*pageSize + n + 1)))
		lines = append(lines, l.Say(message.InvitationLine, "Number", number, "Count", i.Uses, "For", whom,
			"Left", message.HTML(l.Duration(i.Expires.Sub(b.now())))))
		rows = append(rows, []telegram.Button{{Text: "🗑 " + l.Label(message.ButtonRevoke, "Number", number), Data: data(actRevoke, i.ID[:16], strconv.Itoa(page))}})
	}
	rows = append(rows, pageKeys(l, len(all), page, screenInvitations)...)
	for _, o := range invitationOffers {
		label := l.Label(message.ButtonInvite, "Count", o[0], "Days", message.HTML(l.Label(message.Days, "Count", o[1])))
		rows = append(rows, []telegram.Button{{Text: "🎟 " + label, Data: data(actInvite, strconv.Itoa(o[0]), strconv.Itoa(o[1]))}})
	}
	return sketch{strings.Join(lines, "\n"), mirror(l, append(rows, b.stateButton(l)))}, nil
}

// inForce returns the invitations that still let somebody in.
func (b *Bot) inForce(ctx context.Context) ([]news.Invitation, error) {
	all, err := b.store.Invitations(ctx)
	return slices.DeleteFunc(all, func(i news.Invitation) bool {
		return i.Uses < 1 || !i.Expires.IsZero() && !i.Expires.After(b.now())
	}), err
}

// pressRevoke ends the invitation whose ID begins as a button says.
func (b *Bot) pressRevoke(ctx context.Context, t *talk, words []string) (effect, error) {
	const digits = 16
	all, err := b.store.Invitations(ctx)
	if err != nil {
		return effect{}, err
	}
	i := slices.IndexFunc(all, func(i news.Invitation) bool {
		return len(first(words)) == digits && strings.HasPrefix(i.ID, first(words))
	})
	done := effect{notice: t.locale().Label(message.InvitationRevoked), then: &screen{screenInvitations, words[min(1, len(words)):]}}
	if i < 0 {
		return done, nil // revoked already, perhaps by another admin
	}
	_, err = b.store.DeleteInvitation(ctx, all[i].ID)
	return done, err
}
