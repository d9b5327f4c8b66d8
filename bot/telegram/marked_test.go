package telegram_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestFormattedTexts are read back as HTML, and what no app would send does no
// harm.
func TestFormattedTexts(t *testing.T) {
	for _, c := range []struct{ text, entities, want string }{
		{"plain & simple", ``, ""},
		{"see https://a.example #x", `{"type":"url","offset":4,"length":17},{"type":"hashtag","offset":22,"length":2}`, ""},
		{"😀 bold <x>", `{"type":"bold","offset":3,"length":4}`, "😀 <b>bold</b> &lt;x&gt;"},
		{"abcd", `{"type":"italic","offset":1,"length":2},{"type":"bold","offset":0,"length":4}`, "<b>a<i>bc</i>d</b>"},
		{"abcd", `{"type":"bold","offset":0,"length":3},{"type":"italic","offset":2,"length":2}`, "<b>ab<i>c</i></b>d"},
		{"code", `{"type":"pre","offset":0,"length":99,"language":"go\">"}`, `<pre><code class="language-go&#34;&gt;">code</code></pre>`},
		{"link", `{"type":"text_link","offset":0,"length":4,"url":"https://a.example/\"><b>"}`, `<a href="https://a.example/&#34;&gt;&lt;b&gt;">link</a>`},
		{"Sara", `{"type":"text_mention","offset":0,"length":4,"user":{"id":7}}`, `<a href="tg://user?id=7">Sara</a>`},
		{"abc", `{"type":"bold","offset":-1,"length":2},{"type":"bold","offset":50,"length":1},{"type":"spoiler","offset":1,"length":0}`, ""},
		{"abc", `{"type":7}`, ""},
		{"abc", strings.Repeat(`{"type":"bold","offset":0,"length":1},`, 1<<13) + `{"type":"bold","offset":0,"length":1}`, strings.Repeat("<b>", 100) + "a" + strings.Repeat("</b>", 100) + "bc"},
	} {
		body := fmt.Sprintf(`{"ok":true,"result":[{"update_id":1,"message":{"message_id":1,"chat":{"id":5,"type":"private"},"text":%q,"entities":[%s]}}]}`, c.text, c.entities)
		got, err := client(t, answering(200, "application/json", body)).GetUpdates(t.Context(), 1, 0, nil)
		if err != nil || len(got) != 1 || got[0].Message == nil {
			t.Fatalf("GetUpdates = %+v, %v", got, err)
		}
		if html := got[0].Message.Formatted(0); html != c.want {
			t.Errorf("%q with %.80s is %.200s, want %.200s", c.text, c.entities, html, c.want)
		}
	}
}
