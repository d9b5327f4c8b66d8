package telegram

import (
	"cmp"
	"encoding/json"
	"fmt"
	"html"
	"slices"
	"strings"
	"unicode/utf16"
)

// A mark is a piece of a text that its author formatted
// (https://core.telegram.org/bots/api#messageentity). Places are UTF-16 units.
type mark struct {
	Type     string `json:"type"`
	Offset   int    `json:"offset"`
	Length   int    `json:"length"`
	URL      string `json:"url"`
	Language string `json:"language"`
	User     *User  `json:"user"`
}

// mostMarks is how many marks of a message are looked at, as many as Telegram
// keeps, and markBytes how long one is at most.
const (
	mostMarks = 100
	markBytes = 4096
)

// readMarks returns those marks that tell of a form that HTML has, none if they
// cannot be read.
func readMarks(raw json.RawMessage) []mark {
	var all []mark
	if len(raw) > mostMarks*markBytes || json.Unmarshal(raw, &all) != nil {
		return nil
	}
	all = slices.DeleteFunc(all[:min(len(all), mostMarks)], func(m mark) bool {
		open, _ := m.tags()
		return open == "" || m.Offset < 0 || m.Length <= 0
	})
	slices.SortStableFunc(all, func(a, b mark) int {
		return cmp.Or(cmp.Compare(a.Offset, b.Offset), cmp.Compare(b.Length, a.Length))
	})
	return all
}

// tags returns the HTML around a mark's text, nothing for one that a server
// finds in plain text by itself, or that bots cannot send.
func (m mark) tags() (open, shut string) {
	simple := map[string]string{
		"bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "spoiler": "tg-spoiler", "code": "code", "blockquote": "blockquote",
	}
	switch tag := simple[m.Type]; {
	case tag != "":
		return "<" + tag + ">", "</" + tag + ">"
	case m.Type == "expandable_blockquote":
		return "<blockquote expandable>", "</blockquote>"
	case m.Type == "pre" && m.Language != "":
		return `<pre><code class="language-` + html.EscapeString(m.Language) + `">`, "</code></pre>"
	case m.Type == "pre":
		return "<pre>", "</pre>"
	case m.Type == "text_link":
		return `<a href="` + html.EscapeString(m.URL) + `">`, "</a>"
	case m.Type == "text_mention" && m.User != nil:
		return fmt.Sprintf(`<a href="tg://user?id=%d">`, m.User.ID), "</a>"
	}
	return "", ""
}

// Formatted returns the text from a byte on as Telegram HTML, if its author
// formatted some of that in the app; else nothing.
func (m *Incoming) Formatted(from int) string {
	var b strings.Builder
	type piece struct {
		end  int
		shut string
	}
	var open []piece
	next, at, any := 0, 0, false
	step := func(visible bool) {
		for len(open) > 0 && open[len(open)-1].end <= at {
			b.WriteString(open[len(open)-1].shut)
			open = open[:len(open)-1]
		}
		for ; visible && next < len(m.marks) && m.marks[next].Offset <= at; next++ {
			one := m.marks[next]
			end := one.Offset + one.Length
			if len(open) > 0 {
				end = min(end, open[len(open)-1].end) // none goes on where the one around it ends
			}
			if end <= at {
				continue
			}
			tag, shut := one.tags()
			b.WriteString(tag)
			open, any = append(open, piece{end, shut}), true
		}
	}
	for i, r := range m.Text {
		if i >= from {
			step(true)
			b.WriteString(html.EscapeString(string(r)))
		}
		at += max(1, utf16.RuneLen(r))
	}
	at = 1 << 30 // whatever is open ends with the text
	step(false)
	if !any {
		return ""
	}
	return b.String()
}
