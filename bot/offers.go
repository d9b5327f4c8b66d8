package bot

import (
	"slices"
	"sync"
	"time"

	"github.com/rasadnews/rasad/bot/telegram"
)

// Who presses a button may have changed their app, and send any data in the
// name of any message that they see. Which buttons stand under the message
// Telegram itself says: what is not among them is not heeded, wherever it
// stands and whoever sends it.
//
// A message may have been drawn anew while a press of its old buttons was on
// its way, by somebody else's press or the same one's before. So the buttons
// that a press came from are heeded for a while longer. Offers remember those;
// their zero value is ready.
type offers struct {
	mu  sync.Mutex
	old map[[2]int64]offer
}

// An offer is the data of the buttons that stood under a message.
type offer struct {
	data  []string
	until time.Time
}

// offerTime is how long buttons are heeded that were there at the last press.
const offerTime = 30 * time.Second

// heeds reports whether a button of some data stands under a message, or did
// so just now. One that Telegram shows no more offers nothing.
func (o *offers) heeds(m *telegram.Incoming, data string, now time.Time) bool {
	if m == nil || m.Inaccessible {
		return false
	}
	key := [2]int64{m.Chat.ID, int64(m.ID)}
	o.mu.Lock()
	defer o.mu.Unlock()
	if !slices.Contains(m.Offers, data) {
		old := o.old[key]
		return now.Before(old.until) && slices.Contains(old.data, data)
	}
	if o.old == nil || len(o.old) > 10_000 {
		o.old = map[[2]int64]offer{}
	}
	o.old[key] = offer{m.Offers, now.Add(offerTime)}
	return true
}
