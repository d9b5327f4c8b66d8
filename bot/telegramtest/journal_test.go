package telegramtest_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

// open returns a server on the journal, as a new process has it.
func open(t *testing.T, path string) *telegramtest.Server {
	t.Helper()
	return telegramtest.Start(t, telegramtest.Config{Journal: path})
}

// killed returns a copy of a server's journal as it is now: a killed process
// leaves no more than what it had written. The server itself goes on.
func killed(t *testing.T, path string) string {
	t.Helper()
	lines, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	left := filepath.Join(t.TempDir(), "left.jsonl")
	if err := os.WriteFile(left, lines, 0o600); err != nil {
		t.Fatal(err)
	}
	return left
}

func TestJournalBringsEverythingBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "chat.jsonl")
	s := open(t, path)
	sara := s.User("سارا", "fa")
	second := s.User("سارا", "en")
	sara.Say(sara.Private(), "/start")
	group := s.Group("Desk", sara)
	group.AddBot(telegramtest.Member)
	channel := s.Channel("@news", "News", sara)
	channel.AddBot(telegramtest.Admin)
	forum := s.Supergroup("Forum", sara)
	forum.AddBot(telegramtest.Admin)
	thread := forum.Topic("Alerts")
	acknowledge(t, s)

	id := send(t, s, params{"chat_id": sara.ID(), "text": "<b>یک</b>", "parse_mode": "HTML", "reply_markup": inline(params{"text": "a", "callback_data": "b"})})
	gone := send(t, s, params{"chat_id": sara.ID(), "text": "x"})
	must(t, call(t, s, "deleteMessage", params{"chat_id": sara.ID(), "message_id": gone}))
	must(t, call(t, s, "editMessageText", params{"chat_id": sara.ID(), "message_id": id, "text": "<b>دو</b>", "parse_mode": "HTML"}))
	send(t, s, params{"chat_id": "@news", "text": "post"})
	send(t, s, params{"chat_id": forum.ID(), "message_thread_id": thread, "text": "in"})
	must(t, call(t, s, "setMyCommands", params{"commands": []params{{"command": "help", "description": "x"}}}))
	moved := group.Migrate()
	second.Private()
	sara.Say(sara.Private(), "waiting")
	acknowledged := ids(t, s, nil)

	path = killed(t, path) // maybe with a part of a line
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	file.WriteString(`{"message":{"id":99,"chat":`)
	file.Close()

	again := open(t, path)
	users := []*telegramtest.User{again.User("سارا", "fa"), again.User("سارا", "en"), again.User("Omid", "en")}
	if users[0].ID() != sara.ID() || users[1].ID() != second.ID() || users[2].ID() <= second.ID() {
		t.Errorf("users %d %d %d, were %d %d", users[0].ID(), users[1].ID(), users[2].ID(), sara.ID(), second.ID())
	}
	forumAgain := again.Supergroup("Forum", users[0])
	for _, pair := range [][2]*telegramtest.Chat{
		{users[0].Private(), sara.Private()},
		{again.Group("Desk", users[0]), group},
		{again.Group("Desk", users[0]).Migrate(), nil}, // another group of that name
		{again.Channel("news", "News", users[0]), channel},
		{forumAgain, forum},
		{again.Supergroup("Desk", users[0]), moved},
	} {
		if pair[1] == nil {
			continue
		}
		if pair[0].ID() != pair[1].ID() || !reflect.DeepEqual(untimed(pair[0]), untimed(pair[1])) {
			t.Errorf("chat %d holds\n%+v\nwas %d\n%+v", pair[0].ID(), untimed(pair[0]), pair[1].ID(), untimed(pair[1]))
		}
	}
	if got := forumAgain.Topic("Alerts"); got != thread {
		t.Errorf("topic %d, was %d", got, thread)
	}
	if got := ids(t, again, params{"limit": len(acknowledged)}); !reflect.DeepEqual(got, acknowledged) {
		t.Errorf("updates %v wait, were %v", got, acknowledged)
	}
	if r := call(t, again, "getMyCommands", nil); !strings.Contains(string(r.Result), "help") {
		t.Errorf("commands %s", r.Result)
	}
	if next := send(t, again, params{"chat_id": sara.ID(), "text": "x"}); next <= gone {
		t.Errorf("message ID %d is given out again", next)
	}
}

