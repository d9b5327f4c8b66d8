package fetch

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// Decode returns a document's text in UTF-8, and the name of the encoding it
// was in. A byte order mark is believed first, then the Content-Type header,
// then what the document says of itself; undeclared, it is UTF-8 if it is
// valid, else what its letters look like, else windows-1252.
//
// A declaration that the bytes deny is overruled: text with letters beyond
// ASCII that is valid UTF-8 is UTF-8, and text that isn't, is not. Bytes that
// still make no character become U+FFFD. The text never holds a NUL or a byte
// order mark at its start, and is always valid UTF-8.
func Decode(body []byte, contentType string) (text, name string) {
	enc, name := choose(body, contentType)
	if enc == nil {
		text = strings.ToValidUTF8(string(body), "\uFFFD")
	} else if out, err := enc.NewDecoder().Bytes(body); err == nil {
		text = string(out)
	} else {
		text, name = strings.ToValidUTF8(string(body), "\uFFFD"), "utf-8"
	}
	text = strings.TrimPrefix(text, "\uFEFF")
	return tidy(text), name
}

// tidy drops NULs and replaces the control characters U+0080 to U+009F, which
// are in no text, by those that windows-1252 has in their place: they come
// from programs that took it for ISO 8859-1.
func tidy(text string) string {
	if strings.IndexByte(text, 0) < 0 && !hasControl(text) {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == 0:
			return -1
		case 0x80 <= r && r < 0xa0:
			return charmap.Windows1252.DecodeByte(byte(r))
		}
		return r
	}, text)
}

// hasControl tells whether text holds one of U+0080 to U+009F.
func hasControl(text string) bool {
	for {
		i := strings.IndexByte(text, 0xc2)
		if i < 0 {
			return false
		}
		if text[i+1] < 0xa0 {
			return true
		}
		text = text[i+2:]
	}
}

// choose returns the encoding of body, nil for UTF-8.
func choose(body []byte, contentType string) (encoding.Encoding, string) {
	if enc, name, ok := wide(body); ok {
		return enc, name
	}
	valid := utf8.Valid(body)
	if valid && !ascii(body) {
		return nil, "utf-8"
	}
	for _, label := range []string{headerLabel(contentType), innerLabel(body)} {
		enc, name := charset.Lookup(label)
		switch {
		case enc == nil, name == "replacement", strings.HasPrefix(name, "utf-16"): // the mark of UTF-16 was looked for above
		case name == "utf-8":
			if valid || mostlyUTF8(body) {
				return nil, name
			}
		case name == "windows-1252", name == "iso-8859-6":
			// What servers declare without looking, and what is taken for
			// windows-1256: the letters know better.
			if g, ok := looksLike(body); ok {
				return g.encoding, g.name
			}
			return enc, name
		default:
			return enc, name
		}
	}
	if valid || mostlyUTF8(body) {
		return nil, "utf-8"
	}
	if g, ok := looksLike(body); ok {
		return g.encoding, g.name
	}
	return charset.Lookup("windows-1252")
}

// wide recognises UTF-8, UTF-16 and UTF-32 by their byte order marks, and the
// latter two without one by where the zeros of "<" stand.
func wide(body []byte) (encoding.Encoding, string, bool) {
	has := func(prefix string) bool { return strings.HasPrefix(string(body[:min(len(body), 4)]), prefix) }
	switch {
	case has("\xef\xbb\xbf"):
		return nil, "utf-8", true
	case has("\xff\xfe\x00\x00"), has("<\x00\x00\x00"):
		return utf32.UTF32(utf32.LittleEndian, utf32.UseBOM), "utf-32le", true
	case has("\x00\x00\xfe\xff"), has("\x00\x00\x00<"):
		return utf32.UTF32(utf32.BigEndian, utf32.UseBOM), "utf-32be", true
	case has("\xff\xfe"), has("<\x00"):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "utf-16le", true
	case has("\xfe\xff"), has("\x00<"):
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM), "utf-16be", true
	}
	return nil, "", false
}

// mostlyUTF8 tells text with a few broken bytes (cut in the middle of a
// letter, or pasted together) from text in another encoding.
func mostlyUTF8(body []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(body); {
		if body[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(body[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			good++
		}
		i += n
	}
	return good > 4*bad
}
