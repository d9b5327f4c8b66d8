package watcher

import (
	"github.com/rasadnews/rasad/news"
)

// logEnd writes one line for an item that was not simply read: the first time
// that it fails, and when it is lost or is no article. The rest is for those
// who look for it.
func (b *beat) logEnd(e ended) {
	log := b.w.log.With("source", b.source.ID, "url", e.pending.Item.URL)
	switch end := e.outcome.End; {
	case e.ours:
		if !b.stuck {
			log.Error("item put off", "err", e.err)
		}
	case e.own:
		log.Info("page unreadable; the item's own text is used", "end", end.String(), "err", e.err)
	case end == news.Failed && e.pending.Tries == 1:
		log.Warn("page failed; it is tried again", "err", e.err)
	case end == news.NotArticle:
		log.Info("not an article", "reason", e.outcome.Reason)
	case end == news.Dropped:
		log.Warn("item dropped", "reason", e.outcome.Reason)
	default:
		log.Debug("item ended", "end", end.String(), "tries", e.pending.Tries, "err", e.err)
	}
	b.stuck = e.ours
	b.remarkCharset(e.pending.Item.URL, e.misnamed, e.charset)
}

// remark logs, once, what is odd about a document that could be read.
func (b *beat) remark(p polled) {
	if p.torn != "" && b.torn == "" {
		b.w.log.Warn("feed is broken; what could be read is used", "source", b.source.ID, "items", len(p.items), "err", p.torn)
	}
	b.torn = p.torn
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
