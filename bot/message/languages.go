package message

import (
	"strings"

	"golang.org/x/text/language"
)

// Languages returns the languages that the bot speaks, by their ISO 639 codes.
func Languages() []string { return []string{"fa", "prs", "ps", "ar", "ur", "ru", "en"} }

// names are the languages in their own words.
var names = map[string]string{
	"fa": "فارسی", "prs": "دری", "ps": "پښتو", "ar": "العربية", "ur": "اردو", "ru": "Русский", "en": "English",
}

// LanguageName returns the name of one of Languages in its own words.
func LanguageName(lang string) string {
	if name := names[lang]; name != "" {
		return name
	}
	return lang
}

// codes are the codes by which apps and outlets name the languages: those of
// ISO 639-1, 639-2 and 639-3.
var codes = map[string]string{
	"fa": "fa", "fas": "fa", "per": "fa", "pes": "fa",
	"prs": "prs", "haz": "prs", "aiq": "prs", // Hazaragi and Aimaq are written as Dari
	"ps": "ps", "pus": "ps", "pbt": "ps", "pbu": "ps", "pst": "ps",
	"ar": "ar", "ara": "ar", "arb": "ar",
	"ur": "ur", "urd": "ur",
	"ru": "ru", "rus": "ru",
	"en": "en", "eng": "en",
}

// Language returns the one of Languages that suits a reader: that of the first
// tag that names one, as an app is set to it or a chat chose it, else English.
// Persian of Afghanistan is Dari.
func Language(tags ...string) string {
	for _, tag := range tags {
		if lang := languageOf(tag); lang != "" {
			return lang
		}
	}
	return "en"
}

// languageOf returns the language that a tag such as fa-AF names, or nothing.
func languageOf(tag string) string {
	const longest = 35 // letters of a well-formed tag (RFC 5646)
	if len(tag) > longest {
		return ""
	}
	parts := strings.FieldsFunc(strings.ToLower(strings.TrimSpace(tag)), func(r rune) bool { return r == '-' || r == '_' })
	if len(parts) == 0 {
		return ""
	}
	lang := codes[parts[0]]
	for _, part := range parts[1:] {
		if lang == "fa" && part == "af" {
			return "prs"
		}
	}
	return lang
}

// tag returns the tag by which libraries know one of Languages: CLDR calls
// Dari the Persian of Afghanistan.
func tag(lang string) language.Tag {
	if lang == "prs" {
		lang = "fa-AF"
	}
	return language.Make(lang)
}

// rtl reports whether a language is written from right to left.
func rtl(lang string) bool { return lang != "en" && lang != "ru" }
