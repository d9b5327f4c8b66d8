package text_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rasadnews/rasad/news/text"
)

func TestFold(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{"كتاب علي", "کتاب علی"},
		{"شبكۀ خانهٔ جامعۃ", "شبکه خانه جامعه"},
		{"آب و ا\u0653ب", "آب و آب"},
		{"مسئول مسؤول مسـئول", "مسوول مسوول مسوول"},
		{"رئوس روس رئیس", "رووس روس رییس"},
		{"علماء سماء ماء جزء", "علما سما ماء جزء"},
		{"عَلَّمَ عملاً تـــروریسم", "علم عملا تروریسم"},
		{"ﷲ ﺍﻟﺴﻼﻡ", "الله السلام"},
		{"ﷺ", "صلی الله علیه وسلم"},
		{"۱۴۰۵ ٢٠٢٦ １２", "1405 2026 12"},
		{"می\u200cشود می\u200dشود می\u00adشود", "می شود می شود می شود"},
		{"att\u200back ＡＴＴＡＣＫ soft\u00adhyphen", "attack attack softhyphen"},
		{"Straße ŁÓDŹ İstanbul ısı Ærø ﬁne", "strasse lodz istanbul isi aero fine"},
		{"Королёв и\u0306од йод самоле\u0308т", "королев йод йод самолет"},
		{"Tалибан ТALIBAN тестtest", "талибан taliban тест test"},
		{"COVID-19, C130", "covid 19 c 130"},
		{"#امنیت_ملی @user", "امنیت ملی user"},
		{"د\u200bا\u202bعش", "داعش"},
		{"ھے بے یں ټول", "ھے بے یں ټول"},
		{"نماینده\u200cگان زنده\u200cگی سرمایه\u200cگذار", "نمایندگان زندگی سرمایه گذار"},
	} {
		if got := text.Fold(c.in); got != c.want {
			t.Errorf("Fold(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestGaps(t *testing.T) {
	for _, c := range []struct {
		in   string
		want text.Gap
	}{
		{"می\u200cشود", text.Half},
		{"می \u200cشود", text.Space},
		{"می شود", text.Space},
		{"می\nشود", text.Space},
		{"می\u00a0شود", text.Space},
		{"a\r\nb", text.Space},
		{"al-Qaeda", text.Hyphen},
		{"al‑Qaeda", text.Hyphen},
		{"Da’esh", text.Hyphen},
		{"امنیت_ملی", text.Hyphen},
		{"Iran - Iraq", text.Stop},
		{"تهران ـ ایرنا", text.Stop},
		{"a. b", text.Stop},
		{"U.S", text.Dot},
		{"1,234", text.Dot},
		{"۱٬۲۳۴", text.Dot},
		{"a,b", text.Stop},
		{"a; b", text.Stop},
		{"a\n\nb", text.Edge},
		{"a\n \nb", text.Edge},
		{"C130", text.Glued},
		{"کووید19", text.Glued},
		{"a #b", text.Space},
		{"a\xffb", text.Stop},
	} {
		var s text.Text
		s.Scan(c.in)
		if len(s.Tokens) != 2 || s.Tokens[1].Gap != c.want || s.Tokens[0].Gap != text.Edge {
			t.Errorf("Scan(%q) gives %+v, want two tokens with gap %d", c.in, s.Tokens, c.want)
		}
	}
}

func TestTokensKnowTheirPlace(t *testing.T) {
	var s text.Text
	in := "«عملاً» NATO's #Nato ﷲ"
	s.Scan(in)
	var got []string
	for _, k := range s.Tokens {
		got = append(got, fmt.Sprintf("%s=%s/%v/%d", in[k.Start:k.End], s.Word(k), k.Caps, k.Mark))
	}
	want := "عملاً=عملا/false/0 NATO=nato/true/0 s=s/false/0 Nato=nato/false/1 ﷲ=الله/false/0"
	if g := strings.Join(got, " "); g != want {
		t.Errorf("tokens are %s, want %s", g, want)
	}
}

func TestSameHamza(t *testing.T) {
	for _, c := range []struct {
		a, b   string
		prefix bool
		want   bool
	}{
		{"مسئول", "مسئول", false, true},
		{"مسئول", "مسی\u0654ول", false, true},
		{"مسئول", "مسؤول", false, false},
		{"سؤال", "سوال", false, false},
		{"خانهٔ", "خانۀ", false, true},
		{"خانۀ", "خانه", false, false},
		{"اعضاء", "اعضا", false, false},
		{"ارائه شده", "ارائـه\u200cشدّه", false, true},
		{"مسئول", "مسئولیت سؤال", true, true},
		{"مسئول", "مسؤولیت", true, false},
		{"سوال", "سوالات اعضاء", true, true},
		{"ﺳﺆال", "سؤال", false, true},
		{"", "", false, true},
	} {
		if got := text.SameHamza(c.a, c.b, c.prefix); got != c.want {
			t.Errorf("SameHamza(%q, %q, %v) = %v, want %v", c.a, c.b, c.prefix, got, c.want)
		}
	}
}

func TestLanguage(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"وزیر خارجه گفت که این نشست در تهران برگزار می\u200cشود", "fa"},
		{"قال الوزير إن الحكومة ستعقد اجتماعا في العاصمة", "ar"},
		{"د کابل ښار کې نن یوه چاودنه وشوه چې لس تنه پکې ووژل شول", "ps"},
		{"وزیر اعظم نے کہا ہے کہ یہ فیصلہ ملک کے مفاد میں ہے", "ur"},
		{"Министр заявил, что переговоры начнутся в понедельник", "ru"},
		{"The minister said that talks will begin on Monday", "en"},
		{"Taliban attack kills five", "en"},
		{"Der Minister sagte, die Gespräche beginnen mit dem Montag", ""},
		{"日本語の文章", ""},
		{"12345", ""},
		{"", ""},
	} {
		if got := text.Language(c.in); got != c.want {
			t.Errorf("Language(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

// TestLanguageOfHeadlines holds the rule against a table of headlines.
func TestLanguageOfHeadlines(t *testing.T) {
	table, err := os.ReadFile("../../testdata/text/languages.tsv")
	if err != nil {
		t.Fatal(err)
	}
	read := map[string]int{}
	for line := range strings.Lines(string(table)) {
		lang, headline, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok {
			continue
		}
		read[lang]++
		if got := text.Language(headline); got != lang {
			t.Errorf("Language(%q) = %q, want %q", headline, got, lang)
		}
	}
	for _, lang := range strings.Fields("fa prs ar ps ur ru en") {
		if read[lang] < 40 {
			t.Errorf("the table has %d headlines in %s, want 40", read[lang], lang)
		}
	}
}

// TestDariTakesMoreThanAWord proves that a long Persian text stays Persian
// when it names an institution of Afghanistan once.
func TestDariTakesMoreThanAWord(t *testing.T) {
	persian := strings.Repeat("این گزارش در تهران نوشته شد و به چند زبان در آمد. ", 10)
	if got := text.Language(persian + "نام آن ولسوالی را نگفتند."); got != "fa" {
		t.Errorf("a Persian text with one word of Dari is %q, want fa", got)
	}
	if got := text.Language(strings.Repeat("محصلان پوهنتون در شفاخانه اند. ", 10)); got != "prs" {
		t.Errorf("a text full of Dari is %q, want prs", got)
	}
}

// TestLanguageOfCases holds the rule against a sample of labelled lines, when
// the shared data is at hand.
func TestLanguageOfCases(t *testing.T) {
	root := os.Getenv("RASAD_SHARED")
	if root == "" {
		root = "../../../shared"
	}
	f, err := os.Open(filepath.Join(root, "data/match/dev.jsonl"))
	if err != nil {
		t.Skip("no shared data here:", err)
	}
	defer f.Close()
	right, all := 0, 0
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var c struct{ Lang, Text string }
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		got := text.Language(c.Text)
		if c.Lang == "prs" {
			c.Lang = "fa"
		}
		all++
		if got == c.Lang {
			right++
		} else {
			t.Logf("%q: %q, labelled %q", c.Text, got, c.Lang)
		}
	}
	t.Logf("%d of %d", right, all)
}

func FuzzScan(f *testing.F) {
	for _, s := range []string{"", "می\u200cشود", "a\xff\u0301b", "Tалибанz", "ئو\u0654ء", "ﷺ#@_-", "\u200c\u200cا\u200c", "1,2.3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var x text.Text
		x.Scan(s)
		end, letters := int32(0), int32(0)
		for i, k := range x.Tokens {
			if k.Start > k.End || int(k.End) > len(s) || k.Start < end && k.End != end || k.First != letters || k.Len() < 1 {
				t.Fatalf("token %d of %q is %+v after %d", i, s, k, end)
			}
			if utf8.ValidString(s) && !utf8.ValidString(s[k.Start:k.End]) {
				t.Fatalf("token %d of %q cuts a character", i, s)
			}
			end, letters = k.End, k.Last
		}
		if once := text.Fold(s); text.Fold(once) != once {
			t.Fatalf("Fold(%q) = %q, which folds to %q", s, once, text.Fold(once))
		}
		text.Language(s)
	})
}

func ExampleFold() {
	fmt.Println(text.Fold("نیروهاي امنيّتيِ «كابل»!") == text.Fold("نیروهای امنیتی کابل"))
	// Output: true
}

func BenchmarkScan(b *testing.B) {
	s := strings.Repeat("نیروهای امنیتی می\u200cگویند مهاجمان از مرز گذشته\u200cاند. The attackers crossed the border. ", 50)
	var x text.Text
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		x.Scan(s)
	}
}
