package bot_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

// TestConfiguredGroupMigrates holds that a group of the configuration stays
// subscribed when it becomes a supergroup, whether the bot sees that or not.
func TestConfiguredGroupMigrates(t *testing.T) {
	for _, seen := range []bool{true, false} {
		w := newWorld(t)
		owner := w.telegram.User("Owner", "en")
		group := w.telegram.Group("Small", owner)
		group.AddBot(telegramtest.Member)
		c := bot.Config{Channels: []bot.Channel{{Chat: fmt.Sprint(group.ID()), Topics: []string{"terrorism"}}}}
		w.start(c)
		w.until("subscribed", func() bool { return w.subscribed(group.ID(), "terrorism") })
		if !seen {
			w.stop()
		}
		big := group.Migrate()
		if seen {
			w.until("moved", func() bool { return w.subscribed(big.ID(), "terrorism") })
			w.stop()
		}
		w.start(c)
		w.until("moved", func() bool { return w.subscribed(big.ID(), "terrorism") })
		w.publish("After the move", "terrorism")
		w.until("the alert is there", func() bool {
			w.clock.Advance(time.Second)
			return w.arrived(big, "After the move") == 1
		})
		w.bot.SetChannels(append(c.Channels, bot.Channel{Chat: fmt.Sprint(group.ID()), Topics: []string{"afghanistan"}}))
		w.until("the old ID still counts", func() bool { return w.subscribed(big.ID(), "afghanistan") })
		if w.subscribed(group.ID(), "terrorism") || w.subscribed(group.ID(), "afghanistan") || !w.subscribed(big.ID(), "terrorism") {
			t.Errorf("seen %v: the old group is subscribed, or the new one is not", seen)
		}
		w.stop()
	}
}

// TestConfigurationRevivesNobody holds that a reader who blocked the bot is
// not sent to again because the configuration names the chat.
func TestConfigurationRevivesNobody(t *testing.T) {
	w := newWorld(t)
	joe := w.telegram.User("Joe", "en")
	joe.Say(joe.Private(), "/start")
	named := bot.Channel{Chat: fmt.Sprint(joe.ID()), Topics: []string{"terrorism"}}
	w.start(bot.Config{Channels: []bot.Channel{named}})
	w.until("subscribed", func() bool { return w.subscribed(joe.ID(), "terrorism") })
	joe.Block()
	w.until("stopped", func() bool { return w.state(joe.ID()) == news.ChatStopped })
	named.Topics = append(named.Topics, "afghanistan")
	w.bot.SetChannels([]bot.Channel{named})
	w.until("read anew", func() bool { return w.subscribed(joe.ID(), "afghanistan") })
	if w.state(joe.ID()) != news.ChatStopped {
		t.Error("the configuration revived a chat")
	}
}

// TestTakenByHand holds that a subscription of the configuration that is also
// taken by hand outlives the configuration.
func TestTakenByHand(t *testing.T) {
	w := newWorld(t)
	owner := w.telegram.User("Owner", "en")
	group := w.telegram.Supergroup("Group", owner)
	group.AddBot(telegramtest.Admin)
	w.start(bot.Config{Channels: []bot.Channel{{Chat: fmt.Sprint(group.ID()), Topics: []string{"terrorism", "afghanistan"}}}})
	w.until("subscribed", func() bool { return w.subscribed(group.ID(), "afghanistan") })
	owner.Say(group, "/subscribe terrorism")
	w.hears(group, "already")
	w.bot.SetChannels(nil)
	w.until("ended", func() bool { return !w.subscribed(group.ID(), "afghanistan") })
	if !w.subscribed(group.ID(), "terrorism") {
		t.Error("the configuration ended what was taken by hand")
	}
}

// TestUnresolvedChannelEndsNothing holds that nothing is ended while it is not
// known where a channel of the configuration is.
func TestUnresolvedChannelEndsNothing(t *testing.T) {
	w := newWorld(t)
	owner := w.telegram.User("Owner", "en")
	channel := w.telegram.Channel("monitoring", "Monitoring", owner)
	channel.AddBot(telegramtest.Admin)
	old := news.Subscription{Recipient: news.Recipient{Chat: -77}, Topic: "terrorism", Config: true}
	if err := w.store.PutSubscription(t.Context(), old); err != nil {
		t.Fatal(err)
	}
	found := bot.Channel{Chat: "@monitoring", Topics: []string{"terrorism"}}
	w.start(bot.Config{Channels: []bot.Channel{{Chat: "@nowhere", Topics: []string{"terrorism"}}, found}})
	w.until("subscribed", func() bool { return w.subscribed(channel.ID(), "terrorism") })
	w.looks(10)
	if !w.subscribed(-77, "terrorism") {
		t.Error("a subscription was ended that could be the missing channel's")
	}
	w.bot.SetChannels([]bot.Channel{found})
	w.until("ended", func() bool { return !w.subscribed(-77, "terrorism") })
}
