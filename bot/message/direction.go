package message

import (
	"regexp"
	"strings"
	"unicode"
)

// The characters that keep directions apart (UAX #9): First Strong Isolate
// and Pop Directional Isolate around a foreign value, and a mark before a line
// or value that could be taken for one of the other direction.
const (
	fsi = "\u2068"
	pdi = "\u2069"
	rlm = "\u200f"
	lrm = "\u200e"
)

// isolate wraps a text so that its direction and its surroundings' do not
// disturb each other. The text runs as most of it is written, whatever word it
// begins with.
func isolate(s string) string {
	switch first, most := directions(s); {
	case first == toLeft && most == toRight:
		s = lrm + s
	case first == toRight && most == toLeft:
		s = rlm + s
	}
	return fsi + s + pdi
}

// line begins a line with what makes it run in the direction of the language.
// Some readers' programs look into isolates for it.
func (l *Locale) line(s string) string {
	if l.RTL() {
		return rlm + s
	}
	if first, _ := directions(s); first == toLeft {
		return lrm + s
	}
	return s
}

// lines does so for each line of a text, but those that are marked already, or
// begin a quote, which has marks of its own.
func (l *Locale) lines(s string) string {
	all := strings.Split(s, "\n")
	for i, one := range all {
		if one != "" && !strings.HasPrefix(one, rlm) && !strings.HasPrefix(one, lrm) && !strings.HasPrefix(one, "<blockquote") {
			all[i] = l.line(one)
		}
	}
	return strings.Join(all, "\n")
}

// foreignLine is a line that is foreign as a whole, and runs in its own
// direction.
func foreignLine(s string) string {
	if _, most := directions(s); most == toLeft {
		return rlm + isolate(s)
	}
	return isolate(s)
}

// A direction is where a text runs to.
type direction int

const (
	nowhere direction = iota
	toLeft
	toRight
)

// notShown is what of a text a reader does not see: tags, and entities, which
// stand for signs.
var notShown = regexp.MustCompile(`<[^<>]*>|&[a-z]+;`)

// directions tells where the first letter of a text runs to, and most of it. A
// third of all letters is enough for those that run to the left: their texts
// are full of names in Latin letters, while others rarely quote them.
func directions(s string) (first, most direction) {
	left, right := 0, 0
	for _, r := range notShown.ReplaceAllString(s, "") {
		switch {
		case string(r) == rlm || unicode.In(r, unicode.Arabic, unicode.Hebrew) && unicode.IsLetter(r):
			left++
			if right == 0 {
				first = toLeft
			}
		case string(r) == lrm || unicode.IsLetter(r):
			right++
			if left == 0 {
				first = toRight
			}
		}
	}
	switch {
	case left+right == 0:
		return nowhere, nowhere
	case 3*left >= left+right:
		return first, toLeft
	}
	return first, toRight
}

// directed returns a text of our own so that each of its lines runs in the
// direction of its language, whatever it begins with. Of languages that are
// written from right to left commands are isolated, and lines that begin with
// one get a mark before it: readers would see "help/" otherwise.
func directed(text, lang string) string {
	if !rtl(lang) {
		return text
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		whole := commandForm.ReplaceAllString(line, "${1}"+fsi+"${2}"+pdi)
		if strings.HasPrefix(whole, fsi) {
			whole = rlm + whole
		}
		lines[i] = whole
	}
	return strings.Join(lines, "\n")
}

// commandForm finds commands, alone or with their words as code.
var commandForm = regexp.MustCompile(`(^|[^<\w/.>;])(<code>/.*?</code>|/[a-z]+)`)
