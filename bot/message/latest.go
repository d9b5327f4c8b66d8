package message

import "github.com/rasadnews/rasad/news"

// TopicLabel returns a topic's name for a button.
func TopicLabel(l *Locale, t news.Topic) string { return topicName(l, t, 40) }

// TopicLine returns a topic with the sign of its severity, as Telegram HTML.
func TopicLine(l *Locale, t news.Topic) string {
	return l.line(marker(t.Severity) + " " + isolate(escape(TopicLabel(l, t))))
}
