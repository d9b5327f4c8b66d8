package telegramtest_test

import (
	"fmt"
	"io/fs"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

// pageLanguages are the languages of the page: the codes of apps that each is
// meant for, and what it writes on the button that starts the bot.
var pageLanguages = map[string]struct {
	codes []string
	start string
}{
	"fa":  {[]string{"fa", "fa-IR", "fas"}, "شروع"},
	"prs": {[]string{"prs", "fa-AF", "fa_AF"}, "شروع"},
	"ps":  {[]string{"ps", "ps-AF"}, "پیل"},
	"ar":  {[]string{"ar", "ar-IQ"}, "ابدأ"},
	"ur":  {[]string{"ur", "ur-PK"}, "اسٹارٹ"},
	"ru":  {[]string{"ru", "ru-RU"}, "Начать"},
	"en":  {[]string{"en", "en-US", "", "de", "not a tag"}, "START"},
}

// TestPageSpeaksEveryLanguage plays readers of every language and region, on a
// phone, where long words would stand out.
func TestPageSpeaksEveryLanguage(t *testing.T) {
	s := telegramtest.Start(t, telegramtest.Config{})
	first := s.User("First", "en")
	desk := s.Forum("Desk", first)
	desk.AddBot(telegramtest.Admin)
	b := browse(t, s.Site(), phone, fmt.Sprintf("#%d", first.ID()))
	for lang, want := range pageLanguages {
		for _, code := range want.codes {
			u := s.User("Reader of "+code, code)
			u.Join(desk)
			for name, chat := range map[string]int64{"list": 0, "chat": u.ID(), "forum": desk.ID()} {
				b.visit(u.ID(), chat, 0)
				b.hold(map[string]string{`document.documentElement.lang`: lang, overflowing: ""})
				if chat == u.ID() {
					b.hold(map[string]string{`document.querySelector('.wide').textContent`: want.start})
				}
				if code == want.codes[0] {
					b.shoot("language-" + lang + "-" + name)
				}
			}
		}
	}
}

// pageWord is an entry of the page's words, and pagePart a value's place in one.
var (
	pageWord = regexp.MustCompile(`\b(\w+): '([^']*)'`)
	pagePart = regexp.MustCompile(`\{\w+\}`)
)

// TestPageHasEveryWord holds that all languages have the same words with the
// same values in them, and that the page uses each.
func TestPageHasEveryWord(t *testing.T) {
	var script strings.Builder
	parts, err := fs.Glob(os.DirFS("page"), "*.js")
	if err != nil || len(parts) == 0 {
		t.Fatalf("the page has no parts: %v", err)
	}
	for _, part := range parts {
		if strings.Count(part, ".") == 1 { // words.en.js and the like hold words alone
			script.WriteString(pagePartOf(t, part))
		}
	}
	words := func(lang string) map[string]string {
		all := map[string]string{}
		for _, word := range pageWord.FindAllStringSubmatch(pagePartOf(t, "words."+lang+".js"), -1) {
			all[word[1]] = word[2]
		}
		return all
	}
	english := words("en")
	if len(english) == 0 {
		t.Fatal("the page has no words")
	}
	for key := range english {
		if !regexp.MustCompile(`\bwords\.` + key + `\b`).MatchString(script.String()) {
			t.Errorf("no part of the page says %q", key)
		}
	}
	for lang := range pageLanguages {
		theirs := words(lang)
		for key, word := range english {
			if theirs[key] == "" {
				t.Errorf("%s lacks %q", lang, key)
			} else if got, want := placesOf(theirs[key]), placesOf(word); got != want {
				t.Errorf("%s: %s has the values %q, want %q", lang, key, got, want)
			}
		}
		if len(theirs) != len(english) {
			t.Errorf("%s has %d words, want %d", lang, len(theirs), len(english))
		}
	}
}

// placesOf names the values that stand in a word, each once.
func placesOf(word string) string {
	seen := map[string]bool{}
	for _, part := range pagePart.FindAllString(word, -1) {
		seen[part] = true
	}
	return fmt.Sprint(seen)
}

// pagePartOf returns a part of the page as it is served.
func pagePartOf(t *testing.T, name string) string {
	t.Helper()
	w := httptest.NewRecorder()
	telegramtest.New(telegramtest.Config{}).Site().ServeHTTP(w, httptest.NewRequest("GET", "http://localhost/page/"+name, nil))
	if w.Code != 200 {
		t.Fatalf("%s: status %d", name, w.Code)
	}
	return w.Body.String()
}
