package telegramtest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

// TestEntitiesAreFound holds what a server finds in plain text by itself.
func TestEntitiesAreFound(t *testing.T) {
	s := telegramtest.New(telegramtest.Config{})
	sara := s.User("Sara", "fa")
	for text, want := range map[string]string{
		"see https://example.com/a?b=1.":         "url https://example.com/a?b=1",
		"see example.com, or www.bbc.co.uk/news": "url example.com, url www.bbc.co.uk/news",
		"خبر در rasad.ir/a":                      "url rasad.ir/a",
		"write to desk.one@example.com!":         "email desk.one@example.com",
		"https://user@example.com/":              "url https://user@example.com/",
		"a file report.pdf and v1.2.3":           "",
		"$USD and $TOOLONGNAME, $usd, a$USD":     "cashtag $USD",
		"call +98 912 345 6789 or +1-212":        "phone_number +98 912 345 6789",
		"/start@bot_name @sara_1 #خبر_فوری":      "bot_command /start@bot_name, mention @sara_1, hashtag #خبر_فوری",
		"1+2345678": "",
	} {
		var got []string
		for _, e := range sara.Say(sara.Private(), text).Entities {
			units := []rune(text) // all of these are of one UTF-16 unit
			got = append(got, fmt.Sprint(e.Type, " ", string(units[e.Offset:e.Offset+e.Length])))
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%q holds %q, want %q", text, got, want)
		}
	}
}
