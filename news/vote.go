package news

import (
	"fmt"
	"slices"
	"time"
)

// A Vote is what a user thinks of an alert. There is one of a user by chat and
// article; the last counts.
type Vote struct {
	Chat    int64  `json:"chat"`
	User    int64  `json:"user"`
	Article string `json:"article"` // Article.ID
	Up      bool   `json:"up"`

	// Terms are the terms that were found, by the topics that the alert named.
	// A topic without terms stands here too.
	Terms map[string][]string `json:"terms"`

	At time.Time `json:"at"`
}

// mostVoteEntries bounds the topics and terms that a vote counts for.
const mostVoteEntries = 500

// Validate tells what is wrong with a vote.
func (v Vote) Validate() error {
	if v.Chat == 0 || v.User == 0 {
		return fmt.Errorf("vote on %q: it lacks a chat or a user", v.Article)
	}
	entries := len(v.Terms)
	for _, terms := range v.Terms {
		entries += len(terms)
	}
	if entries > mostVoteEntries {
		return fmt.Errorf("vote on %q: %d topics and terms, where %d is the most", v.Article, entries, mostVoteEntries)
	}
	return checkID("vote: article", v.Article)
}

// Tidy returns the vote with each term of a topic once, sorted.
func (v Vote) Tidy() Vote {
	tidy := make(map[string][]string, len(v.Terms))
	for topic, terms := range v.Terms {
		once := slices.Compact(slices.Sorted(slices.Values(terms)))
		tidy[topic] = append([]string{}, slices.DeleteFunc(once, func(t string) bool { return t == "" })...)
	}
	v.Terms = tidy
	return v
}

// An Approval is how many votes there are on the alerts of a topic, or on
// those that a term of it was found in.
type Approval struct {
	Of   string `json:"of"` // the topic, or the term
	Up   int64  `json:"up"`
	Down int64  `json:"down"`
}
