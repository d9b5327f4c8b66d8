package telegramtest_test

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

func TestParseMarkdownV2(t *testing.T) {
	for _, c := range []struct {
		source, text string
		entities     []entity
	}{
		{`plain \. \_ \\`, `plain . _ \`, nil},
		{`back\slash \کابل \`, `backslash \کابل \`, nil},
		{"😀*سلام*", "😀سلام", []entity{{Type: "bold", Offset: 2, Length: 4}}},
		{"*a*_b_~d~__c__||e||`f`", "abdcef", []entity{
			{Type: "bold", Length: 1}, {Type: "italic", Offset: 1, Length: 1}, {Type: "strikethrough", Offset: 2, Length: 1},
			{Type: "underline", Offset: 3, Length: 1}, {Type: "spoiler", Offset: 4, Length: 1}, {Type: "code", Offset: 5, Length: 1}}},
		{"*a _b ~c ||d||~ __e___ f*", "a b c d e f", []entity{
			{Type: "bold", Length: 11}, {Type: "italic", Offset: 2, Length: 7}, {Type: "strikethrough", Offset: 4, Length: 3},
			{Type: "spoiler", Offset: 6, Length: 1}, {Type: "underline", Offset: 8, Length: 1}}},
		{"**__a__", "a", []entity{{Type: "underline", Length: 1}}},
		{"`*_[`", "*_[", []entity{{Type: "code", Length: 3}}},
		{"```go\nx := 1```", "x := 1", []entity{{Type: "pre", Length: 6, Language: "go"}}},
		{"```go```", "go", []entity{{Type: "pre", Length: 2}}},
		{"```\r\nx\\` y```", "x` y", []entity{{Type: "pre", Length: 4}}},
		{`[کابل](https://example.com/a\)b)`, "کابل", []entity{{Type: "text_link", Length: 4, URL: "https://example.com/a)b"}}},
		{`[example\.com]`, "example.com", []entity{{Type: "text_link", Length: 11, URL: "http://example.com/"}}},
		{`[a](nowhere)b`, "ab", nil},
		{`[](example.com)x`, "x", nil},
		{`[a](TG:user?x=1&id=42#id=7)`, "a", []entity{{Type: "text_mention", Length: 1, UserID: 42}}},
		{`[a](tg://user/?id=42)`, "a", []entity{{Type: "text_mention", Length: 1, UserID: 42}}},
		{`![👍](tg://emoji?id=5368324170671202286)`, "👍", []entity{{Type: "custom_emoji", Length: 2, EmojiID: "5368324170671202286"}}},
		{`![noon](tg://time?unix=1647531900&format=wDT)`, "noon", []entity{{Type: "date_time", Length: 4, UnixTime: 1647531900, DateTimeFormat: "wDT"}}},
		{">a\n>b\nc", "a\nb\nc", []entity{{Type: "blockquote", Length: 4}}},
		{"a\n>b\n>c||", "a\nb\nc", []entity{{Type: "expandable_blockquote", Offset: 2, Length: 3}}},
		{">a||b||||\nc", "ab\nc", []entity{{Type: "expandable_blockquote", Length: 3}, {Type: "spoiler", Offset: 1, Length: 1}}},
		{">a||b||\nc", "ab\nc", []entity{{Type: "blockquote", Length: 3}, {Type: "spoiler", Offset: 1, Length: 1}}},
		{">a||\r\nb", "a\nb", []entity{{Type: "expandable_blockquote", Length: 2}}},
		{">a\n**>b||", "a\nb", []entity{{Type: "blockquote", Length: 2}, {Type: "expandable_blockquote", Offset: 2, Length: 1}}},
		{"*a\n>b\nc*", "a\nb\nc", []entity{{Type: "bold", Length: 5}, {Type: "blockquote", Offset: 2, Length: 2}}},
		{">*a\n>b*\nc", "a\nb\nc", []entity{{Type: "blockquote", Length: 4}, {Type: "bold", Length: 3}}},
		{"", "", nil},
	} {
		text, entities, err := telegramtest.ParseMarkdownV2(c.source)
		if text != c.text || !reflect.DeepEqual(entities, c.entities) && len(entities)+len(c.entities) > 0 || err != nil {
			t.Errorf("ParseMarkdownV2(%q) = %q, %+v, %v, want %q, %+v", c.source, text, entities, err, c.text, c.entities)
		}
	}
}

func TestParseMarkdownV2Refuses(t *testing.T) {
	for source, want := range map[string]string{
		"خبر *x":                  "Can't find end of Bold entity at byte offset 7",
		"_x":                      "Can't find end of Italic entity at byte offset 0",
		"_x__":                    "Can't find end of Underline entity at byte offset 2",
		"~x":                      "Can't find end of Strikethrough entity at byte offset 0",
		"||x|":                    `Character '|' is reserved and must be escaped with the preceding '\'`,
		"||x":                     "Can't find end of Spoiler entity at byte offset 0",
		"`x":                      "Can't find end of Code entity at byte offset 0",
		"```x":                    "Can't find end of Pre entity at byte offset 0",
		"```go x":                 "Can't find end of PreCode entity at byte offset 0",
		"*_x*_":                   "Can't find end of Italic entity at byte offset 4",
		"[x":                      "Can't find end of TextUrl entity at byte offset 0",
		"[x](example.com":         "Can't find end of a URL at byte offset 4",
		"![x](tg://emoji?":        "Can't find end of a custom emoji URL at byte offset 5",
		"![x":                     "Can't find end of CustomEmoji entity at byte offset 0",
		"![x]":                    "Custom emoji entity must contain a tg://emoji URL",
		"![x](https://x.ir)":      "Custom emoji URL must have scheme tg",
		"![x](tg://user?id=1)":    `Custom emoji URL must have host "emoji"`,
		"![x](tg://emoji?ID=1)":   "Custom emoji URL must have an emoji identifier",
		"![x](tg://emoji?id=007)": "Invalid custom emoji identifier specified",
		"![x](tg://time?unix=-1)": "Invalid Unix time specified",
		"a>b":                     `Character '>' is reserved and must be escaped with the preceding '\'`,
		">a *b\nc*":               "Can't find end of Bold entity at byte offset 3",
		">a ||b\nc":               "Can't find end of Spoiler entity at byte offset 3",
		">*a||\nc":                "Can't find end of Bold entity at byte offset 1",
		">*a||":                   "Can't find end of Bold entity at byte offset 1",
	} {
		if _, _, err := telegramtest.ParseMarkdownV2(source); err == nil || err.Error() != want {
			t.Errorf("ParseMarkdownV2(%q) fails with %v, want %s", source, err, want)
		}
	}
	for _, sign := range strings.Split("]()>#+-=|{}.!", "") {
		want := "Character '" + sign + `' is reserved and must be escaped with the preceding '\'`
		if _, _, err := telegramtest.ParseMarkdownV2("a" + sign); err == nil || err.Error() != want {
			t.Errorf("%q fails with %v, want %s", sign, err, want)
		}
	}
}

func TestParseMarkdown(t *testing.T) {
	for _, c := range []struct {
		source, text string
		entities     []entity
		err          string
	}{
		{source: "a. (b) - c! > |", text: "a. (b) - c! > |"},
		{source: `\_\*\[\` + "`" + ` \. \\`, text: "_*[` \\. \\\\"},
		{source: "*کابل* _b_ `c`", text: "کابل b c", entities: []entity{{Type: "bold", Length: 4}, {Type: "italic", Offset: 5, Length: 1}, {Type: "code", Offset: 7, Length: 1}}},
		{source: "*a_b*", text: "a_b", entities: []entity{{Type: "bold", Length: 3}}},
		{source: `*a\*b`, text: `a\b`, entities: []entity{{Type: "bold", Length: 2}}},
		{source: "```go\nx```", text: "x", entities: []entity{{Type: "pre", Length: 1, Language: "go"}}},
		{source: "[a](example.com) [b](tg://user?id=42) [c]", text: "a b c", entities: []entity{{Type: "text_link", Length: 1, URL: "http://example.com/"}, {Type: "text_mention", Offset: 2, Length: 1, UserID: 42}}},
		{source: "[a](example.com", text: "a", entities: []entity{{Type: "text_link", Length: 1, URL: "http://example.com/"}}},
		{source: "سـ *x", err: "Can't find end of the entity starting at byte offset 5"},
		{source: "`", err: "Can't find end of the entity starting at byte offset 0"},
		{source: "```a``", err: "Can't find end of the entity starting at byte offset 0"},
		{source: "[x", err: "Can't find end of the entity starting at byte offset 0"},
	} {
		text, entities, err := telegramtest.ParseMarkdown(c.source)
		got := ""
		if err != nil {
			got = err.Error()
		}
		if text != c.text || !reflect.DeepEqual(entities, c.entities) && len(entities)+len(c.entities) > 0 || got != c.err {
			t.Errorf("ParseMarkdown(%q) = %q, %+v, %v, want %q, %+v, %s", c.source, text, entities, err, c.text, c.entities, c.err)
		}
	}
}

// TestParseModes holds that a call's markup is read in its mode.
func TestParseModes(t *testing.T) {
	w := newWorld(t, telegramtest.Config{})
	for mode, source := range map[string]string{"HTML": "<b>a</b>", "markdownV2": "*a*", "Markdown": "*a*"} {
		id := send(t, w.Server, params{"chat_id": w.chat.ID(), "text": source, "parse_mode": mode})
		for _, m := range w.chat.Messages() {
			if m.ID == id && m.HTML != "<b>a</b>" {
				t.Errorf("%s: %+v", mode, m)
			}
		}
	}
	r := w.say(w.chat.ID(), params{"text": "v1.2", "parse_mode": "MarkdownV2"})
	if want := `Bad Request: can't parse entities: Character '.' is reserved and must be escaped with the preceding '\'`; r.Description != want {
		t.Errorf("refused with %q, want %q", r.Description, want)
	}
}

// TestMegabytesOfMarkup holds that no markup, however hostile, takes more
// than a little time for its length; at the old price of a look at every other
// entity it would take hours.
func TestMegabytesOfMarkup(t *testing.T) {
	const size = 1 << 20
	for name, c := range map[string]struct {
		parse func(string) (string, []entity, error)
		unit  string
	}{
		"bold":       {telegramtest.Parse, "<b>a</b> "},
		"open":       {telegramtest.Parse, "<b>"},
		"crossing":   {telegramtest.Parse, "<b>a<code>b</code></b><i>c</i>"},
		"links":      {telegramtest.Parse, `<a href="x.ir">a</a>`},
		"emoji":      {telegramtest.Parse, `<tg-emoji emoji-id="1">a</tg-emoji>`},
		"quotes":     {telegramtest.Parse, "<blockquote>\na</blockquote>"},
		"references": {telegramtest.Parse, "&amp;"},
		"blanks":     {telegramtest.Parse, "<i> </i>\n"},
		"v2":         {telegramtest.ParseMarkdownV2, "*a* _b_ `c` "},
		"v2 open":    {telegramtest.ParseMarkdownV2, "*_~"},
		"v2 links":   {telegramtest.ParseMarkdownV2, "[x](y.ir)"},
		"v2 bare":    {telegramtest.ParseMarkdownV2, `[x\.ir]`},
		"v2 quotes":  {telegramtest.ParseMarkdownV2, "\n>a\nb"},
		"v2 fences":  {telegramtest.ParseMarkdownV2, "```"},
		"old":        {telegramtest.ParseMarkdown, "*a* _b_ [c](x.ir) "},
		"old links":  {telegramtest.ParseMarkdown, "[a]("},
	} {
		text, entities, _ := c.parse(strings.Repeat(c.unit, size/len(c.unit)))
		if !utf8.ValidString(text) || len(entities) > size {
			t.Errorf("%s: %d bytes, %d entities", name, len(text), len(entities))
		}
	}
}

func FuzzParseMarkdown(f *testing.F) {
	for _, s := range []string{"*a _b_*", ">a\n>b||\n", "![👍](tg://emoji?id=5)", "```go\nx```", "[a](x.ir)", `\`, "||", ">||", "_" + "__", "\r>x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		if !utf8.ValidString(source) {
			t.Skip() // refused before it is parsed
		}
		for _, parse := range []func(string) (string, []entity, error){telegramtest.ParseMarkdownV2, telegramtest.ParseMarkdown} {
			text, entities, err := parse(source)
			if err == nil {
				checkParsed(t, source, text, entities)
			}
		}
	})
}
