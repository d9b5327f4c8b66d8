package redis_test

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// TestAMessageOfManyPartsIsWrittenOnce finishes messages of many parts: what goes
// to the server's file grows with their number and no faster, and of a part its
// topics stay, not its text.
func TestAMessageOfManyPartsIsWrittenOnce(t *testing.T) {
	server := storetest.StartRedis(t)
	s := open(t, server.URL(), store.Config{})
	defer s.Close()
	written := func(parts int) int {
		chat := int64(parts)
		ids := lengthyAlerts(t, s, chat, parts)
		if err := s.Join(t.Context(), ids[0], 0, ids[1:]); err != nil {
			t.Fatal(err)
		}
		before := fileSize(t, server)
		if err := s.Finish(t.Context(), ids[0], 1); err != nil {
			t.Fatal(err)
		}
		ds, err := s.DeliveriesOf(t.Context(), chat, 1)
		if err != nil || len(ds) != parts || ds[parts-1].Topics[0] != "terror" {
			t.Errorf("DeliveriesOf = %d, %v, want %d with their topics", len(ds), err, parts)
		}
		return fileSize(t, server) - before
	}
	few, many := written(50), written(200)
	if many > 5*few {
		t.Errorf("%d bytes for 50 parts and %d for 200, want about 4 times as many", few, many)
	}
	names := namesOf(t, admin(t, server.URL()), "{rasad}:messages:*")
	for _, name := range names {
		if text := server.Do(t, "HVALS", name); strings.Contains(text, lengthy) {
			t.Errorf("%s keeps the texts of alerts", name)
		}
	}
}

const lengthy = "the words of an alert "

// lengthyAlerts fans out articles to a chat, whose alerts have a text.
func lengthyAlerts(t *testing.T, s store.Store, chat int64, n int) (ids []int64) {
	t.Helper()
	for i := range n {
		claim := claimOf(fmt.Sprint("a", chat, "-", i))
		claim.Matches = []news.Match{{Topic: "terror"}}
		if _, err := s.Claim(t.Context(), claim); err != nil {
			t.Fatal(err)
		}
		d := news.Delivery{Recipient: news.Recipient{Chat: chat}, Topics: []string{"terror"}, Text: strings.Repeat(lengthy, 150)}
		c := news.Chunk{Article: claim.Article.ID, Last: true, Deliveries: []news.Delivery{d}}
		if _, err := s.FanOut(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	lane, err := s.Waiting(t.Context(), chat, n)
	if err != nil || len(lane) != n {
		t.Fatalf("Waiting = %d, %v, want %d", len(lane), err, n)
	}
	for _, d := range lane {
		ids = append(ids, d.ID)
	}
	return ids
}

// fileSize returns how much a server has written to its append-only file.
func fileSize(t *testing.T, server *storetest.Server) int {
	t.Helper()
	found := regexp.MustCompile(`aof_current_size:(\d+)`).FindStringSubmatch(server.Do(t, "INFO", "persistence"))
	if found == nil {
		t.Fatal("the server does not tell the size of its append-only file")
	}
	n, err := strconv.Atoi(found[1])
	if err != nil {
		t.Fatal(err)
	}
	return n
}
