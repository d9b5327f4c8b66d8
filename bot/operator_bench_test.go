package bot_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

// BenchmarkOperator asks for what goes through all chats, 10,000 of them, in
// turn: the preview of a broadcast, and users by a name that none has. The time
// is that from the question to the answer, where everybody may use the bot and
// where a tenth of all is on the list.
func BenchmarkOperator(b *testing.B) {
	const chats = 10_000
	f := newRange(b, 1)
	var wg sync.WaitGroup
	for i := range int64(chats) {
		wg.Go(func() {
			c := news.Chat{ID: 1<<40 + i, Kind: "private", Title: fmt.Sprintf("خوانندهٔ شمارهٔ Reader %d", i), Lang: "fa"}
			f.must(f.store.PutChat(b.Context(), c))
			if i%10 == 0 {
				f.must(f.store.PutGuest(b.Context(), news.Guest{ID: c.ID, State: news.GuestAllowed}))
			}
		})
	}
	wg.Wait()
	for _, access := range []bot.Access{bot.AccessOpen, bot.AccessList} {
		_, stop := f.run(bot.Config{Admins: []int64{f.users[0].ID()}, Access: access, Limits: bot.Limits{Off: true}})
		for command, answer := range map[string]string{"/broadcast Good news": "This is how it looks", "/users nobody here": "nobody here"} {
			b.Run(strings.Fields(command)[0][1:]+"-"+string(access), func(b *testing.B) {
				var times []time.Duration
				for range b.N {
					times = append(times, f.asks(f.users[0], command, answer))
				}
				b.ReportMetric(float64(p99(times).Microseconds())/1000, "p99-ms")
			})
		}
		stop()
	}
}

// asks returns how long it takes until a command is answered.
func (f *firingRange) asks(u *telegramtest.User, command, answer string) time.Duration {
	f.Helper()
	asked := time.Now()
	said := u.Say(u.Private(), command)
	_, err := u.Private().Wait(f.Context(), func(m telegramtest.Message) bool {
		return m.FromBot && m.ID > said.ID && strings.Contains(m.Text, answer)
	})
	f.must(err)
	return time.Since(asked)
}
