package message

import (
	"strings"

	"github.com/rasadnews/rasad/news"
)

// Latest lists alerts, in the order in which they come, as Telegram HTML, each
// in its format, with one passage at most. It may be longer than a message.
func Latest(l *Locale, alerts []Alert) string {
	if len(alerts) == 0 {
		return l.Say(LatestNone)
	}
	parts := []string{l.line(l.Say(LatestTitle))}
	for _, a := range alerts {
		parts = append(parts, strings.Join(a.write(l, asHTML, 1), "\n"))
	}
	return strings.Join(parts, "\n\n")
}

// TopicLabel returns a topic's name for a button.
func TopicLabel(l *Locale, t news.Topic) string { return topicName(l, t, 40) }

// TopicLine returns a topic with the sign of its severity, as Telegram HTML.
func TopicLine(l *Locale, t news.Topic) string {
	return l.line(marker(t.Severity) + " " + isolate(escape(TopicLabel(l, t))))
}
