package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/rasadnews/rasad/news"
)

// Acquire implements store.Leases.
func (e *Engine) Acquire(ctx context.Context, name, holder string, ttl time.Duration) (news.Lease, bool, error) {
	now := e.clock()
	lease := news.Lease{Name: name, Holder: holder, Expires: moment(micro(now.Add(ttl)))}
	got := false
	err := e.write(ctx, func(t *tx) error {
		var err error
		got, err = t.get(`INSERT INTO leases (name, holder, token, expires, since) VALUES (?, ?, 1, ?, ?)
			ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires = excluded.expires, since = excluded.since,
				token = token + (holder <> excluded.holder)
			WHERE holder = excluded.holder OR holder = '' OR expires <= ? OR since > ?
			RETURNING token`,
			[]any{name, holder, micro(lease.Expires), micro(now), micro(now), micro(now.Add(setBack))}, &lease.Token)
		return err
	})
	if err != nil {
		return news.Lease{}, false, fmt.Errorf("acquire lease %s: %w", name, err)
	}
	if !got {
		return news.Lease{}, false, nil
	}
	return lease, true, nil
}

// Renew implements store.Leases. As whoever works renews a lease now and then, it
// looks whether the file is still there.
func (e *Engine) Renew(ctx context.Context, l news.Lease, ttl time.Duration) (bool, error) {
	if err := e.lost(); err != nil {
		return false, fmt.Errorf("renew lease %s: %w", l.Name, err)
	}
	held, now := false, e.clock()
	err := e.write(ctx, func(t *tx) error {
		n, err := t.exec(`UPDATE leases SET expires = ?, since = ? WHERE name = ? AND holder = ? AND token = ?`,
			micro(now.Add(ttl)), micro(now), l.Name, l.Holder, l.Token)
		held = n > 0
		return err
	})
	if err != nil {
		return false, fmt.Errorf("renew lease %s: %w", l.Name, err)
	}
	return held, nil
}

// Release implements store.Leases.
func (e *Engine) Release(ctx context.Context, l news.Lease) error {
	err := e.write(ctx, func(t *tx) error {
		_, err := t.exec(`UPDATE leases SET holder = '', expires = 0, since = 0 WHERE name = ? AND holder = ? AND token = ?`,
			l.Name, l.Holder, l.Token)
		return err
	})
	if err != nil {
		return fmt.Errorf("release lease %s: %w", l.Name, err)
	}
	return nil
}

// Held implements store.Leases.
func (e *Engine) Held(ctx context.Context, names []string) ([]news.Lease, error) {
	asked, err := json.Marshal(names)
	if err != nil {
		return nil, fmt.Errorf("look up leases: %w", err)
	}
	now := e.clock()
	var leases []news.Lease
	err = each(e.reads.QueryContext(ctx, `SELECT l.name, holder, token, expires
		FROM json_each(?) AS asked JOIN leases AS l ON l.name = asked.value
		WHERE holder <> '' AND expires > ? AND since <= ? ORDER BY asked.key`,
		string(asked), micro(now), micro(now.Add(setBack))))(func(r *sql.Rows) error {
		var l news.Lease
		var expires int64
		err := r.Scan(&l.Name, &l.Holder, &l.Token, &expires)
		l.Expires = moment(expires)
		leases = append(leases, l)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look up leases: %w", e.reading(err))
	}
	return leases, nil
}