// untimed returns the messages with their times in one form.
func untimed(c *telegramtest.Chat) []telegramtest.Message {
	all := c.Messages()
	for i := range all {
		all[i].SentAt, all[i].EditedAt = all[i].SentAt.UTC().Round(0), all[i].EditedAt.UTC().Round(0)
	}
	return all
}

// TestJournalKeepsPresses holds that a button which was pressed before a crash
// can be answered after it, once.
func TestJournalKeepsPresses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "chat.jsonl")
	s := open(t, path)
	sara := s.User("Sara", "fa")
	sara.Say(sara.Private(), "/start")
	id := send(t, s, params{"chat_id": sara.ID(), "text": "x", "reply_markup": inline(params{"text": "a", "callback_data": "a"})})
	q, err := sara.Press(sara.Private(), id, "a")
	if err != nil {
		t.Fatal(err)
	}
	path = killed(t, path)
	again := open(t, path)
	if got := kinds(t, again); !slices.Equal(got, []string{"message", "callback_query"}) {
		t.Errorf("updates %v", got)
	}
	must(t, call(t, again, "answerCallbackQuery", params{"callback_query_id": q.ID}))
	third := open(t, killed(t, path))
	for _, s := range []*telegramtest.Server{again, third} {
		if r := call(t, s, "answerCallbackQuery", params{"callback_query_id": q.ID}); r.OK {
			t.Errorf("answered twice: %+v", r)
		}
	}
}

func TestJournalIsWrittenBeforeTheAnswer(t *testing.T) {
	path := filepath.Join(t.TempDir(), "chat.jsonl")
	s := open(t, path)
	sara := s.User("Sara", "fa")
	sara.Say(sara.Private(), "/start")
	send(t, s, params{"chat_id": sara.ID(), "text": "alert"})
	lines, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(lines), `"text":"alert"`) || !strings.Contains(string(lines), `"text":"/start"`) {
		t.Errorf("%s %v", lines, err)
	}
	s.Close()
	if r := call(t, s, "sendMessage", params{"chat_id": sara.ID(), "text": "lost"}); r.OK {
		t.Error("a message is accepted that no journal keeps")
	}
}

// TestOneServerUsesAJournal holds that two would not write over each other.
func TestOneServerUsesAJournal(t *testing.T) {
	path := filepath.Join(t.TempDir(), "chat.jsonl")
	s := open(t, path)
	if _, err := telegramtest.Open(telegramtest.Config{Journal: path}); err == nil {
		if runtime.GOOS != "windows" {
			t.Error("two servers use one journal")
		}
	}
	s.Close()
	open(t, path)
}

func TestJournalOfJunk(t *testing.T) {
	for line, want := range map[string]string{
		"junk\n": "line 1",
		"{\"user\":{\"id\":100000001,\"name\":\"x\"}}\n[]\n": "line 2",
		"{\"message\":{\"id\":1,\"chat\":5}}\n":              "chat 5, which is not there",
		"{\"removed\":{\"id\":1,\"chat\":5}}\n":              "chat 5, which is not there",
	} {
		path := filepath.Join(t.TempDir(), "chat.jsonl")
		if err := os.WriteFile(path, []byte(line), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := telegramtest.Open(telegramtest.Config{Journal: path}); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%q gives %v, want %s", line, err, want)
		}
	}
}

func TestWait(t *testing.T) {
	s := telegramtest.Start(t, telegramtest.Config{})
	sara := s.User("Sara", "fa")
	chat := sara.Private()
	sara.Say(chat, "/start")
	fromBot := func(m telegramtest.Message) bool { return m.FromBot }
	go get(t.Context(), s, "sendMessage", "text=hello&chat_id="+itoa(chat.ID()))
	for range 2 { // to come, and there
		if m, err := chat.Wait(t.Context(), fromBot); err != nil || m.Text != "hello" {
			t.Errorf("Wait gives %+v, %v", m, err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, err := chat.Wait(ctx, func(telegramtest.Message) bool { return false }); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Wait for nothing gives %v", err)
	}
}
