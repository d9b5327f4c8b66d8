package message

import (
	"strings"

	"github.com/rasadnews/rasad/news"
)

// Latest lists archived articles, the newest first, as Telegram HTML: the
// headline as link, then its topics, outlet and time.
func Latest(l *Locale, c *news.Catalog, archived []news.Archived) string {
	if len(archived) == 0 {
		return l.Say(LatestNone)
	}
	s := style{open: "<b>", close: "</b>", escape: escape}
	parts := []string{l.Say(LatestTitle)}
	for _, item := range archived {
		a := NewAlert(c, item, nil)
		lines := []string{
			l.line(marker(a.severity()) + " " + a.headline(l, s, a.link(), true, maxTitle)),
			l.line(a.outlet(l, s)),
		}
		if when := a.when(l); when != "" {
			lines = append(lines, l.line("🕒 "+when))
		}
		parts = append(parts, strings.Join(lines, "\n"))
	}
	return strings.Join(parts, "\n\n")
}

// TopicLabel returns a topic's name for a button.
func TopicLabel(l *Locale, t news.Topic) string {
	if name := shorten(t.Label(l.lang), 40); name != "" {
		return name
	}
	return t.ID
}

// TopicLine returns a topic with the sign of its severity, as Telegram HTML.
func TopicLine(l *Locale, t news.Topic) string {
	return l.line(marker(t.Severity) + " " + isolate(escape(TopicLabel(l, t))))
}
