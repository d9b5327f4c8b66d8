package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/rasadnews/rasad/news"
)

// PutGuest implements store.Access.
func (e *Engine) PutGuest(ctx context.Context, g news.Guest) error {
	at := micro(g.At)
	if at == 0 {
		at = e.now()
	}
	err := e.write(ctx, func(t *tx) error { return putGuest(t, g, at) })
	if err != nil {
		return fmt.Errorf("write guest %d: %w", g.ID, err)
	}
	return nil
}

func putGuest(t *tx, g news.Guest, at int64) error {
	_, err := t.exec(`INSERT INTO guests (id, name, admin, at, state) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, admin = excluded.admin, at = excluded.at, state = excluded.state`,
		g.ID, g.Name, g.By, at, g.State)
	return err
}

// Guest implements store.Access.
func (e *Engine) Guest(ctx context.Context, id int64) (news.Guest, bool, error) {
	found, err := e.guests(ctx, `id = ?`, id)
	if err != nil || len(found) == 0 {
		return news.Guest{}, false, err
	}
	return found[0], true, nil
}

// Guests implements store.Access.
func (e *Engine) Guests(ctx context.Context, after int64, limit int) ([]news.Guest, error) {
	return e.guests(ctx, `(? OR id > ?) ORDER BY id LIMIT ?`, after == 0, after, max(limit, 0))
}

func (e *Engine) guests(ctx context.Context, where string, args ...any) ([]news.Guest, error) {
	var found []news.Guest
	rows, err := e.reads.QueryContext(ctx, `SELECT id, name, admin, at, state FROM guests WHERE `+where, args...)
	err = each(rows, err)(func(r *sql.Rows) error {
		var g news.Guest
		var at int64
		err := r.Scan(&g.ID, &g.Name, &g.By, &at, &g.State)
		g.At = moment(at)
		found = append(found, g)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read guests: %w", e.reading(err))
	}
	return found, nil
}

// PutInvitation implements store.Access.
func (e *Engine) PutInvitation(ctx context.Context, i news.Invitation) error {
	err := e.write(ctx, func(t *tx) error {
		_, err := t.exec(`INSERT INTO invitations (id, admin, whom, expires, uses) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			i.ID, i.By, i.For, micro(i.Expires), i.Uses)
		return err
	})
	if err != nil {
		return fmt.Errorf("write an invitation: %w", err)
	}
	return nil
}

// Invitations implements store.Access.
func (e *Engine) Invitations(ctx context.Context) ([]news.Invitation, error) {
	var found []news.Invitation
	rows, err := e.reads.QueryContext(ctx, `SELECT id, admin, whom, expires, uses FROM invitations ORDER BY expires = 0, expires, id`)
	err = each(rows, err)(func(r *sql.Rows) error {
		var i news.Invitation
		var expires int64
		err := r.Scan(&i.ID, &i.By, &i.For, &expires, &i.Uses)
		i.Expires = moment(expires)
		found = append(found, i)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read invitations: %w", e.reading(err))
	}
	return found, nil
}

// DeleteInvitation implements store.Access.
func (e *Engine) DeleteInvitation(ctx context.Context, id string) (bool, error) {
	found := false
	err := e.write(ctx, func(t *tx) error {
		n, err := t.exec(`DELETE FROM invitations WHERE id = ?`, id)
		found = n > 0
		return err
	})
	if err != nil {
		return false, fmt.Errorf("delete an invitation: %w", err)
	}
	return found, nil
}

// TakeInvitation implements store.Access.
func (e *Engine) TakeInvitation(ctx context.Context, id string, g news.Guest) (news.Admission, error) {
	var came news.Admission
	now := e.now()
	err := e.write(ctx, func(t *tx) (err error) {
		came, err = takeInvitation(t, id, g, now)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("let guest %d in: %w", g.ID, err)
	}
	return came, nil
}

func takeInvitation(t *tx, id string, g news.Guest, now int64) (news.Admission, error) {
	var state news.GuestState
	if _, err := t.get(`SELECT state FROM guests WHERE id = ?`, []any{g.ID}, &state); err != nil {
		return "", err
	}
	switch state {
	case news.GuestAllowed:
		return news.Admitted, nil
	case news.GuestDenied:
		return news.AdmissionRefused, nil
	}
	var expires, uses int64
	found, err := t.get(`SELECT admin, expires, uses FROM invitations WHERE id = ?`, []any{id}, &g.By, &expires, &uses)
	switch {
	case err != nil:
		return "", err
	case !found:
		return news.AdmissionUnknown, nil
	case expires != 0 && expires <= now:
		return news.AdmissionExpired, nil
	case uses <= 0:
		return news.AdmissionUsedUp, nil
	}
	if _, err := t.exec(`UPDATE invitations SET uses = uses - 1 WHERE id = ?`, id); err != nil {
		return "", err
	}
	g.State = news.GuestAllowed
	return news.Admitted, putGuest(t, g, now)
}
