//go:build unix

package chaos_test

import (
	"testing"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

// TestPoison lets Telegram refuse messages for good, whatever they look like:
// each is buried, and the rest goes on. What is buried can be sent once it is
// redriven.
func TestPoison(t *testing.T) {
	engines(t, func(w *world) {
		p, poisons := w.start(orders{}), times(3, 50)
		for i := range poisons {
			w.telegram.Fail(telegramtest.Fault{
				Kind: telegramtest.Refuse, Status: 400, Description: "Bad Request: message is poison",
				Method: "sendMessage", Chat: w.readers[i%readers].ID(), Count: 2, // as it is, and as plain text
			})
			w.arrive(p, 3*readers)
		}
		w.finish(p, 10)
		got, buried, inFlight := w.count(nil, nil), int(w.counts().Buried), int(w.counts().Attempting)
		if buried != poisons || got.lost != buried {
			w.Errorf("of %d messages that were refused, %d are buried and %d did not arrive", poisons, buried, got.lost)
		}
		if got.disorder > 0 || got.repeated > 0 {
			w.Errorf("%d out of order, %d repeated beside what is buried", got.disorder, got.repeated)
		}
		books := w.open()
		n, err := books.Redrive(w.Context())
		if err != nil || n != poisons {
			w.Errorf("Redrive = %d, %v, want %d", n, err, poisons)
		}
		books.Close()
		p = w.start(orders{})
		w.until("what was buried", p, func() bool { return w.count(nil, nil).lost == 0 })
		p.kill()
		table.add(w.T, row{fault: "message refused for good, then redriven", engine: w.engine, times: poisons,
			counted: got.due, what: "alerts", lost: w.count(nil, nil).lost, repeated: w.count(nil, nil).repeated, limit: inFlight, gap: w.gap()})
	})
}
