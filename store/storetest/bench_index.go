package storetest

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
)

// A Press makes up articles, half of them Persian, half English: words of
// random letters, as often as words of a language are (Zipf's law over 40,000),
// with endings, half-spaces and prefixes in Persian. The same seed makes the
// same articles.
type Press struct {
	random *rand.Rand
	zipf   *rand.Zipf
	words  [2][]string // Persian, English; the commonest first
}

// pressWords is how many words a language of a Press has.
const pressWords = 40_000

// NewPress returns a press.
func NewPress(seed uint64) *Press {
	r := rand.New(rand.NewPCG(seed, 1))
	p := &Press{random: r, zipf: rand.NewZipf(r, 1.07, 2.7, pressWords-1)}
	for lang, letters := range []string{"اابپتجدرزسشفقکگلمنوهیی", "aabcdeeefghiiklmnooprsttuw"} {
		alphabet := []rune(letters)
		seen := map[string]bool{}
		for len(p.words[lang]) < pressWords {
			word := make([]rune, 2+int(math.Log2(float64(len(p.words[lang])+2))/3)+r.IntN(4))
			for i := range word {
				word[i] = alphabet[r.IntN(len(alphabet))]
			}
			if w := string(word); !seen[w] {
				seen[w] = true
				p.words[lang] = append(p.words[lang], w)
			}
		}
	}
	return p
}

// Word returns the n-th commonest word of Persian or English.
func (p *Press) Word(lang string, n int) string {
	if lang == "fa" {
		return p.words[0][n]
	}
	return p.words[1][n]
}

// Claim returns the claim of the i-th article, of about 400 words, one in ten
// matching one of 20 topics, found at a time.
func (p *Press) Claim(i int, at time.Time) news.Claim {
	lang := i % 2
	a := news.Article{
		ID: fmt.Sprintf("%016x", i), Source: fmt.Sprint("source-", p.random.IntN(200)), Lang: []string{"fa", "en"}[lang],
		URL: fmt.Sprint("https://outlet.example/news/", i), Published: at, FoundAt: at,
		Title: p.text(lang, 8), Lead: p.text(lang, 30),
	}
	var body []string
	for range 6 {
		body = append(body, p.text(lang, 60))
	}
	a.Body = strings.Join(body, "\n\n")
	c := news.Claim{Keys: []string{a.URL}, Article: a}
	if i%10 == 0 {
		c.Matches = []news.Match{{Topic: fmt.Sprint("topic-", p.random.IntN(20)), Score: 1}}
	}
	return c
}

func (p *Press) text(lang, words int) string {
	var b strings.Builder
	for range words {
		w := p.words[lang][p.zipf.Uint64()]
		if lang == 0 {
			w = []string{"", "", "", "", "", "", "و", "ال", "می\u200c", "ب"}[p.random.IntN(10)] + w +
				[]string{"", "", "", "", "", "ی", "\u200cها", "\u200cهای", "ان", "ش"}[p.random.IntN(10)]
		} else {
			w += []string{"", "", "", "", "s", "ed", "'s"}[p.random.IntN(7)]
		}
		b.WriteString(w)
		b.WriteString([]string{" ", " ", " ", " ", " ", " ", " ", ", ", ". "}[p.random.IntN(9)])
	}
	return b.String()
}

// Print claims so many articles of a press, spread evenly over the days before
// now, and returns once the index holds all of them.
func (p *Press) Print(t testing.TB, s store.Store, articles int, now time.Time, days int) {
	t.Helper()
	span := time.Duration(days) * 24 * time.Hour
	for i := 0; i < articles; {
		const together = 64
		claims := make([]news.Claim, min(together, articles-i))
		for k := range claims {
			claims[k] = p.Claim(i+k, now.Add(-span+span/time.Duration(articles)*time.Duration(i+k)))
		}
		i += len(claims)
		done := make(chan error)
		for _, c := range claims {
			go func() { _, err := s.Claim(t.Context(), c); done <- err }()
		}
		for range claims {
			if err := <-done; err != nil {
				t.Fatal(err)
			}
		}
	}
	for left := int64(1); left > 0; {
		found, err := s.Search(t.Context(), news.Search{})
		if err != nil {
			t.Fatal(err)
		}
		left = found.Left
	}
}

// BenchIndex measures an engine with 30,000 and 100,000 articles of a month: a
// page of ten by words as lookups write them, by topic, source and language, the
// page after it, and counts for charts. It reports the median and the slowest of
// a hundred calls.
func BenchIndex(b *testing.B, fresh func(testing.TB) Place) {
	now := time.Date(2026, 3, 21, 8, 0, 0, 0, time.UTC)
	for _, articles := range []int{30_000, 100_000} {
		b.Run(fmt.Sprint("articles=", articles), func(b *testing.B) {
			p := NewPress(1)
			s := fresh(b)(b, func() time.Time { return now })
			defer s.Close()
			p.Print(b, s, articles, now, 30)
			benchSearches(b, p, s, now)
			benchCounts(b, s, now.AddDate(0, 0, -7))
		})
	}
}

