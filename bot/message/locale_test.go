package message_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/BurntSushi/toml"

	"github.com/rasadnews/rasad/bot/message"
)

var placeholder = regexp.MustCompile(`{{\.(\w+)}}`)

// TestLocales holds that every key has its text in every language, with the
// same placeholders in each of its plural forms and the same HTML tags, and
// that no text is there without a key.
func TestLocales(t *testing.T) {
	keys := keysOf(t)
	if len(keys) < 50 {
		t.Fatalf("only %d keys were found in key*.go", len(keys))
	}
	reference := texts(t, "en")
	for _, lang := range message.Languages() {
		own := texts(t, lang)
		for _, k := range keys {
			if len(own[k]) == 0 {
				t.Errorf("%s: the key %q has no text", lang, k)
			}
		}
		for k, forms := range own {
			if !slices.Contains(keys, k) {
				t.Errorf("%s: no key needs the text %q", lang, k)
			}
			for form, text := range forms {
				if strings.TrimSpace(text) == "" {
					t.Errorf("%s: %s.%s is empty", lang, k, form)
				}
				if got, want := parts(text), parts(reference[k]["other"]); !slices.Equal(got, want) {
					t.Errorf("%s: %s.%s has %v, English has %v", lang, k, form, got, want)
				}
			}
		}
	}
}

// TestEveryKeyIsUsed holds that the bot says all that the locales can say.
func TestEveryKeyIsUsed(t *testing.T) {
	var code strings.Builder
	for _, pattern := range []string{"*.go", "../*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v, %v", pattern, files, err)
		}
		for _, f := range files {
			if strings.HasSuffix(f, "_test.go") || strings.HasPrefix(f, "key") {
				continue
			}
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			code.Write(b)
		}
	}
	for _, name := range namesOf(t) {
		if !regexp.MustCompile(`\b` + name.Name + `\b`).MatchString(code.String()) {
			t.Errorf("nobody says %s", name.Name)
		}
	}
}

// parts returns the placeholders and the tags of a text, sorted.
func parts(text string) []string {
	var found []string
	for _, m := range placeholder.FindAllString(text, -1) {
		if !slices.Contains(found, m) {
			found = append(found, m)
		}
	}
	found = append(found, regexp.MustCompile(`</?\w+>`).FindAllString(text, -1)...)
	slices.Sort(found)
	return found
}

// texts reads a locale: by key, then by plural form.
func texts(t *testing.T, lang string) map[string]map[string]string {
	t.Helper()
	raw := map[string]any{}
	areas, err := filepath.Glob(filepath.Join("locales", lang, "*.toml"))
	if err != nil || len(areas) == 0 {
		t.Fatalf("%s: %v, %v", lang, areas, err)
	}
	for _, area := range areas {
		var own map[string]any
		if _, err := toml.DecodeFile(area, &own); err != nil {
			t.Fatal(err)
		}
		for k, v := range own {
			if _, twice := raw[k]; twice {
				t.Errorf("%s: %s stands twice, in %s too", lang, k, area)
			}
			raw[k] = v
		}
	}
	all := map[string]map[string]string{}
	for k, v := range raw {
		all[k] = map[string]string{}
		switch v := v.(type) {
		case string:
			all[k]["other"] = v
		case map[string]any:
			for form, text := range v {
				all[k][form], _ = text.(string)
			}
			if all[k]["one"] == "" || all[k]["other"] == "" {
				t.Errorf("%s: %s lacks a plural form", lang, k)
			}
		}
	}
	return all
}

// namesOf returns the names of the constants in key*.go with their values.
func namesOf(t *testing.T) map[string]*ast.Ident {
	t.Helper()
	files, err := filepath.Glob("key*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("key*.go: %v, %v", files, err)
	}
	names := map[string]*ast.Ident{}
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if v, ok := n.(*ast.ValueSpec); ok {
				value, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
				if err != nil {
					t.Fatal(err)
				}
				if names[value] != nil {
					t.Errorf("%s: the key %q stands twice", name, value)
				}
				names[value] = v.Names[0]
			}
			return true
		})
	}
	return names
}

func keysOf(t *testing.T) []string {
	t.Helper()
	var keys []string
	for k := range namesOf(t) {
		keys = append(keys, k)
	}
	return keys
}

func TestLanguage(t *testing.T) {
	for tag, want := range map[string]string{
		"fa": "fa", "fa-IR": "fa", "FA": "fa", "prs": "fa", "ps-AF": "fa",
		"en": "en", "en-GB": "en", "ru": "en", "": "en", "fake": "en", "\x00": "en",
	} {
		if got := message.Language(tag); got != want {
			t.Errorf("Language(%q) = %q, want %q", tag, got, want)
		}
	}
}

func TestNumber(t *testing.T) {
	for _, row := range []struct {
		lang string
		n    int64
		want string
	}{
		{"en", 0, "0"}, {"en", 999, "999"}, {"en", 1234567, "1,234,567"}, {"en", -1000, "−1,000"},
		{"fa", 1234567, "۱٬۲۳۴٬۵۶۷"}, {"fa", 12, "۱۲"},
	} {
		if got := message.In(row.lang).Number(row.n); got != row.want {
			t.Errorf("Number(%d) in %s = %q, want %q", row.n, row.lang, got, row.want)
		}
	}
}

func TestDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0:                          "0 minutes",
		time.Minute:                "1 minute",
		61 * time.Minute:           "1 hour and 1 minute",
		49*time.Hour + time.Minute: "2 days and 1 hour",
	} {
		if got := message.In("en").Duration(d); got != want {
			t.Errorf("Duration(%s) = %q, want %q", d, got, want)
		}
	}
}

func TestSayEscapesAndIsolates(t *testing.T) {
	got := message.In("en").Say(message.UnknownTopic, "Topic", "a<b>&\"\u202e\x00c\nd")
	if want := "\u2068a&lt;b&gt;&amp;&quot;c d\u2069"; !strings.Contains(got, want) {
		t.Errorf("Say = %q, want %q in it", got, want)
	}
}
