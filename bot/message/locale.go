package message

import (
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"github.com/rasadnews/rasad/news"
)

//go:embed locales/*/*.toml
var files embed.FS

// bundle holds the texts of all languages. It is read once.
var bundle = sync.OnceValue(func() *i18n.Bundle {
	b := i18n.NewBundle(language.English)
	for _, lang := range Languages() {
		if err := load(b, lang); err != nil {
			panic(fmt.Sprintf("message: the texts in %s: %v", lang, err))
		}
	}
	return b
})

// load reads the texts of a language, a file by area. The files are part of
// the binary, and a test reads them all.
func load(b *i18n.Bundle, lang string) error {
	areas, err := fs.Glob(files, "locales/"+lang+"/*.toml")
	if err != nil {
		return err
	}
	for _, name := range areas {
		text, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		area, err := i18n.ParseMessageFileBytes(text, tag(lang).String()+".toml", map[string]i18n.UnmarshalFunc{"toml": toml.Unmarshal})
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for _, m := range area.Messages {
			for _, form := range []*string{&m.Zero, &m.One, &m.Two, &m.Few, &m.Many, &m.Other} {
				*form = directed(*form, lang)
			}
		}
		if err := b.AddMessages(area.Tag, area.Messages...); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// A Locale speaks one of Languages to a reader, whose clock and calendar it
// goes by. It is safe for concurrent use.
type Locale struct {
	lang      string
	zone      *time.Location
	now       time.Time // zero if nobody said
	localizer *i18n.Localizer
}

// In returns the locale for a reader of any language, in the time zone in
// which most of its readers live.
func In(lang string) *Locale { return For(news.Chat{Lang: lang}, time.Time{}) }

// For returns the locale of a chat: its language, and its time zone. The time
// at which it reads makes fresh moments relative; without one none is.
func For(chat news.Chat, now time.Time) *Locale {
	lang := Language(chat.Lang)
	return &Locale{
		lang: lang, zone: chat.Settings.Location(lang), now: now,
		localizer: i18n.NewLocalizer(bundle(), tag(lang).String()),
	}
}

// Lang returns the language that the locale speaks.
func (l *Locale) Lang() string { return l.lang }

// RTL reports whether the language is written from right to left.
func (l *Locale) RTL() bool { return rtl(l.lang) }

// HTML is Telegram HTML, which Say inserts as it is.
type HTML string

// Say returns a text as Telegram HTML. The values come in pairs of name and
// value: strings are foreign and so are cleaned, escaped and isolated; HTML
// is inserted as it is; numbers are written in the language's digits, and the
// one named Count decides the plural.
func (l *Locale) Say(k Key, pairs ...any) string {
	return codeForm.ReplaceAllStringFunc(l.say(k, escape, pairs), func(code string) string {
		return isolates.Replace(code) // it is copied with one tap, and read by a program
	})
}

// codeForm finds what is written as code; isolates takes the marks of isolated
// values out of it.
var (
	codeForm = regexp.MustCompile(`<code>.*?</code>`)
	isolates = strings.NewReplacer(fsi, "", pdi, "", rlm, "", lrm, "")
)

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
		case float64:
			data[name] = l.Decimal(v)
		default:
			data[name] = isolate(escape(shorten(fmt.Sprint(v), 300)))
		}
	}
	c.TemplateData = data
	s, _ := l.localizer.Localize(&c)
	if s == "" {
		return string(k) // a test holds that every key has its text
	}
	return s
}

// List joins cleaned, escaped and isolated values as the language lists them,
// and says how many more there are beyond most.
func (l *Locale) List(values []string, most int) HTML {
	return HTML(l.list(values, most, escape))
}

// Codes joins what is written as code as the language lists it.
func (l *Locale) Codes(values []string) HTML {
	parts := make([]string, len(values))
	for i, v := range values {
		parts[i] = isolate("<code>" + escape(shorten(v, 60)) + "</code>")
	}
	return HTML(l.enumerate(parts, 0))
}

func (l *Locale) list(values []string, most int, escape func(string) string) string {
	var parts []string
	for _, v := range values[:min(len(values), most)] {
		parts = append(parts, isolate(escape(shorten(v, 60))))
	}
	return l.enumerate(parts, len(values)-len(parts))
}

// enumerate joins parts by commas, and the last one, or what tells of more, by
// the language's word for and.
func (l *Locale) enumerate(parts []string, more int) string {
	switch n := len(parts); {
	case n == 0:
		return ""
	case more > 0:
		return strings.Join(parts, l.Label(Comma)) + " " + l.Label(AndMore, "Count", more)
	case n == 1:
		return parts[0]
	default:
		return strings.Join(parts[:n-1], l.Label(Comma)) + l.Label(And) + parts[n-1]
	}
}
