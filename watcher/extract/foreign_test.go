package extract_test

import (
	"strings"
	"testing"

	"github.com/rasadnews/rasad/watcher/extract"
)

// TestWhatIsNoWebPageIsNoArticle wants files of other kinds refused that came as
// a page, and a page read that begins with a warning of its server.
func TestWhatIsNoWebPageIsNoArticle(t *testing.T) {
	sentence := "The harbour board met on Monday, and agreed on a plan for the new quay. "
	for name, text := range map[string]string{
		"PDF":        "%PDF-1.4\n1 0 obj << /Title (Quay) >>\nstream\n" + strings.Repeat("BT ("+sentence+") Tj ET\n", 20),
		"JSON":       `{"title": "Quay", "body": "<p>` + strings.Repeat(sentence, 20) + `</p>"}`,
		"CSS":        strings.Repeat("body > p { margin: 0 auto; color: red }\n", 40),
		"JavaScript": "/* " + strings.Repeat(sentence, 20) + "*/\ndocument.write(\"<div><p>" + sentence + "</p></div>\");",
		"plain text": strings.Repeat(sentence, 20),
	} {
		r, err := extract.Page("\uFEFF\n"+text, "https://harbour.example/n/1")
		if err != nil || r.Type != extract.TypeEmpty || !strings.Contains(r.Reason, "web page") {
			t.Errorf("%s: %s (%s), %v, want empty", name, r.Type, r.Reason, err)
		}
	}
	r, err := extract.Page("Warning: mysql_connect() in /srv/index.php on line 3\n"+story(each("<p>", "</p>", paragraphs)), "https://news.example/1")
	if err != nil || r.Type != extract.TypeArticle {
		t.Errorf("behind a warning: %s (%s), %v, want an article", r.Type, r.Reason, err)
	}
}
