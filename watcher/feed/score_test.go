package feed_test

import (
	"fmt"
	"hash/fnv"
	"math"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/watcher/feed"
)

// A labelled link is one of a front page, and what people said of it.
type labelledLink struct {
	url, text string
	article   bool
}

func labelledLinks(t *testing.T) (links []labelledLink) {
	data, err := os.ReadFile(shared(t, "links/labelled.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	for l := range strings.Lines(string(data)) {
		row := strings.Split(strings.TrimSpace(l), "\t")
		if len(row) == 3 && row[2] != "is_article" {
			links = append(links, labelledLink{row[0], row[1], strings.EqualFold(row[2], "true")})
		}
	}
	if len(links) < 1000 {
		t.Fatalf("%d links", len(links))
	}
	return links
}

// An outcome counts which links were taken for articles.
type outcome struct{ right, wrong, missed float64 }

func (o *outcome) add(took, is bool) {
	switch {
	case took && is:
		o.right++
	case took:
		o.wrong++
	case is:
		o.missed++
	}
}

func (o outcome) f1() float64 { return 2 * o.right / (2*o.right + o.wrong + o.missed) }

func (o outcome) String() string {
	return fmt.Sprintf("precision %.3f, recall %.3f, F1 %.3f", o.right/(o.right+o.wrong), o.right/(o.right+o.missed), o.f1())
}

// TestScoreOnLabelledLinks measures which links of front pages are taken for
// articles, against what people said.
func TestScoreOnLabelledLinks(t *testing.T) {
	var o outcome
	links := labelledLinks(t)
	for _, l := range links {
		took := feed.Score(l.url, l.text) > 0
		if o.add(took, l.article); took != l.article && testing.Verbose() {
			t.Logf("article %v, scores %.1f: %.100s | %.60s", l.article, feed.Score(l.url, l.text), l.url, l.text)
		}
	}
	t.Logf("%d links: %v", len(links), o)
	if o.f1() < 0.95 {
		t.Errorf("F1 = %.3f, want 0.95 or more", o.f1())
	}
}

// TestScoreGeneralises measures what weights that are made in this way are
// worth on sites that they were not made on. The sites are dealt into ten
// parts; ten times, weights are fitted to nine and judged by the tenth. That
// is done with three dealings. The threshold is half a unit under even odds,
// which costs less than it finds, as the weights have it that Score uses.
func TestScoreGeneralises(t *testing.T) {
	const folds, dealings, threshold = 10, 3, -0.5
	links := labelledLinks(t)
	traits := make([][]float64, len(links)) // nil for what is hopeless
	for i, l := range links {
		if x, ok := feed.Traits(l.url, l.text); ok {
			traits[i] = x
		}
	}
	var all outcome
	for dealing := range dealings {
		var o outcome
		for fold := range folds {
			var seen [][]float64
			var is []bool
			for i, l := range links {
				if traits[i] != nil && part(l.url, dealing, folds) != fold {
					seen, is = append(seen, traits[i]), append(is, l.article)
				}
			}
			w := fit(seen, is)
			for i, l := range links {
				if part(l.url, dealing, folds) == fold {
					took := traits[i] != nil && dot(w, traits[i]) > threshold
					o.add(took, l.article)
					all.add(took, l.article)
				}
			}
		}
		t.Logf("dealing %d: %v", dealing, o)
	}
	t.Logf("on sites unseen: %v", all)
	if all.f1() < 0.945 {
		t.Errorf("F1 = %.3f on sites unseen, want 0.945 or more", all.f1())
	}
}

// part deals the sites into parts: all links of a site are in one.
func part(address string, dealing, folds int) int {
	u, err := url.Parse(address)
	site := address
	if err == nil && u.Host != "" {
		site = strings.TrimPrefix(u.Host, "www.")
	}
	h := fnv.New32a()
	fmt.Fprintf(h, "%d %s", dealing, site)
	return int(h.Sum32()>>4) % folds
}

func dot(a, b []float64) (sum float64) {
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

// fit makes the weights of a logistic regression by Newton's method, with a
// penalty of half the square of each weight but the first.
func fit(seen [][]float64, is []bool) []float64 {
	n := len(seen[0])
	w := make([]float64, n)
	for range 7 { // more changes nothing
		system := make([][]float64, n) // the Hessian, and the gradient behind it
		for i := range system {
			system[i] = make([]float64, n+1)
			if system[i][i] = 1e-9; i > 0 {
				system[i][i], system[i][n] = 1, -w[i]
			}
		}
		for k, x := range seen {
			p, y := 1/(1+math.Exp(-dot(w, x))), 0.0
			if is[k] {
				y = 1
			}
			for i := range n {
				if x[i] == 0 {
					continue
				}
				system[i][n] += (y - p) * x[i]
				for j := range n {
					system[i][j] += p * (1 - p) * x[i] * x[j]
				}
			}
		}
		for i, step := range solve(system) {
			w[i] += step
		}
	}
	return w
}

// solve returns the solution of a system of linear equations (Gauss and
// Jordan).
func solve(m [][]float64) []float64 {
	n := len(m)
	for i := range n {
		for r := i + 1; r < n; r++ {
			if math.Abs(m[r][i]) > math.Abs(m[i][i]) {
				m[i], m[r] = m[r], m[i]
			}
		}
		for r := range n {
			if c := m[r][i] / m[i][i]; r != i {
				for k := i; k <= n; k++ {
					m[r][k] -= c * m[i][k]
				}
			}
		}
	}
	x := make([]float64, n)
	for i := range n {
		x[i] = m[i][n] / m[i][i]
	}
	return x
}

// TestScoreInOtherLanguages holds that words and dates count in any script.
func TestScoreInOtherLanguages(t *testing.T) {
	for _, l := range []labelledLink{
		{"https://news.example/fa/news/123456/%D9%86%D8%B4%D8%B3%D8%AA-%D8%A7%D9%85%D9%86%DB%8C%D8%AA%DB%8C-%D8%AF%D8%B1-%D8%AA%D9%87%D8%B1%D8%A7%D9%86", "نشست امنیتی در تهران", true},
		{"https://news.example/news/1405/09/03/3217", "سفر هیئت افغان به تهران آغاز شد", true},
		{"https://news.example/n/984512", "Взрыв в Кабуле: не менее трёх раненых", true},
		{"https://news.example/ar/articles/88123", "انفجار في كابل يوقع ثلاثة جرحى", true},
		{"https://news.example/fa/archive?rpp=20", "آرشیو", false},
		{"https://news.example/درباره-ما", "درباره ما", false},
		{"https://news.example/fa/tags/کابل", "کابل", false},
		{"https://news.example/теги/кабул", "Кабул", false},
		{"https://news.example/ar/كاتب/احمد-علي-حسن", "احمد علي حسن", false},
	} {
		if got := feed.Score(l.url, l.text); got > 0 != l.article {
			t.Errorf("Score(%q, %q) = %.1f, want an article: %v", l.url, l.text, got, l.article)
		}
	}
}
