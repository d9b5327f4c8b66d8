package bot

import (
	"slices"
	"strings"
	"unicode"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/news/text"
)

// A finder knows topics by everything that they are called.
type finder struct {
	topics []news.Topic
	names  map[string]news.Topic // by folded name
	words  int                   // of the longest name
}

// newFinder returns a finder of topics by their IDs and their names in every
// language.
func newFinder(topics []news.Topic) *finder {
	f := &finder{topics: topics, names: map[string]news.Topic{}}
	for _, t := range slices.Backward(topics) {
		for _, name := range t.Name {
			f.add(name, t)
		}
	}
	for _, t := range topics {
		f.add(t.ID, t) // an ID stands above all names
	}
	return f
}

func (f *finder) add(name string, t news.Topic) {
	if key := nameKey(name); key != "" {
		f.names[key] = t
		f.words = max(f.words, len(strings.Fields(name)))
	}
}

// nameKey is what two spellings of a name share.
func nameKey(s string) string {
	return strings.Join(strings.FieldsFunc(text.Fold(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), "")
}

// everyName are the words that mean every topic.
func everyName(s string) bool {
	every, _ := spelled(everyWords, s)
	return every || strings.TrimSpace(s) == "*"
}

// find returns the topics that a text names, each once, and the words that
// name none. Names are parted by commas or blanks; the longest name counts.
func (f *finder) find(args string) (found []news.Topic, unknown []string) {
	for _, part := range strings.FieldsFunc(args, func(r rune) bool {
		return r == ',' || r == '،' || r == ';' || r == '؛' || r == '\n'
	}) {
		words := strings.Fields(part)
		for len(words) > 0 {
			n := f.longest(words)
			if n == 0 {
				unknown = append(unknown, words[0])
				words = words[1:]
				continue
			}
			t := f.names[nameKey(strings.Join(words[:n], " "))]
			if !slices.ContainsFunc(found, func(o news.Topic) bool { return o.ID == t.ID }) {
				found = append(found, t)
			}
			words = words[n:]
		}
	}
	return found, unknown
}

// longest returns how many of the first words make up a name, 0 for none.
func (f *finder) longest(words []string) int {
	for n := min(f.words, len(words)); n > 0; n-- {
		if _, ok := f.names[nameKey(strings.Join(words[:n], " "))]; ok {
			return n
		}
	}
	return 0
}

// suggest returns the topic whose name comes nearest to a word that names
// none, if one comes near.
func (f *finder) suggest(word string) (news.Topic, bool) {
	key := []rune(nameKey(word))
	if len(key) == 0 || len(key) > 40 {
		return news.Topic{}, false
	}
	var best news.Topic
	nearest := len(key)/3 + 1
	for _, t := range f.topics {
		for _, name := range append([]string{t.ID}, t.Label("fa"), t.Label("en")) {
			other := []rune(nameKey(name))
			if d := distance(key, other); len(other) > 0 && d < nearest {
				best, nearest = t, d
			} else if len(key) >= 3 && best.ID == "" && strings.HasPrefix(string(other), string(key)) {
				best = t
			}
		}
	}
	return best, best.ID != ""
}

// distance is the edit distance of Levenshtein.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range b {
			cost := diagonal
			if x != y {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
