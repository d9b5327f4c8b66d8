package bot_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
)

func ExampleBot() {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	dir, err := os.MkdirTemp("", "rasad")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	books, err := store.Open(ctx, "sqlite:"+filepath.Join(dir, "rasad.db"), store.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer books.Close()
	server := telegramtest.New(telegramtest.Config{})
	listener := httptest.NewServer(server)
	defer listener.Close()
	api, err := telegram.New(server.Token(), telegram.Config{API: listener.URL})
	if err != nil {
		fmt.Println(err)
		return
	}
	topics := news.NewCatalog(nil, nil, []news.Topic{{ID: "terrorism", Name: map[string]string{"en": "Terrorism"}}})

	b := bot.New(api, books, func() *news.Catalog { return topics }, bot.Config{})
	ended := make(chan error)
	go func() { ended <- b.Run(ctx) }()

	joe := server.User("Joe", "en")
	joe.Say(joe.Private(), "/subscribe terrorism")
	m, err := joe.Private().Wait(ctx, func(m telegramtest.Message) bool { return m.FromBot })
	fmt.Println(strings.NewReplacer("\u2068", "", "\u2069", "").Replace(m.Text), err)
	stop()
	fmt.Println(<-ended)
	// Output:
	// ✅ Alerts about Terrorism will arrive here from now on. <nil>
	// <nil>
}
