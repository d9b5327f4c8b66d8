package message_test

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"github.com/rasadnews/rasad/bot/message"
)

// reference is the language that the others are held against.
const reference = "en"

// categories are the plural forms of a language (CLDR). Those in exact stand
// for one number each, which a text may leave out: "an hour ago".
var categories = map[string]struct{ all, exact []string }{
	"fa":  {all: []string{"one", "other"}}, // one is 0 and 1
	"prs": {all: []string{"one", "other"}},
	"ps":  {all: []string{"one", "other"}, exact: []string{"one"}},
	"ar":  {all: []string{"few", "many", "one", "other", "two", "zero"}, exact: []string{"one", "two", "zero"}},
	"ur":  {all: []string{"one", "other"}, exact: []string{"one"}},
	"ru":  {all: []string{"few", "many", "one", "other"}}, // one is 21 too
	"en":  {all: []string{"one", "other"}, exact: []string{"one"}},
}

// TestLocales holds every language against English: the same keys in the same
// files and order, in each text the same placeholders, HTML tags and commands,
// and of what is counted, which is called Count, all the forms that the language
// has.
func TestLocales(t *testing.T) {
	for _, lang := range message.Languages() {
		for _, area := range areas(t, reference) {
			want, got := readArea(t, reference, area), readArea(t, lang, area)
			if !slices.Equal(got.keys, want.keys) {
				t.Errorf("%s/%s: its keys are not those of English, in their order: missing %v, too many %v", lang, area,
					without(want.keys, got.keys), without(got.keys, want.keys))
			}
			for k, forms := range got.texts {
				compare(t, lang, k, forms, want.texts[k])
			}
		}
		for _, area := range without(areas(t, lang), areas(t, reference)) {
			t.Errorf("%s has an area %s that English lacks", lang, area)
		}
	}
}

// compare holds the forms of a text against those of English.
func compare(t *testing.T, lang, k string, forms, english map[string]string) {
	t.Helper()
	counted := len(english) > 1
	if have := slices.Sorted(maps.Keys(forms)); counted && !slices.Equal(have, categories[lang].all) {
		t.Errorf("%s: %s has the forms %v, want %v", lang, k, have, categories[lang].all)
	} else if !counted && len(have) != 1 {
		t.Errorf("%s: %s has the forms %v, and English has one text", lang, k, have)
	}
	for form, text := range forms {
		if !counted && strings.Contains(text, "{{.Count}}") {
			t.Errorf("%s: %s counts without plural forms: %q", lang, k, text)
		}
		if strings.TrimSpace(text) == "" {
			t.Errorf("%s: %s.%s is empty", lang, k, form)
		}
		got, want := parts(text), parts(english["other"])
		if counted && slices.Contains(categories[lang].exact, form) && !slices.Contains(got, "{{.Count}}") {
			want = without(want, []string{"{{.Count}}"})
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %s.%s has %v, English has %v", lang, k, form, got, want)
		}
	}
}

// TestKeys holds that every key has its text, that no text is there without a
// key, and that the bot says all that the locales can say.
func TestKeys(t *testing.T) {
	keys, used := keysOf(t), readHouse(t).used()
	if len(keys) < 50 {
		t.Fatalf("only %d keys were found", len(keys))
	}
	texts := map[string]bool{}
	for _, area := range areas(t, reference) {
		for _, k := range readArea(t, reference, area).keys {
			if texts[k] {
				t.Errorf("%s stands twice, in %s too", k, area)
			}
			texts[k] = true
			if keys[k] == "" {
				t.Errorf("no key needs the text %q", k)
			}
		}
	}
	for k, name := range keys {
		if !texts[k] {
			t.Errorf("the key %q has no text", k)
		}
		if !used[name] {
			t.Errorf("nobody says %s", name)
		}
	}
}

// TestCounts says every counted text with many numbers, in every language.
func TestCounts(t *testing.T) {
	for _, area := range areas(t, reference) {
		for k, forms := range readArea(t, reference, area).texts {
			if len(forms) < 2 {
				continue
			}
			for _, lang := range message.Languages() {
				l := message.In(lang)
				for n := range 213 {
					if got := l.Label(message.Key(k), "Count", n); got == k || got == "" || strings.Contains(got, "{{") {
						t.Errorf("%s: %s of %d = %q", lang, k, n, got)
					}
				}
			}
		}
	}
}

