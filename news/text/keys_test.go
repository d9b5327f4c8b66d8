package text_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/rasadnews/rasad/news/text"
)

func keys(s string) []string {
	var t text.Text
	t.Scan(s)
	var all []string
	t.Keys(func(key string) { all = append(all, key) })
	return all
}

func TestKeysRunOnWhereWordsDo(t *testing.T) {
	for _, row := range []struct{ source, want string }{
		{"Kabul's two attacks", "kabul s two attacks"},
		{"کتاب\u200cها", "کتابها ها"},
		{"کتاب ها و آب", "کتابها ها و اب"},
		{"می شود. ضد تروریسم", "میشود شود ضدتروریسم تروریسم"},
		{"می، شود", "می شود"},
		{"C-130", "c 130"},
		{"", ""},
		{strings.Repeat("x", 100), strings.Repeat("x", text.KeyLetters)},
		{"𐐨𐐩", "𐐨𐐩"},
	} {
		if got := strings.Join(keys(row.source), " "); got != row.want {
			t.Errorf("Keys of %q = %q, want %q", row.source, got, row.want)
		}
	}
}

// TestKeysBeginWithKey holds every beginning of a long run of words against
// the key of the whole.
func TestKeysBeginWithKey(t *testing.T) {
	source := strings.Repeat("آنها\u200cمی\u200cگویند\u200c", 20) + "𐐨"
	var scanned text.Text
	scanned.Scan(source)
	first := keys(source)[0]
	for n := range scanned.Letters {
		if k := text.Key(scanned.Letters[:n]); !strings.HasPrefix(first, k) {
			t.Fatalf("Key of %d letters = %q, want a beginning of %q", n, k, first)
		}
	}
	if n := len(utf16.Encode([]rune(first))); n != text.KeyLetters {
		t.Errorf("the key has %d letters, want %d", n, text.KeyLetters)
	}
	if !slices.Contains(keys(source), "𐐨") {
		t.Error("the last word has no key")
	}
}
