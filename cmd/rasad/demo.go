package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

const (
	// demoToken is the token of the demo's own Bot API server.
	demoToken = "424242:demo-token-of-no-value"

	// readerLang is the language of the demo's reader.
	readerLang = "fa"

	// demoPace is the time between two articles, unless there is haste: enough
	// for a person to look around and subscribe before they are all out.
	demoPace = 8 * time.Second

	// demoStart is how long the demo waits for the sources' baselines and the
	// bot's first answers.
	demoStart = 10 * time.Second

	// demoWait is how long --once waits for alerts that are still missing
	// after the last article, and demoQuiet how long it then listens for
	// alerts that should not come.
	demoWait  = 10 * time.Second
	demoQuiet = 1500 * time.Millisecond
)

func demoCommand() *cobra.Command {
	var once bool
	var speed float64
	var dir string
	c := &cobra.Command{
		Use:   "demo",
		Short: "Show the whole of it on a bundled news site",
		Long: "Needs no network, no token and nothing installed: a bundled news site on loopback\n" +
			"publishes articles over time, and a strict Bot API server stands in for Telegram,\n" +
			"with a page to open in a browser that looks and behaves like a Telegram client. There\n" +
			"an analyst, a group's owner, a member and an operator can be played, in private chats,\n" +
			"a group, a forum and a channel. The rooms are wired as in rasad run.",
		Args: func(c *cobra.Command, args []string) error {
			if speed <= 0 || speed > 1000 {
				return fmt.Errorf("--speed must be above 0 and at most 1000, not %v", speed)
			}
			return cobra.NoArgs(c, args)
		},
		RunE: func(c *cobra.Command, _ []string) error {
			return demo(c.Context(), c.OutOrStdout(), dir, once, speed)
		},
	}
	c.Flags().BoolVar(&once, "once", false, "play one round, and exit 0 if exactly the expected alerts came")
	c.Flags().Float64Var(&speed, "speed", 1, "how many times faster articles are published")
	c.Flags().StringVar(&dir, "data", "", "keep the demo's state in this folder (default: a temporary one)")
	return c
}

// demo plays the demo in a folder until the round is over or ctx ends.
func demo(ctx context.Context, out io.Writer, dir string, once bool, speed float64) (err error) {
	if dir == "" {
		if dir, err = os.MkdirTemp("", "rasad-demo-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	}
	d, err := openDemo(ctx, dir, newConsole(out))
	if err != nil {
		return err
	}
	interval := time.Duration(float64(demoPace) / speed)
	if once {
		interval = min(interval, 500*time.Millisecond)
	}
	return d.run(ctx, once, interval)
}

// enter lets the cast enter, in good time.
func (d *stage) enter(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, demoStart)
	defer cancel()
	return d.cast.enter(ctx)
}

// run plays until the round is over, if it is to be one round, or ctx ends.
func (d *stage) run(ctx context.Context, once bool, interval time.Duration) error {
	d.out.say("Telegram   %s  open it in a browser, and play anyone there", d.url("/"))
	d.out.say("news site  %s", d.url("/news/"))
	server := &http.Server{Handler: d.handler(), ReadHeaderTimeout: 10 * time.Second}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		if err := server.Serve(d.listener); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	g.Go(func() error { return d.service.run(ctx, "") })
	g.Go(func() error {
		<-ctx.Done()
		return errors.Join(d.telegram.Close(), server.Close())
	})
	g.Go(func() error { return d.follow(ctx) })
	g.Go(func() error {
		defer cancel()
		err := d.play(ctx, once, interval)
		if errors.Is(err, context.Canceled) {
			return nil
		}
		return err
	})
	return g.Wait()
}

// play lets the cast enter, the site publish, and in the end judges what came.
func (d *stage) play(ctx context.Context, once bool, interval time.Duration) error {
	if err := d.enter(ctx); err != nil {
		return err
	}
	if err := d.awaitBaselines(ctx); err != nil {
		return err
	}
	if err := d.publish(ctx, interval); err != nil {
		return err
	}
	if once {
		return d.judge(ctx)
	}
	d.out.say("all articles are out; the chat stays open until you press Ctrl-C")
	<-ctx.Done()
	return nil
}

// publish puts out what is not out yet, one article an interval. Each is noted
// before it is out: a site does not unpublish when its machine restarts.
func (d *stage) publish(ctx context.Context, interval time.Duration) error {
	for _, a := range d.site.Articles() {
		if a.Baseline || slices.Contains(d.state.Published, a.ID) {
			continue
		}
		if err := d.state.publish(a.ID); err != nil {
			return err
		}
		if err := d.site.Publish(a.ID); err != nil {
			return err
		}
		d.out.say("%s publishes: %s", a.Outlet, a.Title)
		d.publishedAt[a.ID] = time.Now()
		if err := pause(ctx, interval); err != nil {
			return err
		}
	}
	return nil
}

// awaitBaselines waits until each source was polled, so that what the site
// publishes from now on is news.
func (d *stage) awaitBaselines(ctx context.Context) error {
	deadline := time.Now().Add(demoStart)
	for _, s := range d.sources {
		for {
			state, err := d.service.store.SourceState(ctx, s.ID)
			if err != nil {
				return err
			}
			if state.Based {
				break
			}
			if time.Now().After(deadline) {
				return fmt.Errorf("the source %s has no baseline after %s: %s", s.ID, demoStart, state.Err)
			}
			if err := pause(ctx, 20*time.Millisecond); err != nil {
				return err
			}
		}
	}
	return nil
}

// follow prints what arrives in the reader's chat.
func (d *stage) follow(ctx context.Context) error {
	chat := d.reader.Private()
	last := 0
	if old := chat.Messages(); len(old) > 0 {
		last = old[len(old)-1].ID
	}
	for {
		m, err := chat.Wait(ctx, func(m telegramtest.Message) bool { return m.FromBot && m.ID > last })
		if err != nil {
			return nil
		}
		last = m.ID
		if a, ok := d.told(m); ok {
			head, _ := d.matched.Load(a.ID)
			d.out.block("ALERT", fmt.Sprint(head), m.Text)
		}
	}
}

// note remembers which topics an article met.
func (d *stage) note(article news.Article, matches []news.Match) {
	for _, a := range d.site.Articles() {
		if strings.HasSuffix(article.URL, a.Path) {
			d.matched.Store(a.ID, topicsOf(matches))
		}
	}
}

// pause waits, unless ctx ends before.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
