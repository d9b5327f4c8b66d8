package extract

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// foreign tells why a text is no web page, whatever it was served as, or "". A
// page begins with a tag as a rule; one that doesn't, as a script of the server
// has put a warning before it, has a headline all the same.
func foreign(text, title string) string {
	text = strings.TrimLeft(text, "\uFEFF \t\r\n")
	switch {
	case strings.HasPrefix(text, "%PDF-"):
		return "it is a PDF file, not a web page"
	case strings.HasPrefix(text, `{\rtf`):
		return "it is an RTF file, not a web page"
	case title == "" && text != "" && text[0] != '<':
		return "it is no web page: it begins with no tag and has no headline"
	}
	return ""
}

// noiseSample is how many bytes of a text are looked at for noise.
const noiseSample = 32 << 10

// Noise tells why a text never was one, whatever it is called, or "": more than
// one character in fifty of its beginning is a control or none at all.
func Noise(text string) string {
	odd, all := 0, 0
	for _, r := range text[:min(len(text), noiseSample)] {
		all++
		if r == utf8.RuneError || unicode.IsControl(r) && !unicode.IsSpace(r) {
			odd++
		}
	}
	if odd <= 8 || odd*50 <= all {
		return ""
	}
	return fmt.Sprintf("it is no text: %d of its first %d characters are none", odd, all)
}
