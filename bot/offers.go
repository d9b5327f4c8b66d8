package bot

import (
	"slices"
	"time"

	"github.com/rasadnews/rasad/bot/telegram"
)

// offerTime is how long buttons are heeded that were there at the last press.
const offerTime = 30 * time.Second

// offers reports whether a button of some data stands under a message, or did so
// just now.
//
// Who presses a button may have changed their app, and send any data in the
// name of any message that they see. Which buttons stand under the message
// Telegram itself says: what is not among them is not heeded, wherever it
// stands and whoever sends it. One that Telegram shows no more offers nothing.
//
// A message may have been drawn anew while a press of its old buttons was on
// its way, by somebody else's press or the same one's before. So the buttons
// that a press came from are heeded for a while longer.
func (b *Bot) offers(m *telegram.Incoming, data string) bool {
	if m == nil || m.Inaccessible {
		return false
	}
	now := b.now()
	if !slices.Contains(m.Offers, data) {
		old, _ := b.offered.get(m.Chat.ID, m.ID, now)
		return slices.Contains(old, data)
	}
	b.offered.put(m.Chat.ID, m.ID, m.Offers, now.Add(offerTime))
	return true
}
