package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

func telegramCommand() *cobra.Command {
	c := &cobra.Command{Use: "telegram", Short: "Test bots without Telegram", Args: cobra.NoArgs}
	c.AddCommand(simulateCommand())
	return c
}

// simulateOptions are the flags of rasad telegram simulate.
type simulateOptions struct {
	listen string
	config telegramtest.Config
	users  []string
}

func simulateCommand() *cobra.Command {
	o := simulateOptions{config: telegramtest.Config{LocalWebhooks: true}}
	c := &cobra.Command{
		Use:   "simulate",
		Short: "Serve a strict Bot API of one's own, with its users",
		Long: "Stands in for api.telegram.org, for a bot in any language: it answers as Telegram does,\n" +
			"with the same refusals in the same words, and brings updates by getUpdates or to a\n" +
			"webhook, plain http included. Its users are played over HTTP, or in a browser on a page that looks and behaves like a\n" +
			"Telegram client.\n" +
			"Webhooks are called wherever they are, so let only your own bots reach it.",
		Example: "  rasad telegram simulate --user Sara --limits\n" +
			"  curl -H 'Content-Type: application/json' -d '{\"user\":\"Sara\",\"text\":\"/start\"}' http://127.0.0.1:8081/control/say\n" +
			"  curl -H 'Content-Type: application/json' -d '{\"user\":\"Sara\",\"text\":\"Welcome\"}' http://127.0.0.1:8081/control/expect",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return simulate(c.Context(), c.OutOrStdout(), o)
		},
	}
	f := c.Flags()
	f.StringVar(&o.listen, "listen", "127.0.0.1:8081", "where it listens")
	f.StringVar(&o.config.Token, "token", "123456:TEST-TOKEN", "the bot's token, of no value")
	f.StringVar(&o.config.BotName, "bot", "simulated_bot", "the bot's username")
	f.BoolVar(&o.config.ReadsGroups, "reads-groups", false, "turn privacy mode off: the bot sees all messages of its groups")
	f.BoolVar(&o.config.Limits, "limits", false, "refuse floods as Telegram does")
	f.StringVar(&o.config.Journal, "journal", "", "keep everything in this file, and go on from it")
	f.StringSliceVar(&o.config.Hosts, "host", nil, "a name by which it is reached, beside localhost, its addresses and that of --listen; may be given again")
	f.StringSliceVar(&o.users, "user", nil, "make a user of this name, or of name/language such as Sara/fa; may be given again")
	return c
}

// simulate serves a Telegram until ctx ends.
func simulate(ctx context.Context, out io.Writer, o simulateOptions) (err error) {
	if host, _, err := net.SplitHostPort(o.listen); err == nil {
		o.config.Hosts = append(o.config.Hosts, host)
	}
	t, err := telegramtest.Open(o.config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.Close()) }()
	for _, u := range o.users {
		name, lang, _ := strings.Cut(u, "/")
		t.User(name, lang)
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", o.listen)
	if err != nil {
		return err
	}
	base := "http://" + l.Addr().String()
	fmt.Fprintf(out, "Bot API      %s\n             methods at %s/bot%s/<method>\ncontrol API  %s/control/<action>\nits people   %s/  in a browser\n",
		base, base, t.Token(), base, base)
	server := &http.Server{Handler: t.Site(), ReadHeaderTimeout: 10 * time.Second}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	err = errors.Join(t.Close(), server.Close()) // polls end first
	<-ended
	return err
}
