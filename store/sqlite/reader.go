package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

// A reader is the connections that read. It prepares every query once: that
// takes as long as many of them.
type reader struct {
	*sql.DB

	mu         sync.Mutex
	statements map[string]*sql.Stmt
}

// mostPrepared bounds the queries that are remembered. There are not half as
// many, so those beyond must be made of what was asked for.
const mostPrepared = 200

// prepared returns the statement of a query.
func (r *reader) prepared(ctx context.Context, query string) (*sql.Stmt, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if s := r.statements[query]; s != nil {
		return s, nil
	}
	if len(r.statements) >= mostPrepared {
		return nil, nil
	}
	s, err := r.DB.PrepareContext(ctx, query)
	if err == nil {
		r.statements[query] = s
	}
	return s, err
}

// QueryContext runs a query.
func (r *reader) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := r.prepared(ctx, query)
	switch {
	case err != nil:
		return nil, err
	case s == nil:
		return r.DB.QueryContext(ctx, query, args...)
	}
	return s.QueryContext(ctx, args...)
}

// QueryRowContext runs a query for one row.
func (r *reader) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	s, err := r.prepared(ctx, query)
	if err != nil || s == nil {
		return r.DB.QueryRowContext(ctx, query, args...) // which meets the same error
	}
	return s.QueryRowContext(ctx, args...)
}

// Close closes the statements and the connections.
func (r *reader) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	var errs []error
	for _, s := range r.statements {
		errs = append(errs, s.Close())
	}
	return errors.Join(append(errs, r.DB.Close())...)
}
