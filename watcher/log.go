package watcher

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/extract"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// A trouble is one kind of failure that pages of a source share.
type trouble struct {
	began  time.Time
	open   map[string]bool // addresses of the pages that are tried again
	told   map[string]bool // what the log was told of it
	pages  int             // that failed so
	over   bool
	silent bool // it came back so soon that the log is not told again
}

// quiet is how long a kind of trouble that comes back is not told again.
const quiet = time.Hour

// logEnd writes a line for an item that was not simply read, if it is the
// first of its source that ended so; the rest is for those who look for it.
func (b *beat) logEnd(e ended) {
	switch end := e.outcome.End; {
	case e.ours:
		b.w.log.Debug("item put off", "source", b.source.ID, "url", e.pending.Item.URL, "err", e.err)
	case e.own && judged(e.err):
		b.tell(slog.LevelInfo, "page holds no article; the item's own text is used", e)
	case e.own:
		b.tell(slog.LevelInfo, "page unreadable; the item's own text is used", e)
	case end == news.Failed:
		b.tell(slog.LevelWarn, "page failed; it is tried again", e)
	case end == news.NotArticle:
		b.tell(slog.LevelInfo, "not an article", e)
	case end == news.Dropped:
		b.tell(slog.LevelWarn, "item dropped", e)
	default:
		b.w.log.Debug("item ended", "source", b.source.ID, "url", e.pending.Item.URL, "end", end.String(), "tries", e.pending.Tries)
	}
	if e.outcome.End != news.Failed {
		for _, t := range b.troubles {
			delete(t.open, e.pending.Item.URL)
		}
	}
	if e.read {
		b.relieve()
	}
	b.remarkCharset(e.pending.Item.URL, e.misnamed, e.charset)
	if e.lacks != nil && b.once("part "+kindOf(e.lacks)) {
		b.w.log.Warn("article is told in part; a further page of it can't be had", "source", b.source.ID, "url", e.pending.Item.URL, "err", e.lacks)
	}
	for _, part := range e.missed {
		if b.once("rule " + part) {
			b.w.log.Warn("article rule finds nothing", "source", b.source.ID, "part", part, "url", e.pending.Item.URL)
		}
	}
}

// tell writes a line about a page that failed: at that level if the trouble is
// new or has come to a new end, else for debugging.
func (b *beat) tell(level slog.Level, message string, e ended) {
	kind, url := kindOf(e.err), e.pending.Item.URL
	t := b.troubles[kind]
	switch {
	case t == nil, (t.over || t.silent) && time.Since(t.began) > quiet:
		t = &trouble{began: time.Now(), open: make(map[string]bool), told: make(map[string]bool)}
		b.troubles[kind] = t
	case t.over:
		t.over, t.silent, t.pages = false, true, 0
	}
	if !t.open[url] {
		t.pages++
	}
	t.open[url] = true
	if t.told[message] || t.silent {
		level = slog.LevelDebug
	}
	t.told[message] = true
	b.w.log.Log(context.Background(), level, message,
		"source", b.source.ID, "url", url, "end", e.outcome.End.String(), "tries", e.pending.Tries, "err", cmp.Or(e.outcome.Reason, fmt.Sprint(e.err)))
}

// relieve tells, now that a page was read, of the troubles that are over: no
// page waits for another try because of them.
func (b *beat) relieve() {
	for kind, t := range b.troubles {
		if t.over || len(t.open) > 0 {
			continue
		}
		t.over = true
		if !t.silent {
			b.w.log.Info("pages are read again", "source", b.source.ID, "trouble", kind, "pages", t.pages)
		}
	}
}

// kindOf names what errors have in common that are one trouble to those who
// read the log.
func kindOf(err error) string {
	if status := (*fetch.StatusError)(nil); errors.As(err, &status) {
		return status.Error()
	}
	for _, known := range []error{
		fetch.ErrRobots, fetch.ErrRobotsUnknown, fetch.ErrTimeout, fetch.ErrTooLarge, fetch.ErrForbiddenAddress, fetch.ErrRedirects, fetch.ErrNotText, fetch.ErrBadURL,
		extract.ErrTooLarge, errNoPart,
	} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	if page := (*unfit)(nil); errors.As(err, &page) {
		return string(page.kind)
	}
	if op := (*net.OpError)(nil); errors.As(err, &op) {
		return op.Op
	}
	return "other"
}

// remark logs, once, what is odd about a document that could be read.
func (b *beat) remark(p polled) {
	if p.torn != "" && b.torn == "" {
		b.w.log.Warn("feed is broken; what could be read is used", "source", b.source.ID, "items", len(p.items), "err", p.torn)
	}
	b.torn = p.torn
	if p.excess != "" && b.once("excess") {
		b.w.log.Warn("document too long", "source", b.source.ID, "items", len(p.items), "err", p.excess)
	}
	if p.nameless > 0 && p.torn == "" && b.once("nameless") {
		b.w.log.Warn("items without an address are left out", "source", b.source.ID, "items", p.nameless)
	}
	b.remarkCharset(b.source.URL, p.misnamed, p.charset)
}

func (b *beat) remarkCharset(url, declared, charset string) {
	if declared != "" && b.once("charset "+declared) {
		b.w.log.Warn("wrong charset declared", "source", b.source.ID, "url", url, "declared", declared, "read_as", charset)
	}
}

// once is true the first time that it is asked about something.
func (b *beat) once(what string) bool {
	if b.told[what] {
		return false
	}
	b.told[what] = true
	return true
}

// logLeft tells which lines of a page were left out of its article because they
// stand on most pages of the site.
func (b *beat) logLeft(url string, lines []string) {
	if len(lines) > 0 {
		b.w.log.Debug("lines of the site left out", "source", b.source.ID, "url", url, "lines", lines)
	}
}
