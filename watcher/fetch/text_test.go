package fetch_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/unicode"

	"github.com/rasadnews/rasad/watcher/fetch"
)

const (
	persian = "سازمان ملل از برگزاري نشست مشترک درباره افغانستان خبر داد و گفت که اين نشست روز دوشنبه است"
	arabic  = "أعلنت وزارة الداخلية اليوم عن اعتقال شخصين بعد الهجوم الذي وقع في العاصمة مساء الأحد"
	urdu    = "وزير اعظم نے کہا کہ ملک کي معيشت بہتر ہو رہي ہے اور عوام کو جلد ريليف ملے گا"
	russian = "Совет безопасности обсудил положение в регионе и принял новое решение о помощи"
	french  = "Le préfet a déclaré que l'été dernier a été très chaud à Orléans, où l'eau a manqué"
)

var markup = strings.Repeat(`<div class="a"><a href="/b">x</a></div>`, 200)

func in(t *testing.T, e encoding.Encoding, s string) []byte {
	t.Helper()
	b, err := e.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestDecode(t *testing.T) {
	utf16le := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	tests := []struct {
		name        string
		body        []byte
		contentType string
		want        string
		charset     string
	}{
		{"UTF-8 by header", []byte(persian), "text/html; charset=utf-8", persian, "utf-8"},
		{"UTF-8 without a word", []byte(persian), "", persian, "utf-8"},
		{"UTF-8 under a wrong header", []byte(persian), "text/html; charset=ISO-8859-1", persian, "utf-8"},
		{"UTF-8 under a wrong declaration", []byte(`<?xml version="1.0" encoding="windows-1256"?>` + persian), "", `<?xml version="1.0" encoding="windows-1256"?>` + persian, "utf-8"},
		{"byte order mark against header", []byte("\xef\xbb\xbf" + persian), "text/html; charset=windows-1256", persian, "utf-8"},
		{"windows-1256 by header", in(t, charmap.Windows1256, persian), `text/html;charset="windows-1256"`, persian, "windows-1256"},
		{"windows-1256 by meta", append([]byte(`<meta http-equiv="Content-Type" content="text/html; charset=windows-1256">`), in(t, charmap.Windows1256, persian)...), "text/html", `<meta http-equiv="Content-Type" content="text/html; charset=windows-1256">` + persian, "windows-1256"},
		{"windows-1256 by declaration", append([]byte(`<?xml version='1.0' encoding='windows-1256'?>`), in(t, charmap.Windows1256, persian)...), "", `<?xml version='1.0' encoding='windows-1256'?>` + persian, "windows-1256"},
		{"windows-1256 without a word", in(t, charmap.Windows1256, persian), "", persian, "windows-1256"},
		{"windows-1256 called UTF-8", in(t, charmap.Windows1256, persian), "text/xml; charset=utf-8", persian, "windows-1256"},
		{"windows-1256 called Latin", in(t, charmap.Windows1256, persian), "text/html; charset=iso-8859-1", persian, "windows-1256"},
		{"windows-1256 called ISO-8859-6", in(t, charmap.Windows1256, persian), "text/html; charset=iso-8859-6", persian, "windows-1256"},
		{"Arabic in windows-1256", in(t, charmap.Windows1256, arabic), "", arabic, "windows-1256"},
		{"Urdu in windows-1256", in(t, charmap.Windows1256, urdu), "text/html", urdu, "windows-1256"},
		{"Arabic in ISO-8859-6", in(t, charmap.ISO8859_6, arabic), "text/html; charset=iso-8859-6", arabic, "iso-8859-6"},
		{"Arabic in ISO-8859-6 without a word", in(t, charmap.ISO8859_6, arabic), "", arabic, "iso-8859-6"},
		{"a headline in windows-1256", in(t, charmap.Windows1256, "<rss><title>زلزله در کرمان</title></rss>"), "", "<rss><title>زلزله در کرمان</title></rss>", "windows-1256"},
		{"windows-1256 among much markup", in(t, charmap.Windows1256, markup+persian), "", markup + persian, "windows-1256"},
		{"an encoding of yesterday", []byte("plain"), "text/html; charset=iso-2022-kr", "plain", "utf-8"},
		{"windows-1251 without a word", in(t, charmap.Windows1251, russian), "text/html", russian, "windows-1251"},
		{"KOI8-R without a word", in(t, charmap.KOI8R, russian), "text/html", russian, "koi8-r"},
		{"Latin without a word", in(t, charmap.Windows1252, french), "text/html", french, "windows-1252"},
		{"Latin called UTF-8", in(t, charmap.Windows1252, french), "text/html; charset=utf-8", french, "windows-1252"},
		{"Korean by header", in(t, korean.EUCKR, "세계 소식"), "text/html; charset=euc-kr", "세계 소식", "euc-kr"},
		{"UTF-16", in(t, utf16le, persian), "", persian, "utf-16le"},
		{"a few broken bytes in UTF-8", []byte(persian + "\xd8"), "text/html; charset=utf-8", persian + "\uFFFD", "utf-8"},
		{"an unknown name", []byte(persian), "text/html; charset=none-such", persian, "utf-8"},
		{"UTF-16 that is ASCII", []byte(`<?xml version="1.0" encoding="utf-16"?><rss/>`), "", `<?xml version="1.0" encoding="utf-16"?><rss/>`, "utf-8"},
		{"NULs and controls of windows-1252", []byte("a\x00b don\u0092t"), "text/html; charset=utf-8", "ab don’t", "utf-8"},
		{"a header that breaks the grammar", in(t, charmap.Windows1256, persian), "text/html;; charset=windows-1256;", persian, "windows-1256"},
		{"nothing", nil, "", "", "utf-8"},
	}
	for _, test := range tests {
		got, charset := fetch.Decode(test.body, test.contentType)
		if got != test.want || charset != test.charset {
			t.Errorf("%s: Decode = %.80q, %q, want %.80q, %q", test.name, got, charset, test.want, test.charset)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(persian), "text/html; charset=windows-1256")
	f.Add([]byte("\xff\xfe<\x00"), "")
	f.Add([]byte("<meta charset=utf-16>\x81\x8d"), "text/html; charset=\"")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		text, charset := fetch.Decode(body, contentType)
		if !utf8.ValidString(text) || strings.Contains(text, "\x00") || charset == "" {
			t.Errorf("Decode(%q, %q) = %q, %q", body, contentType, text, charset)
		}
	})
}
