package news

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"
)

// A Library answers readers who ask the archive in the query language: what
// words tell is looked up, and each article that may do is then decided as a
// new one would be. All methods are safe for concurrent use.
type Library struct {
	Archive Searcher

	// Ask compiles a query, or says what is wrong with it. There is a question
	// unless some problem is more than a warning.
	Ask func(query string) (Question, []Problem)

	// Budget is how many articles are decided for one answer, at most: it bounds
	// what a reader can ask of the machine. 0 means 2,500: each takes a fraction of a
	// millisecond.
	Budget int

	// Patience is for how long articles are decided for one answer, at most, but
	// for the few that are read together: somebody waits, whatever the machine
	// has to do beside. 0 means 500 ms.
	Patience time.Duration
}

// A Searcher is an archive that can be searched.
type Searcher interface {
	Search(context.Context, Search) (Found, error)
}

// A Question is a compiled query, to be tried on articles.
type Question interface {
	// Lookup returns what the Words of a Search must be, so that it finds every
	// article that may meet the query; nothing if words do not tell.
	Lookup() [][]string

	// Match tells whether an article meets the query, and where.
	Match(*Article) (Match, bool)
}

// A Problem is one thing that is wrong with a query, or likely so.
type Problem struct {
	Offset  int    // bytes into the query
	Message string // what is wrong, what was expected, and what may be meant
	Warning bool   // the query can be asked, but probably does not say what is meant

	// Format is the message before its values were put in, which stand in Args:
	// what a translation goes by.
	Format string
	Args   []string
}

// A Finding is an article of the archive that meets a query, and where it does.
type Finding struct {
	Archived
	Met Match
}

// An Answer is one page of what a query finds.
type Answer struct {
	Findings []Finding // newest first
	Next     Cursor    // the After of the next page; 0 if there is nothing more
	Tried    int       // articles that were decided for this page
	Cut      bool      // the page ends before it is full, as many articles were tried; the next one goes on
	Left     int64     // articles that are not in the index yet
	Problems []Problem // if one is no warning, nothing was looked for
}

// A Preview is what a query would have found of late.
type Preview struct {
	Count    int       // articles that meet it
	More     bool      // Count is of the newest ones alone: so many were tried that the rest was left
	Examples []Finding // the newest
	Tried    int       // articles that were decided
	Left     int64     // articles that are not in the index yet
	Problems []Problem // if one is no warning, nothing was looked for
}

const (
	// usualBudget is a Budget of 0.
	usualBudget = 2500

	// usualPatience is a Patience of 0.
	usualPatience = 500 * time.Millisecond

	// mostAtOnce is how many are read together.
	mostAtOnce = 100

	// previewExamples are shown of a preview.
	previewExamples = 3
)

// Search returns one page of the articles that meet a query. Of within
// everything but Words counts.
func (l *Library) Search(ctx context.Context, query string, within Search) (Answer, error) {
	q, problems := l.Ask(query)
	a := Answer{Problems: problems}
	if refused(problems) || within.Limit <= 0 {
		return a, nil
	}
	limit := within.Limit
	within.Limit = 2 * limit
	cut, err := l.try(ctx, q, within, &a.Tried, &a.Left, func(p Placed, met Match) bool {
		if len(a.Findings) == limit { // one more than the page takes
			return false
		}
		a.Findings, a.Next = append(a.Findings, Finding{p.Archived, met}), p.Place
		return true
	})
	if err != nil {
		return Answer{}, fmt.Errorf("search for %q: %w", query, err)
	}
	switch {
	case cut.full: // Next is behind the last finding
	case cut.at != 0:
		a.Next, a.Cut = cut.at, true
	default:
		a.Next = 0
	}
	return a, nil
}

// Preview counts the articles since a time that meet a query, and shows the
// newest.
func (l *Library) Preview(ctx context.Context, query string, since time.Time) (Preview, error) {
	q, problems := l.Ask(query)
	p := Preview{Problems: problems}
	if refused(problems) {
		return p, nil
	}
	cut, err := l.try(ctx, q, Search{Since: since, Limit: mostAtOnce}, &p.Tried, &p.Left, func(a Placed, met Match) bool {
		if p.Count++; len(p.Examples) < previewExamples {
			p.Examples = append(p.Examples, Finding{a.Archived, met})
		}
		return true
	})
	if err != nil {
		return Preview{}, fmt.Errorf("try %q: %w", query, err)
	}
	p.More = cut.at != 0
	return p, nil
}

func refused(problems []Problem) bool {
	return slices.ContainsFunc(problems, func(p Problem) bool { return !p.Warning })
}

// A cut is why articles are tried no more.
type cut struct {
	full bool   // take wants no more
	at   Cursor // too many were tried, or for too long; the next one is behind this place
}

// try hands the articles of a search that meet a question to take, newest first,
// until it wants no more or enough were tried.
func (l *Library) try(ctx context.Context, q Question, s Search, tried *int, left *int64, take func(Placed, Match) bool) (cut, error) {
	s.Words = q.Lookup()
	budget := cmp.Or(l.Budget, usualBudget)
	late := time.Now().Add(cmp.Or(l.Patience, usualPatience))
	for {
		s.Limit = min(s.Limit, mostAtOnce, budget-*tried)
		found, err := l.Archive.Search(ctx, s)
		if err != nil {
			return cut{}, err
		}
		*left = found.Left
		for i := range found.Articles {
			a := &found.Articles[i]
			*tried++
			if met, ok := q.Match(&a.Article); ok && !take(*a, met) {
				return cut{full: true}, nil
			}
		}
		switch s.After = found.Next; {
		case s.After == 0:
			return cut{}, nil
		case *tried >= budget, time.Now().After(late):
			return cut{at: s.After}, nil
		case ctx.Err() != nil:
			return cut{}, ctx.Err()
		}
		s.Limit *= 2
	}
}