func TestPlurals(t *testing.T) {
	for _, row := range []struct {
		lang string
		n    int
		want string
	}{
		{"en", 0, "0 minutes ago"}, {"en", 1, "1 minute ago"}, {"en", 2, "2 minutes ago"},
		{"fa", 0, "۰ دقیقه پیش"}, {"fa", 12, "۱۲ دقیقه پیش"},
		{"ps", 1, "۱ دقیقه مخکې"}, {"ps", 2, "۲ دقیقې مخکې"},
		{"ar", 1, "قبل دقيقة"}, {"ar", 2, "قبل دقيقتين"}, {"ar", 3, "قبل 3 دقائق"}, {"ar", 11, "قبل 11 دقيقة"}, {"ar", 103, "قبل 103 دقائق"},
		{"ru", 1, "1 минуту назад"}, {"ru", 3, "3 минуты назад"}, {"ru", 11, "11 минут назад"}, {"ru", 21, "21 минуту назад"},
	} {
		if got := message.In(row.lang).Label(message.MinutesAgo, "Count", row.n); got != row.want {
			t.Errorf("%d in %s = %q, want %q", row.n, row.lang, got, row.want)
		}
	}
}

// TestLettersOfTheLanguage holds that texts are written with the letters of
// their own language, which look like others' but are not found as them, and
// without marks of direction: the program sets these.
func TestLettersOfTheLanguage(t *testing.T) {
	foreign := map[string]string{
		"fa": "يكىةۍېګڼښټډړځڅہھےں", "prs": "يكىةۍېګڼښټډړځڅہھےں", "ps": "كىةہھےں", "ar": "یکپچژگہھےں", "ur": "يكىةۍېګڼښ", "ru": "", "en": "",
	}
	for _, lang := range message.Languages() {
		for _, area := range areas(t, lang) {
			for k, forms := range readArea(t, lang, area).texts {
				for _, text := range forms {
					if strings.ContainsAny(text, foreign[lang]+"\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") {
						t.Errorf("%s: %s has a foreign letter or a mark of direction: %q", lang, k, text)
					}
				}
			}
		}
	}
}

// TestCommandsKeepTheirDirection holds that a command among letters that are
// written from right to left is isolated, with its words if it is code, and
// that its line runs from right to left.
func TestCommandsKeepTheirDirection(t *testing.T) {
	for _, lang := range message.Languages() {
		help := message.Help{
			Groups:  []message.HelpGroup{{Title: message.HelpTopics, Commands: []message.HelpCommand{{Name: "topics", About: message.CommandTopics}}}},
			Example: "/etc",
		}.HTML(message.In(lang))
		want := map[bool][]string{
			true:  {"\n\u200f\u2068/topics\u2069 — ", "\u2068<code>/subscribe all</code>\u2069", "<code>/subscribe /etc</code>"},
			false: {"\n/topics — ", " <code>/subscribe all</code>", "<code>/subscribe /etc</code>"},
		}[message.In(lang).RTL()]
		for _, w := range want {
			if !strings.Contains(help, w) {
				t.Errorf("%s: %q is not in %q", lang, w, help)
			}
		}
		accepted(t, help)
	}
}

// parts returns the placeholders, tags and commands of a text, sorted.
func parts(text string) []string {
	found := regexp.MustCompile(`{{\.\w+}}|</?\w+>|(?:^|[^<\w])/[a-z]+`).FindAllString(strings.NewReplacer("{{- ", "{{", " -}}", "}}").Replace(text), -1)
	for i := range found {
		found[i] = strings.TrimLeft(found[i], " \n>،(")
	}
	slices.Sort(found)
	return slices.Compact(found)
}

func without(all, those []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(s string) bool { return slices.Contains(those, s) })
}

// areas returns the names of a language's files.
func areas(t *testing.T, lang string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join("locales", lang, "*.toml"))
	if err != nil || len(found) == 0 {
		t.Fatalf("%s: %v, %v", lang, found, err)
	}
	for i := range found {
		found[i] = strings.TrimSuffix(filepath.Base(found[i]), ".toml")
	}
	return found
}

// An area is a file of texts.
type area struct {
	keys  []string                     // in the order of the file
	texts map[string]map[string]string // by key, then by plural form
}

// readArea reads an area of a language. One that is missing is empty.
func readArea(t *testing.T, lang, name string) area {
	t.Helper()
	a := area{texts: map[string]map[string]string{}}
	var raw map[string]any
	meta, err := toml.DecodeFile(filepath.Join("locales", lang, name+".toml"), &raw)
	if errors.Is(err, fs.ErrNotExist) {
		return a
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range meta.Keys() {
		if len(k) == 1 {
			a.keys = append(a.keys, k[0])
		}
	}
	for k, v := range raw {
		a.texts[k] = map[string]string{}
		switch v := v.(type) {
		case string:
			a.texts[k]["other"] = v
		case map[string]any:
			for form, text := range v {
				a.texts[k][form], _ = text.(string)
			}
		}
	}
	return a
}

// keysOf returns the names of the keys in the code by their values.
func keysOf(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("key*.go")
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{}
	for _, file := range files {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if v, ok := n.(*ast.ValueSpec); ok {
				value, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
				if err != nil {
					t.Fatal(err)
				}
				names[value] = v.Names[0].Name
			}
			return true
		})
	}
	return names
}
