package telegramtest_test

import (
	"reflect"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

type entity = telegramtest.Entity

func TestParse(t *testing.T) {
	for _, c := range []struct {
		source, text string
		entities     []entity
	}{
		{"plain & <b>bold</b>", "plain & bold", []entity{{Type: "bold", Offset: 8, Length: 4}}},
		{"<STRONG>a</strong><em>b</><ins>c</ins><del>d</del><tg-spoiler>e</tg-spoiler><span class=tg-spoiler>f</span>", "abcdef",
			[]entity{{Type: "bold", Length: 1}, {Type: "italic", Offset: 1, Length: 1}, {Type: "underline", Offset: 2, Length: 1},
				{Type: "strikethrough", Offset: 3, Length: 1}, {Type: "spoiler", Offset: 4, Length: 2}}},
		{"&lt;&gt;&amp;&quot;&#65;&#x42;&ampx &nbsp;&#0; &lt", `<>&"AB&ampx &nbsp;&#0; <`, nil},
		{"😀<b>سلام</b>", "😀سلام", []entity{{Type: "bold", Offset: 2, Length: 4}}},
		{"<b>a<i>b</i></b>", "ab", []entity{{Type: "bold", Length: 2}, {Type: "italic", Offset: 1, Length: 1}}},
		{"<b>a<b>b</b></b>c", "abc", []entity{{Type: "bold", Length: 2}}},
		{"<b>a</b><b>b</b>", "ab", []entity{{Type: "bold", Length: 2}}},
		{`<a href="https://example.com/?a=1&amp;b=2">x</a>`, "x", []entity{{Type: "text_link", Length: 1, URL: "https://example.com/?a=1&b=2"}}},
		{`<a href='example.com'>x</a>`, "x", []entity{{Type: "text_link", Length: 1, URL: "http://example.com/"}}},
		{`<a>https://example.com/y</a>`, "https://example.com/y", []entity{{Type: "text_link", Length: 21, URL: "https://example.com/y"}}},
		{`<a href="tg://user?id=42">x</a>`, "x", []entity{{Type: "text_mention", Length: 1, UserID: 42}}},
		{`<a href="nowhere">x</a>`, "x", nil},
		{`<pre><code class="language-go">x</code></pre>`, "x", []entity{{Type: "pre", Length: 1, Language: "go"}}},
		{`<code class="language-go"><pre>x</pre></code>`, "x", []entity{{Type: "pre", Length: 1, Language: "go"}}},
		{`<code class="language-go">x</code>`, "x", []entity{{Type: "code", Length: 1}}},
		{`<code>a<b>b</b></code>`, "ab", []entity{{Type: "code", Length: 2}}},
		{`<b>x<code>y</code>z</b>`, "xyz", []entity{{Type: "bold", Length: 1}, {Type: "code", Offset: 1, Length: 1}, {Type: "bold", Offset: 2, Length: 1}}},
		{`<blockquote expandable>q</blockquote>`, "q", []entity{{Type: "expandable_blockquote", Length: 1}}},
		{`<blockquote>a<blockquote>b</blockquote></blockquote>`, "ab", []entity{{Type: "blockquote", Length: 2}}},
		{`<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>`, "👍", []entity{{Type: "custom_emoji", Length: 2, EmojiID: "5368324170671202286"}}},
		{"  \n<b> a</b> \n", "a", []entity{{Type: "bold", Length: 1}}},
		{"a\tb\r\n\u202bc\u202c", "a b\nc", nil},
		{"\u2067متن\u2069", "\u2067متن\u2069", nil},
		{"<b></b><i> </i>", "", nil},
		{"\u200b\u200f", "", nil},
	} {
		text, entities, err := telegramtest.Parse(c.source)
		if text != c.text || !reflect.DeepEqual(entities, c.entities) && len(entities)+len(c.entities) > 0 || err != nil {
			t.Errorf("Parse(%q) = %q, %+v, %v, want %q, %+v", c.source, text, entities, err, c.text, c.entities)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for source, want := range map[string]string{
		"<p>x</p>":               `Unsupported start tag "p" at byte offset 0`,
		"کا<br>":                 `Unsupported start tag "br" at byte offset 4`,
		"a <b":                   `Unclosed start tag at byte offset 2`,
		"a < b":                  `Unsupported start tag "" at byte offset 2`,
		"a < b > c":              `Unsupported start tag "" at byte offset 2`,
		"<b>x":                   `Can't find end tag corresponding to start tag "b"`,
		"<i><b>x</b>":            `Can't find end tag corresponding to start tag "i"`,
		"<b>x</i>":               `Unmatched end tag at byte offset 4, expected "</b>", found "</i>"`,
		"x</b>":                  `Unexpected end tag at byte offset 1`,
		"<b>x</b":                `Unclosed end tag at byte offset 4`,
		"<b>x</b y>":             `Unclosed end tag at byte offset 4`,
		"<b":                     `Unclosed start tag at byte offset 0`,
		`<a href="x`:             `Unclosed start tag at byte offset 0`,
		`<a href=x/y>z</a>`:      `Unexpected end of name token at byte offset 8`,
		`<a href>z</a>`:          `Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0`,
		`<a ="x">z</a>`:          `Empty attribute name in the tag "a" at byte offset 0`,
		`<span class="x">z`:      `Tag "span" must have class "tg-spoiler" at byte offset 0`,
		`<tg-emoji>x</tg-emoji>`: `Invalid custom emoji identifier specified`,
		"&#55357;x":              `Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units`,
	} {
		if _, _, err := telegramtest.Parse(source); err == nil || err.Error() != want {
			t.Errorf("Parse(%q) = %v, want %s", source, err, want)
		}
	}
}

// FuzzParse proves that what the parser accepts is rendered to HTML that it
// reads as the same text with the same entities, which nest and lie inside.
func FuzzParse(f *testing.F) {
	f.Add("<b>a<i>b</i></b><i>c</i> &lt; <a href='x.com/?a&amp;b'>l</a>")
	f.Add("<b>a<a href=x.y>b</a></b><blockquote expandable><u>c\u200f\u200e</u>\r</blockquote>")
	f.Add("<pre><code class=language-go>😀</code></pre><tg-time unix=1 format=r>now</tg-time>")
	f.Add("<s> <u>\n</u><code><s>a</s></code></s><tg-emoji emoji-id=1>x</tg-emoji>")
	f.Fuzz(func(t *testing.T, source string) {
		if !utf8.ValidString(source) || len(source) > 1<<12 {
			return
		}
		text, entities, err := telegramtest.Parse(source)
		if err != nil {
			return
		}
		checkParsed(t, source, text, entities)
	})
}

// checkParsed holds that entities nest and lie inside their text, and that both
// are rendered to HTML that reads as the same.
func checkParsed(t *testing.T, source, text string, entities []entity) {
	t.Helper()
	length := len(utf16.Encode([]rune(text)))
	for i, e := range entities {
		if e.Length <= 0 || e.Offset < 0 || e.Offset+e.Length > length {
			t.Fatalf("%q: %+v lies outside of %q", source, e, text)
		}
		for _, o := range entities[:i] {
			if o.Offset+o.Length > e.Offset && o.Offset+o.Length < e.Offset+e.Length {
				t.Fatalf("%q: %+v crosses %+v", source, e, o)
			}
		}
	}
	html := telegramtest.Render(text, entities)
	again, entitiesAgain, err := telegramtest.Parse(html)
	if err != nil || again != text || !reflect.DeepEqual(entities, entitiesAgain) {
		t.Fatalf("%q = %q, %+v\nrendered %q\nreads %q, %+v, %v", source, text, entities, html, again, entitiesAgain, err)
	}
}
