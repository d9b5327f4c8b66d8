package bot

import (
	"context"

	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// The audiences of a broadcast, each with all that the one before it has.
const (
	toPeople = "people" // private chats
	toGroups = "groups" // and groups
	toAll    = "all"    // and channels
)

// smallest returns the smallest audience that has chats of a kind.
func smallest(kind string) string {
	switch kind {
	case telegram.Private:
		return toPeople
	case telegram.Channel:
		return toAll
	}
	return toGroups
}

// meant tells whether a chat of a kind is in an audience.
func meant(audience, kind string) bool {
	switch smallest(kind) {
	case toPeople:
		return true
	case toGroups:
		return audience == toGroups || audience == toAll
	}
	return audience == toAll
}

// eachChat goes through all chats behind an ID, some at a time.
func (b *Bot) eachChat(ctx context.Context, after int64, do func([]news.Chat) error) error {
	for {
		chats, err := b.store.Chats(ctx, after, broadcastPage)
		if err != nil || len(chats) == 0 {
			return err
		}
		if err := do(chats); err != nil {
			return err
		}
		after = chats[len(chats)-1].ID
	}
}

// audience returns the IDs of those chats that are to get a broadcast.
func (b *Bot) audience(ctx context.Context, chats []news.Chat, audience string) ([]int64, error) {
	let, err := b.doorkeeper(ctx, chats)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, c := range chats {
		if c.State != news.ChatStopped && meant(audience, c.Kind) && let(c.ID) {
			ids = append(ids, c.ID)
		}
	}
	return ids, nil
}

// audiences counts the chats that each audience has.
func (b *Bot) audiences(ctx context.Context) (map[string]int, error) {
	count := map[string]int{}
	err := b.eachChat(ctx, 0, func(chats []news.Chat) error {
		let, err := b.doorkeeper(ctx, chats)
		if err != nil {
			return err
		}
		for _, c := range chats {
			if c.State != news.ChatStopped && let(c.ID) {
				count[smallest(c.Kind)]++
			}
		}
		return nil
	})
	count[toGroups] += count[toPeople]
	count[toAll] += count[toGroups]
	return count, err
}

// doorkeeper returns a function that tells of each of some chats, in their
// order by ID, whether the bot may be used there, as allowed does of one. It
// asks the store for all of them at once.
func (b *Bot) doorkeeper(ctx context.Context, chats []news.Chat) (func(chat int64) bool, error) {
	if len(chats) == 0 {
		return func(int64) bool { return false }, nil
	}
	guests, err := b.guestsAmong(ctx, chats[0].ID, chats[len(chats)-1].ID)
	if err != nil {
		return nil, err
	}
	configured, err := b.configuredIDs(ctx)
	if err != nil {
		return nil, err
	}
	return func(chat int64) bool {
		return b.admits(chat, guests[chat], func() bool { return configured[chat] })
	}, nil
}

// guestsAmong returns what is known of the guests from one ID to another.
func (b *Bot) guestsAmong(ctx context.Context, from, to int64) (map[int64]news.Guest, error) {
	guests := map[int64]news.Guest{}
	for after := from - 1; ; {
		if after == 0 {
			after = -1 // zero begins, which is no ID of a chat
		}
		page, err := b.store.Guests(ctx, after, broadcastPage)
		if err != nil {
			return nil, err
		}
		for _, g := range page {
			if g.ID > to {
				return guests, nil
			}
			guests[g.ID] = g
		}
		if len(page) < broadcastPage {
			return guests, nil
		}
		after = page[len(page)-1].ID
	}
}
