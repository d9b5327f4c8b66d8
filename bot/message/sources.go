package message

import (
	"strings"
	"time"
)

// A SourceNotice is what admins are told of a source: that it fails, with the
// reason, or that it is well again, and after how long.
type SourceNotice struct {
	Name   string
	Reason string
	Well   bool
	Lasted time.Duration // zero if that is not known
}

// Sources returns a message about sources, in a language, as Telegram HTML.
func Sources(lang string, notices []SourceNotice) string {
	l := In(lang)
	var lines []string
	for i, n := range notices {
		if i == maxFailing {
			lines = append(lines, l.line(l.Say(AndMore, "Count", len(notices)-i)))
			break
		}
		name := shorten(n.Name, 60)
		switch {
		case !n.Well:
			lines = append(lines, l.line(l.Say(NoticeSourceFails, "Name", name, "Reason", shorten(n.Reason, 200))))
		case n.Lasted > 0:
			lines = append(lines, l.line(l.Say(NoticeSourceBack, "Name", name, "Lasted", HTML(l.Duration(n.Lasted)))))
		default:
			lines = append(lines, l.line(l.Say(NoticeSourceWell, "Name", name)))
		}
	}
	return strings.Join(lines, "\n")
}
