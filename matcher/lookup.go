package matcher

import (
	"cmp"
	"slices"

	"github.com/rasadnews/rasad/matcher/query"
	"github.com/rasadnews/rasad/news/text"
)

// A group is prefixes of which one at least begins a key of every article that
// meets a node, and in how many of a thousand articles one likely does.
type group struct {
	prefixes []string
	cost     float64
}

const (
	// mostGroups is how many groups a lookup has: those of the rarest words.
	// More only cost more.
	mostGroups = 4

	// leastPrefix is how many letters a prefix has that is worth looking up.
	leastPrefix = 2

	// everywhereCost is what words cost that stand in so many articles that it
	// does not help to look them up beside others.
	everywhereCost = 400
)

// lookup returns the prefixes by which articles are found that may meet a
// node: a few groups, the rarest first.
func (v *vocabulary) lookup(n *node) [][]string {
	groups := v.groups(n)
	slices.SortStableFunc(groups, func(a, b group) int { return cmp.Compare(a.cost, b.cost) })
	var words [][]string
	for _, g := range groups {
		if len(words) == mostGroups || len(words) > 0 && g.cost >= everywhereCost {
			break
		}
		words = append(words, g.prefixes)
	}
	return words
}

// groups returns the groups of a node: those of all nodes beneath it that must
// be met, else one of the terms to which it is tied.
func (v *vocabulary) groups(n *node) []group {
	switch n.op {
	case find:
		return v.spelled(&v.terms[n.term])
	case all, within:
		return v.groupsOf(n.nodes)
	case near:
		if n.order == query.Apart {
			return v.groups(&n.nodes[0])
		}
		return v.groupsOf(n.nodes)
	case times, first:
		return v.groups(&n.nodes[0])
	}
	tied := v.anchor(n)
	if !tied.ok {
		return nil
	}
	var union group
	for _, a := range tied.terms {
		words := v.spelled(&v.terms[a.term])
		if len(words) == 0 {
			return nil
		}
		rarest := slices.MinFunc(words, func(a, b group) int { return cmp.Compare(a.cost, b.cost) })
		union.cost += rarest.cost
		for _, p := range rarest.prefixes {
			if !slices.Contains(union.prefixes, p) {
				union.prefixes = append(union.prefixes, p)
			}
		}
	}
	return []group{union}
}

func (v *vocabulary) groupsOf(nodes []node) []group {
	var groups []group
	for i := range nodes {
		groups = append(groups, v.groups(&nodes[i])...)
	}
	return groups
}

// spelled returns a group for each word of a term by which it can be looked up.
func (v *vocabulary) spelled(t *term) []group {
	var groups []group
	for k, w := range v.of(t) {
		g := group{cost: w.common()}
		for from := k; from >= 0; from-- {
			if from < k && !v.closable(t, from+1) {
				break
			}
			v.beginnings(t, from, k, func(letters []uint16) { g.prefixes = append(g.prefixes, text.Key(letters)) })
		}
		slices.Sort(g.prefixes)
		g.prefixes = slices.Compact(g.prefixes)
		if !slices.ContainsFunc(g.prefixes, short) {
			groups = append(groups, g)
		}
	}
	return groups
}

func short(prefix string) bool {
	letters := 0
	for range prefix {
		letters++
	}
	return letters < leastPrefix
}

// beginnings calls use with all letters with which the k-th word of a term may
// stand in a text at the beginning of a word, from a word on that is written
// as one with those up to it. See finder.follow, which reads them there.
func (v *vocabulary) beginnings(t *term, from, k int, use func([]uint16)) {
	words := v.of(t)
	var letters []uint16
	for i := from; i < k; i++ {
		letters = append(letters, v.spell(&words[i])...)
	}
	last := v.spell(&words[k])
	letters = append(letters, last[:words[k].stem]...)
	switch t.form {
	case query.Suffix, query.Fuzzy:
		use(nil) // nothing is known of how it begins
		return
	case query.Wild:
		use(letters[:max(0, slices.Index(last, anyLetter))])
		return
	}
	use(letters)
	w := &words[from]
	if t.exact || w.script != text.Arabic {
		return
	}
	some := openings[1:]
	if from > 0 {
		some = openings[theArticle : theArticle+1]
	}
	for i := range some {
		o := &some[i]
		rest := letters
		if o.merged && w.article {
			rest = letters[len(article):]
		}
		if o.fits(t, w, from) {
			use(slices.Concat(o.letters, rest))
		}
	}
}
