package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// attr returns an attribute of an element, or "".
func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// hasAttr tells whether an element has an attribute, of whatever value.
func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

// isElement tells whether n is an element of one of the names.
func isElement(n *html.Node, names ...string) bool {
	if n.Type != html.ElementNode {
		return false
	}
	for _, name := range names {
		if n.Data == name {
			return true
		}
	}
	return false
}

// textOf returns the text under n in one line, as a reader sees it.
func textOf(n *html.Node) string {
	s, _ := gather(n, MaxSize)
	return s
}

// shortTextOf returns the text under n like textOf, or "" if it has more than so
// many bytes. Elements that nest are asked for theirs one by one, and all would
// be read as often.
func shortTextOf(n *html.Node, most int) string {
	s, whole := gather(n, 2*most+1000) // blanks, and what is not seen
	if !whole {
		return ""
	}
	return atMost(s, most)
}

// gather collects the text under n as long as there is less of it than most
// bytes, and tells whether that is all.
func gather(n *html.Node, most int) (text string, whole bool) {
	var b strings.Builder
	var walk func(*html.Node) bool
	walk = func(n *html.Node) bool {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
			return b.Len() <= most
		case isElement(n, "script", "style", "noscript", "template", "svg", "iframe"):
			return true
		}
		apart := n.Type == html.ElementNode && !inline[n.Data] || isElement(n, "br")
		if apart {
			b.WriteByte(' ')
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if !walk(c) {
				return false
			}
		}
		if apart {
			b.WriteByte(' ')
		}
		return b.Len() <= most
	}
	whole = walk(n)
	return oneLine(b.String()), whole
}

// oneLine puts a text into one line with single blanks. ZWNJ and ZWJ stay;
// soft hyphens, byte order marks, zero-width spaces and control characters go.
func oneLine(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	blank := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			blank = true
		case invisible(r):
		default:
			if blank && b.Len() > 0 {
				b.WriteByte(' ')
			}
			blank = false
			b.WriteRune(r)
		}
	}
	return b.String()
}

// invisible tells whether a character has no place in a text: it is neither
// seen nor does it join or part letters.
func invisible(r rune) bool {
	switch r {
	case 0xAD, 0x200B, 0x2060, 0xFEFF:
		return true
	}
	return unicode.IsControl(r)
}

// length counts the characters of a text.
func length(s string) int { return utf8.RuneCountInString(s) }

// key folds a line for comparing it with another: letters and digits alone.
func key(s string) string {
	return strings.Map(func(r rune) rune {
		if r = foldLetter(r); r == ' ' {
			return -1
		}
		return r
	}, s)
}

// foldLetter brings a letter's or digit's variants together: lower case, one
// yeh, kaf, heh and alef, ASCII digits. Vowel marks and joints vanish (-1);
// all else is a blank.
func foldLetter(r rune) rune {
	switch {
	case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
		return r
	case 'A' <= r && r <= 'Z':
		return r - 'A' + 'a'
	case r == '\'':
		return -1
	case r < 0x80:
		return ' '
	}
	switch r {
	case 'ي', 'ى', 'ئ':
		return 'ی'
	case 'ك':
		return 'ک'
	case 'ة', 'ۀ', 'ە':
		return 'ه'
	case 'أ', 'إ', 'آ', 'ٱ':
		return 'ا'
	case 'ـ', 0x200C, 0x200D, 0x200E, 0x200F, '’':
		return -1
	}
	switch {
	case '۰' <= r && r <= '۹':
		return r - '۰' + '0'
	case '٠' <= r && r <= '٩':
		return r - '٠' + '0'
	case unicode.Is(unicode.Mn, r):
		return -1
	case unicode.IsLetter(r), unicode.IsDigit(r):
		return unicode.ToLower(r)
	}
	return ' '
}
