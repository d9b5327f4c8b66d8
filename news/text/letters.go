package text

import (
	"strings"
	"unicode/utf16"
)

// folds are the fold's own rules: each line is what any of the characters
// after it becomes. A letter that stands in no line keeps its form; upper case
// becomes lower case.
//
// Arabic script: forms that differ by keyboard or habit are one, letters that
// tell words apart are not. Kept apart are آ and ا, ھ and ه, ے and ی, ں and ن,
// the Pashto ټ ډ ړ ږ ښ ڼ ځ څ, the Urdu ٹ ڈ ڑ, and پ چ ژ گ.
var folds = []struct{ to, from string }{
	{"ی", "يىېۍێۑ"},
	{"ک", "كڪ"},
	{"گ", "ګ"},
	{"ه", "ہةۃۀۂەۿ"},
	{"ا", "أإٱٲٳ"},
	{"و", "ؤ"},
	{"ے", "ۓ"},

	// Latin letters that Unicode does not take apart.
	{"ss", "ßẞ"},
	{"ae", "æÆǽǼ"},
	{"oe", "œŒ"},
	{"th", "þÞ"},
	{"d", "đĐðÐ"},
	{"h", "ħĦ"},
	{"i", "ıİ"},
	{"l", "łŁ"},
	{"o", "øØǿǾ"},
	{"t", "ŧŦ"},

	// Cyrillic: й is a letter of its own, ё is not.
	{"е", "ёЁѐЀ"},
	{"и", "ѝЍ"},
}

// composed are letters that are also typed as a letter and a mark that would
// otherwise be dropped.
var composed = []struct {
	base, mark, letter rune
}{
	{'ا', '\u0653', 'آ'},
	{'и', '\u0306', 'й'},
	{'у', '\u0306', 'ў'},
	{'і', '\u0308', 'ї'},
}

// hamzaYeh is the letter that becomes و before و (مسئول as مسؤول, رئوس apart
// from روس) and ی elsewhere. It is also typed as ی and U+0654.
const (
	hamzaYeh   = 'ئ'
	hamzaAbove = '\u0654'
)

// marks are the ranges that carry no letter: vowel signs, honorifics, Koranic
// signs, tatweel, combining diacritics, variation selectors.
var marks = [][2]rune{
	{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0610, 0x061A}, {0x0640, 0x0640}, {0x064B, 0x065F}, {0x0670, 0x0670},
	{0x0674, 0x0674}, {0x06D6, 0x06DC}, {0x06DF, 0x06E8}, {0x06EA, 0x06ED}, {0x08CA, 0x08FF},
	{0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFC5E, 0xFC63}, {0xFE00, 0xFE0F},
	{0xFE20, 0xFE2F}, {0xFE70, 0xFE7F}, {0xE0100, 0xE01EF},
}

// heDropping are endings that take the place of a final ه. Afghanistan often
// writes them behind it, after a half-space.
var heDropping = func() [][]uint16 {
	var all [][]uint16
	for _, e := range strings.Fields("گان گانی گانش گانشان گی") {
		all = append(all, utf16.Encode([]rune(e)))
	}
	return all
}()

// kinds gives a kind to characters that are no letters, digits or marks. All
// others are punctuation.
var kinds = []struct {
	kind  kind
	chars string
}{
	// Inside a word of Arabic letters these are a half-space, elsewhere
	// nothing.
	{soft, "\u200C\u200D\u00AD\u200E\u200F\u00AC"},

	// Zero-width space, no-break marks, directional controls: nothing at all.
	{nothing, "\u200B\uFEFF\u2060\u2061\u2062\u2063\u2064\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\u061C\u206A\u206B\u206C\u206D\u206E\u206F\u180E"},

	{space, " \t\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u202F\u205F\u3000"},
	{newline, "\n\v\f\u0085\u2028"},

	{paragraph, "\u2029"},

	// Between two letters these join, elsewhere they are punctuation.
	{hyphen, "-_'’\u2018`´ʼʻʾʿ\u02B9\u2010\u2011\u2012\u2013\u2212\uFE58\uFE63\uFF0D\uFF07\uFF3F\u2032\u05BE"},
	{dot, "&/:·\u2044\uFF0F\uFF06"},
	{period, ".\uFF0E"},

	// These end a sentence, whatever follows.
	{terminal, "!?؟۔।。…\uFF01\uFF1F\u203C\u2047\u2048\u2049"},

	// Between two digits these join too: 1,234 and ۱،۲۳۴.
	{comma, ",،٫٬"},

	{hash, "#\uFF03\uFE5F"},
	{at, "@\uFF20\uFE6B"},
}

// lookalikes are Latin and Cyrillic letters of one form. A word typed with a
// few letters of the other script is read in the script of its majority.
var lookalikes = []struct{ latin, cyrillic rune }{
	{'a', 'а'}, {'b', 'в'}, {'c', 'с'}, {'e', 'е'}, {'h', 'н'}, {'i', 'і'}, {'j', 'ј'}, {'k', 'к'},
	{'m', 'м'}, {'o', 'о'}, {'p', 'р'}, {'s', 'ѕ'}, {'t', 'т'}, {'x', 'х'}, {'y', 'у'},
}
