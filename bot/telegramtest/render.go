package telegramtest

import (
	"html"
	"slices"
	"strconv"
	"strings"
)

// Render writes a text and its entities as Telegram HTML. Parse reads it back
// to the same text and entities, but for those that a server finds by itself.
func Render(s string, entities []Entity) string {
	opens, closes := map[int][]Entity{}, map[int][]Entity{}
	for _, e := range entities {
		if start, _ := e.tags(); start != "" {
			opens[e.Offset] = append(opens[e.Offset], e)
			closes[e.Offset+e.Length] = append(closes[e.Offset+e.Length], e)
		}
	}
	var b strings.Builder
	border := func(at int) {
		for _, e := range slices.Backward(closes[at]) {
			_, end := e.tags()
			b.WriteString(end)
		}
		for _, e := range opens[at] {
			start, _ := e.tags()
			b.WriteString(start)
		}
	}
	at := 0
	for _, r := range s {
		border(at)
		b.WriteString(escape(string(r)))
		at += width16(r)
	}
	border(at)
	return b.String()
}

// tags returns the tags around an entity, or nothing for one that a server
// finds by itself.
func (e Entity) tags() (start, end string) {
	switch e.Type {
	case "bold":
		return "<b>", "</b>"
	case "italic":
		return "<i>", "</i>"
	case "underline":
		return "<u>", "</u>"
	case "strikethrough":
		return "<s>", "</s>"
	case "spoiler":
		return "<tg-spoiler>", "</tg-spoiler>"
	case "code":
		return "<code>", "</code>"
	case "pre":
		if e.Language != "" {
			return `<pre><code class="language-` + escape(e.Language) + `">`, "</code></pre>"
		}
		return "<pre>", "</pre>"
	case "blockquote":
		return "<blockquote>", "</blockquote>"
	case "expandable_blockquote":
		return "<blockquote expandable>", "</blockquote>"
	case "text_link":
		return `<a href="` + escape(e.URL) + `">`, "</a>"
	case "text_mention":
		return `<a href="tg://user?id=` + strconv.FormatInt(e.UserID, 10) + `">`, "</a>"
	case "custom_emoji":
		return `<tg-emoji emoji-id="` + escape(e.EmojiID) + `">`, "</tg-emoji>"
	case "date_time":
		return `<tg-time unix="` + strconv.FormatInt(e.UnixTime, 10) + `" format="` + escape(e.DateTimeFormat) + `">`, "</tg-time>"
	}
	return "", ""
}

func escape(s string) string { return strings.ReplaceAll(html.EscapeString(s), "&#39;", "'") }