func benchSearches(b *testing.B, p *Press, s store.Store, now time.Time) {
	prefix := func(lang string, n int) []string { return []string{p.Word(lang, n)} }
	week, old := now.AddDate(0, 0, -7), now.AddDate(0, 0, -20)
	for _, c := range []struct {
		name string
		news.Search
	}{
		{"latest", news.Search{}},
		{"rare", news.Search{Words: [][]string{prefix("fa", 20_000)}}},
		{"middling", news.Search{Words: [][]string{prefix("en", 2_000)}}},
		{"common", news.Search{Words: [][]string{prefix("fa", 100)}}},
		{"commonest", news.Search{Words: [][]string{prefix("en", 2)}}},
		{"letter", news.Search{Words: [][]string{{"a"}}}},
		{"inflected", news.Search{Words: [][]string{proclitics(p.Word("fa", 500))}}},
		{"inflected-rare", news.Search{Words: [][]string{proclitics(p.Word("fa", 20_000))}}},
		{"phrase", news.Search{Words: [][]string{prefix("en", 100), prefix("en", 300)}}},
		{"common-and-rare", news.Search{Words: [][]string{prefix("en", 2), prefix("en", 20_000)}}},
		{"never-together", news.Search{Words: [][]string{prefix("en", 20), prefix("fa", 30)}}},
		{"week", news.Search{Words: [][]string{prefix("fa", 500)}, Since: week}},
		{"long-ago", news.Search{Words: [][]string{prefix("fa", 100)}, Before: old}},
		{"topic", news.Search{Topics: []string{"topic-7"}}},
		{"topic-and-word", news.Search{Topics: []string{"topic-7"}, Words: [][]string{prefix("fa", 2)}}},
		{"source", news.Search{Sources: []string{"source-7"}}},
		{"language", news.Search{Langs: []string{"fa"}}},
		{"all-filters", news.Search{Sources: []string{"source-7", "source-9"}, Langs: []string{"en"}, Words: [][]string{prefix("en", 10)}}},
	} {
		b.Run("Search/"+c.name, func(b *testing.B) {
			c.Limit = 10
			Measure(b, func(ctx context.Context) error { _, err := s.Search(ctx, c.Search); return err })
		})
	}
	b.Run("Search/next-page", func(b *testing.B) {
		next := news.Search{Words: [][]string{prefix("fa", 100)}, Limit: 10}
		Measure(b, func(ctx context.Context) error {
			found, err := s.Search(ctx, next)
			next.After = found.Next
			return err
		})
	})
}

func benchCounts(b *testing.B, s store.Store, week time.Time) {
	for _, c := range []struct {
		name string
		call func(context.Context) error
	}{
		{"Days/month", func(ctx context.Context) error {
			_, err := s.Days(ctx, nil, time.Time{}, time.Time{}, time.Hour)
			return err
		}},
		{"Days/topics", func(ctx context.Context) error {
			_, err := s.Days(ctx, []string{"topic-3", "topic-7"}, time.Time{}, time.Time{}, time.Hour)
			return err
		}},
		{"TopTopics/month", func(ctx context.Context) error {
			_, err := s.TopTopics(ctx, time.Time{}, time.Time{}, 10)
			return err
		}},
		{"TopSources/week", func(ctx context.Context) error { _, err := s.TopSources(ctx, nil, week, time.Time{}, 10); return err }},
		{"TopSources/month", func(ctx context.Context) error {
			_, err := s.TopSources(ctx, nil, time.Time{}, time.Time{}, 10)
			return err
		}},
	} {
		b.Run(c.name, func(b *testing.B) { Measure(b, c.call) })
	}
}

// proclitics returns a word as a lookup writes it, with all that may stand
// before it.
func proclitics(word string) []string {
	all := []string{word}
	for p := range strings.FieldsSeq("ضد و ال وال فال بال کال وبال فبال وکال لل ولل فلل ف ب ل ک س ول وب وک وس فل فب فس فک") {
		all = append(all, p+word)
	}
	return all
}

// Measure reports how long a call takes in the median, and but for one in a
// hundred.
func Measure(b *testing.B, call func(context.Context) error) {
	var times []time.Duration
	for range b.N {
		begun := time.Now()
		if err := call(b.Context()); err != nil {
			b.Fatal(err)
		}
		times = append(times, time.Since(begun))
	}
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "p99-ms")
}

// SizeOf returns the bytes of the files at a path and its write-ahead log.
func SizeOf(path string) int64 {
	var sum int64
	for _, suffix := range []string{"", "-wal"} {
		if info, err := os.Stat(path + suffix); err == nil {
			sum += info.Size()
		}
	}
	return sum
}
