package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher"
)

// A console prints alerts to people at a terminal. It is safe for concurrent
// use.
type console struct {
	mu      sync.Mutex
	out     io.Writer
	bold    bool // the terminal shows bold
	catalog func() *news.Catalog
}

func newConsole(out io.Writer) *console {
	c := &console{out: out, catalog: func() *news.Catalog { return news.NewCatalog(nil, nil, nil) }}
	if f, ok := out.(*os.File); ok && os.Getenv("NO_COLOR") == "" {
		if info, err := f.Stat(); err == nil {
			c.bold = info.Mode()&os.ModeCharDevice != 0
		}
	}
	return c
}

// say prints one line about what goes on.
func (c *console) say(format string, args ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	fmt.Fprintf(c.out, format+"\n", args...)
}

// alert prints an article that met topics, with the topics' IDs above it.
func (c *console) alert(a news.Article, matches []news.Match) {
	alert := message.NewAlert(c.catalog(), news.Archived{Article: a, Matches: matches}, nil)
	c.block("ALERT", topicsOf(matches), alert.Plain(message.In(labelsFor(a.Lang)), c.bold))
}

// baseline prints a source's first poll, with what would have been told.
func (c *console) baseline(b watcher.Baseline) {
	c.say("%s: %d seen, %d would have alerted", b.Source.ID, b.Seen, len(b.Matched))
	for _, m := range b.Matched {
		c.say("  would have alerted [%s]: %s", topicsOf(m.Matches), m.Article.Title)
	}
}

// block prints a text under a head of one line, indented.
func (c *console) block(kind, head, text string) {
	c.say("%s [%s]\n    %s\n", kind, head, strings.ReplaceAll(text, "\n", "\n    "))
}

func topicsOf(matches []news.Match) string {
	ids := make([]string, len(matches))
	for i, m := range matches {
		ids[i] = m.Topic
	}
	return strings.Join(ids, ", ")
}

// labelsFor returns the language of the words around an article: Persian for
// those whose readers read it, else English.
func labelsFor(lang string) string {
	switch lang {
	case "fa", "prs":
		return "fa"
	}
	return "en"
}
