package message

import (
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"github.com/rasadnews/rasad/news/calendar"
)

//go:embed locales/*/*.toml
var files embed.FS

// bundle holds the texts of all languages. It is read once.
var bundle = sync.OnceValue(func() *i18n.Bundle {
	b := i18n.NewBundle(language.English)
	b.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	for _, lang := range Languages() {
		load(b, lang)
	}
	return b
})

// load reads the texts of a language, a file by area. The files are part of
// the binary, and a test reads them all.
func load(b *i18n.Bundle, lang string) {
	areas, err := fs.Glob(files, "locales/"+lang+"/*.toml")
	if err != nil || len(areas) == 0 {
		panic(fmt.Sprintf("message: no texts in %s: %v", lang, err))
	}
	for _, name := range areas {
		text, err := files.ReadFile(name)
		if err == nil {
			_, err = b.ParseMessageFileBytes(text, lang+".toml")
		}
		if err != nil {
			panic(fmt.Sprintf("message: %s: %v", name, err))
		}
	}
}

// Languages returns the languages that the bot speaks.
func Languages() []string { return []string{"fa", "en"} }

// LanguageName returns the name of one of Languages in its own words.
func LanguageName(lang string) string {
	switch lang {
	case "fa":
		return "فارسی"
	case "en":
		return "English"
	}
	return lang
}

// Language returns the one of Languages that suits a reader whose app or
// chat is set to tag: Persian for Persian, Dari and Pashto, English for the
// rest.
func Language(tag string) string {
	base, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
	switch base {
	case "fa", "prs", "ps", "fas", "per", "pus":
		return "fa"
	}
	return "en"
}

// A Locale speaks one of Languages. It is safe for concurrent use.
type Locale struct {
	lang      string
	localizer *i18n.Localizer
}

// In returns the locale for a reader of any language.
func In(lang string) *Locale {
	lang = Language(lang)
	return &Locale{lang: lang, localizer: i18n.NewLocalizer(bundle(), lang)}
}

// Lang returns the language that the locale speaks.
func (l *Locale) Lang() string { return l.lang }

// RTL reports whether the language is written from right to left.
func (l *Locale) RTL() bool { return l.lang == "fa" }

// HTML is Telegram HTML, which Say inserts as it is.
type HTML string

// Say returns a text as Telegram HTML. The values come in pairs of name and
// value: strings are foreign and so are cleaned, escaped and isolated; HTML
// is inserted as it is; numbers are written in the language's digits, and the
// one named Count decides the plural.
func (l *Locale) Say(k Key, pairs ...any) string { return l.say(k, escape, pairs) }

// Label returns a text without any markup, for buttons, menus and notices.
func (l *Locale) Label(k Key, pairs ...any) string {
	return l.say(k, func(s string) string { return s }, pairs)
}

func (l *Locale) say(k Key, escape func(string) string, pairs []any) string {
	c := i18n.LocalizeConfig{MessageID: string(k)}
	data := make(map[string]any, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		name := fmt.Sprint(pairs[i])
		switch v := pairs[i+1].(type) {
		case HTML:
			data[name] = string(v)
		case string:
			data[name] = isolate(escape(shorten(v, 300)))
		case int:
			data[name] = l.Number(int64(v))
			if name == "Count" {
				c.PluralCount = v
			}
		case int64:
			data[name] = l.Number(v)
		default:
			data[name] = isolate(escape(shorten(fmt.Sprint(v), 300)))
		}
	}
	c.TemplateData = data
	s, err := l.localizer.Localize(&c)
	if err != nil {
		return string(k) // a test holds that every key has its text
	}
	return s
}

// Number writes a number with the language's digits, in groups of three.
func (l *Locale) Number(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if digits[0] == '-' {
		sign, digits = "\u2212", digits[1:]
	}
	group := ","
	if l.RTL() {
		group = "٬"
	}
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(group)
		}
		b.WriteRune(d)
	}
	return sign + calendar.Digits(b.String(), l.lang)
}

// Moment writes a moment by the reader's calendar and clock, with UTC beside
// it where that differs.
func (l *Locale) Moment(t time.Time) string {
	if l.lang != "fa" {
		t = t.UTC()
		return l.Say(MomentUTC, "Date", HTML(calendar.Format(t, l.lang)), "Time", HTML(t.Format("15:04")))
	}
	local := t.In(calendar.Tehran())
	return l.Say(Moment,
		"Date", HTML(calendar.Format(local, l.lang)),
		"Time", HTML(calendar.Digits(local.Format("15:04"), l.lang)),
		"UTC", HTML(calendar.Digits(t.UTC().Format("15:04"), l.lang)))
}

// clock writes the day and the time of a moment, short, by the reader's clock.
func (l *Locale) clock(t time.Time) string {
	t = t.UTC()
	if l.lang == "fa" {
		t = t.In(calendar.Tehran())
	}
	return calendar.Format(t, l.lang) + l.Label(Comma) + calendar.Digits(t.Format("15:04"), l.lang)
}

// List joins cleaned, escaped and isolated values with the language's comma,
// and says how many more there are beyond most.
func (l *Locale) List(values []string, most int) HTML {
	return HTML(l.list(values, most, escape))
}

func (l *Locale) list(values []string, most int, escape func(string) string) string {
	var parts []string
	for i, v := range values {
		if i == most {
			parts = append(parts, l.Label(AndMore, "Count", len(values)-most))
			break
		}
		parts = append(parts, isolate(escape(shorten(v, 60))))
	}
	return strings.Join(parts, l.Label(Comma))
}

// line begins a line of the language's own direction with what makes it one.
func (l *Locale) line(s string) string {
	if l.RTL() {
		return rlm + s
	}
	return s
}
