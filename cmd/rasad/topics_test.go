package main

import (
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/matcher"
	"github.com/rasadnews/rasad/news"
)

// headlineFiles hold labelled headlines: language TAB topics TAB text, where
// topics is a comma-separated list or "-" for none.
const headlineFiles = "../../testdata/topics/*.tsv"

// TestShippedTopicsMatchWhatAnalystsExpect requires of every labelled headline
// exactly its topics, whichever field of the article it stands in.
func TestShippedTopicsMatchWhatAnalystsExpect(t *testing.T) {
	catalog := shippedCatalog(t)
	m, err := matcher.New(catalog.Topics, catalog.Concepts)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range headlines(t) {
		for field, article := range map[news.Field]*news.Article{
			news.FieldTitle: {Title: h.text, Lang: h.lang},
			news.FieldLead:  {Lead: h.text, Lang: h.lang},
			news.FieldBody:  {Body: h.text, Lang: h.lang},
		} {
			matches := m.Match(article)
			if got := topicsIn(matches); !slices.Equal(got, h.topics) {
				t.Errorf("%s: %s %q matches %q by %q, want %q", h.place, field, h.text, got, termsOf(matches), h.topics)
				break
			}
		}
	}
}

// TestHeadlinesTryEveryTopic keeps the labelled headlines worth their name:
// enough of them for each topic, and two near misses for three true ones.
func TestHeadlinesTryEveryTopic(t *testing.T) {
	all := headlines(t)
	big := []string{"terrorism", "afghanistan"}
	for _, topic := range shippedCatalog(t).Topics {
		rows, misses, langs := 0, 0, map[string]bool{}
		for _, h := range all {
			if !strings.HasPrefix(h.place, topic.ID+".tsv:") {
				continue
			}
			rows++
			if len(h.topics) == 0 {
				misses++
			}
			langs[h.lang] = true
		}
		least := 12
		if slices.Contains(big, topic.ID) {
			least = 30
		}
		if rows < least || misses*5 < rows*2 {
			t.Errorf("topic %s: %d headlines, %d of them near misses, want %d at least and 2 in 5", topic.ID, rows, misses, least)
		}
		for _, lang := range languages {
			if !langs[lang] && lang != "prs" {
				t.Errorf("topic %s: no headline in %s", topic.ID, lang)
			}
		}
	}
}

// TestShippedConfigIsClean wants no warning from the linter either: the file
// is what operators learn from.
func TestShippedConfigIsClean(t *testing.T) {
	for _, w := range shippedConfig(t).warnings {
		t.Errorf("config.yaml:%d: %s", w.Line, w.Message)
	}
}

// TestShippedSources holds the shape of the source list: many of them, in all
// languages, each reachable by https and named once.
func TestShippedSources(t *testing.T) {
	sources := shippedCatalog(t).Sources
	if len(sources) < 40 {
		t.Errorf("%d sources, want 40 at least", len(sources))
	}
	langs, urls := map[string]int{}, map[string]string{}
	for _, s := range sources {
		langs[s.Lang]++
		if u, err := url.Parse(s.URL); err != nil || u.Scheme != "https" || u.Host == "" {
			t.Errorf("source %s: %q is no https URL", s.ID, s.URL)
		}
		if other := urls[s.URL]; other != "" {
			t.Errorf("sources %s and %s share a URL", s.ID, other)
		}
		urls[s.URL] = s.ID
		if s.Name == "" || s.Publisher == "" || s.Country == "" || s.Kind == "" {
			t.Errorf("source %s lacks a name, publisher, country or kind: %+v", s.ID, s)
		}
	}
	for _, lang := range languages {
		if langs[lang] < 3 {
			t.Errorf("%d sources in %s, want 3 at least", langs[lang], lang)
		}
	}
}

// TestShippedTopicsSpeakEveryLanguage holds the names of topics and the
// aliases of the concepts that name somebody or something. The others are
// words of two meanings, in the languages where they have them, and names that
// several languages write alike, such as ایران.
func TestShippedTopicsSpeakEveryLanguage(t *testing.T) {
	catalog := shippedCatalog(t)
	for _, topic := range catalog.Topics {
		for _, lang := range languages {
			if topic.Name[lang] == "" && lang != "prs" {
				t.Errorf("topic %s has no name in %s", topic.ID, lang)
			}
		}
	}
	named := []string{
		"taliban", "ttp", "isis", "al-qaeda", "armed-groups", "un", "iaea", "nuclear",
		"terror", "sanctions", "refugees", "narcotics", "rights", "women", "water",
	}
	for _, id := range named {
		i := slices.IndexFunc(catalog.Concepts, func(c news.Concept) bool { return c.ID == id })
		if i < 0 {
			t.Errorf("no concept %s", id)
			continue
		}
		for lang, marks := range marksOf {
			if !slices.ContainsFunc(catalog.Concepts[i].Aliases, marks.MatchString) {
				t.Errorf("concept %s has no alias in %s", id, lang)
			}
		}
	}
}

// marksOf are letters and words by which an alias shows its language.
var marksOf = map[string]*regexp.Regexp{
	"fa": regexp.MustCompile(`[ابتسنلم]`),
	"ps": regexp.MustCompile(`[ټډړږښڼځڅېۍګ]|^د `),
	"ur": regexp.MustCompile(`[ٹڈڑںےہ]`),
	"ar": regexp.MustCompile(`[ةىأإيك]`),
	"en": regexp.MustCompile(`[A-Za-z]`),
	"ru": regexp.MustCompile(`[А-Яа-я]`),
}

func shippedCatalog(t *testing.T) *news.Catalog {
	t.Helper()
	return shippedConfig(t).Catalog()
}

func shippedConfig(t *testing.T) *config {
	t.Helper()
	t.Setenv("RASAD_TELEGRAM_TOKEN", "")
	c, err := loadConfig("../../config.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A headline is one labelled row. Its place is file:line.
type headline struct {
	place, lang, text string
	topics            []string
}

func headlines(t *testing.T) []headline {
	t.Helper()
	files, err := filepath.Glob(headlineFiles)
	if err != nil || len(files) == 0 {
		t.Fatalf("no headlines at %s (%v)", headlineFiles, err)
	}
	var all []headline
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(strings.TrimSuffix(string(data), "\n"), "\n") {
			cells := strings.Split(line, "\t")
			place := filepath.Base(file) + ":" + strconv.Itoa(i+1)
			if len(cells) != 3 {
				t.Fatalf("%s: %d columns, want language, topics and text", place, len(cells))
			}
			h := headline{place: place, lang: cells[0], text: cells[2], topics: []string{}}
			if cells[1] != "-" {
				h.topics = strings.Split(cells[1], ",")
				slices.Sort(h.topics)
			}
			all = append(all, h)
		}
	}
	return all
}

func topicsIn(matches []news.Match) []string {
	ids := make([]string, 0, len(matches))
	for _, m := range matches {
		ids = append(ids, m.Topic)
	}
	slices.Sort(ids)
	return ids
}

func termsOf(matches []news.Match) []string {
	var terms []string
	for _, m := range matches {
		for _, h := range m.Hits {
			terms = append(terms, h.Term)
		}
	}
	return terms
}
