package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/rasadnews/rasad/news"
)

// Schedule implements store.Jobs.
func (e *Engine) Schedule(ctx context.Context, j news.Job) error {
	err := e.write(ctx, func(t *tx) error {
		_, err := t.exec(`INSERT INTO jobs (key, due, work) VALUES (?, ?, ?)
			ON CONFLICT (key) DO UPDATE SET due = excluded.due, work = excluded.work`, j.Key, micro(j.Due), j.Work)
		return err
	})
	if err != nil {
		return fmt.Errorf("schedule job %s: %w", j.Key, err)
	}
	return nil
}

// Scheduled implements store.Jobs.
func (e *Engine) Scheduled(ctx context.Context, key string) (news.Job, bool, error) {
	jobs, err := e.jobs(ctx, `SELECT key, due, work FROM jobs WHERE key = ?`, key)
	if err != nil || len(jobs) == 0 {
		return news.Job{}, false, err
	}
	return jobs[0], true, nil
}

// Due implements store.Jobs.
func (e *Engine) Due(ctx context.Context, limit int) ([]news.Job, error) {
	return e.jobs(ctx, `SELECT key, due, work FROM jobs WHERE due <= ? ORDER BY due, key LIMIT ?`, e.now(), max(limit, 0))
}

func (e *Engine) jobs(ctx context.Context, query string, args ...any) ([]news.Job, error) {
	var jobs []news.Job
	err := each(e.reads.QueryContext(ctx, query, args...))(func(r *sql.Rows) error {
		var j news.Job
		var due int64
		err := r.Scan(&j.Key, &due, &j.Work)
		j.Due = moment(due)
		jobs = append(jobs, j)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read jobs: %w", e.reading(err))
	}
	return jobs, nil
}

// Cancel implements store.Jobs.
func (e *Engine) Cancel(ctx context.Context, key string) (was bool, err error) {
	err = e.write(ctx, func(t *tx) error {
		n, err := t.exec(`DELETE FROM jobs WHERE key = ?`, key)
		was = n > 0
		return err
	})
	if err != nil {
		return false, fmt.Errorf("cancel job %s: %w", key, err)
	}
	return was, nil
}
