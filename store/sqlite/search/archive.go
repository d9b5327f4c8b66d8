package search

import (
	"context"

	"github.com/rasadnews/rasad/news"
)

// An archiveError is one that its own file or server has met: whatever it says
// of damage, it says nothing of the index.
type archiveError struct{ error }

func (e archiveError) Unwrap() error { return e.error }

// notOurs marks an error of the archive.
func notOurs(err error) error {
	if err == nil {
		return nil
	}
	return archiveError{err}
}

// A marked archive is one whose errors are marked.
type marked struct{ of Archive }

func (m marked) Name(ctx context.Context) (string, error) {
	name, err := m.of.Name(ctx)
	return name, notOurs(err)
}

func (m marked) LastClaim(ctx context.Context) (int64, error) {
	n, err := m.of.LastClaim(ctx)
	return n, notOurs(err)
}

func (m marked) Claimed(ctx context.Context, after int64, limit int) (articles []Claimed, reached int64, err error) {
	articles, reached, err = m.of.Claimed(ctx, after, limit)
	return articles, reached, notOurs(err)
}

func (m marked) Size(ctx context.Context) (int64, error) {
	n, err := m.of.Size(ctx)
	return n, notOurs(err)
}

func (m marked) Purges(ctx context.Context) (int64, error) {
	n, err := m.of.Purges(ctx)
	return n, notOurs(err)
}

func (m marked) Missing(ctx context.Context, ids []string) ([]string, error) {
	missing, err := m.of.Missing(ctx, ids)
	return missing, notOurs(err)
}

func (m marked) All(ctx context.Context, ids []string) ([]news.Archived, error) {
	articles, err := m.of.All(ctx, ids)
	return articles, notOurs(err)
}
