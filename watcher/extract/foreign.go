package extract

import "strings"

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
