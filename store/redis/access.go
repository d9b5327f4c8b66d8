package redis

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/rasadnews/rasad/news"
)

// PutGuest implements store.Access.
func (e *Engine) PutGuest(ctx context.Context, g news.Guest) error {
	at := micro(g.At)
	if at == 0 {
		at = e.now()
	}
	if _, err := e.run(ctx, "put_guest", code(g.ID), g.Name, g.By, at, string(g.State)); err != nil {
		return fmt.Errorf("write guest %d: %w", g.ID, err)
	}
	return nil
}

// Guest implements store.Access.
func (e *Engine) Guest(ctx context.Context, id int64) (news.Guest, bool, error) {
	found, err := e.guests(ctx, "["+code(id), "["+code(id), 1)
	if err != nil || len(found) == 0 {
		return news.Guest{}, false, err
	}
	return found[0], true, nil
}

// Guests implements store.Access.
func (e *Engine) Guests(ctx context.Context, after int64, limit int) ([]news.Guest, error) {
	return e.guests(ctx, behind(after), "+", max(limit, 0))
}

func (e *Engine) guests(ctx context.Context, from, to string, limit int) ([]news.Guest, error) {
	var found []news.Guest
	err := e.list(ctx, "guests", func(id int64, f map[string]string) error {
		g := news.Guest{ID: id, Name: f["name"], State: news.GuestState(f["state"])}
		var errs [2]error
		g.By, errs[0] = strconv.ParseInt(f["admin"], 10, 64)
		g.At, errs[1] = parseMoment(f["at"])
		found = append(found, g)
		return errors.Join(errs[:]...)
	}, from, to, limit)
	if err != nil {
		return nil, fmt.Errorf("read guests: %w", err)
	}
	return found, nil
}

// behind returns where an ordered set of codes goes on after an ID; zero
// begins.
func behind(id int64) string {
	if id == 0 {
		return "-"
	}
	return "(" + code(id)
}

// list passes to scan the records that a script returns: the code of an ID and
// the fields, by turns.
func (e *Engine) list(ctx context.Context, script string, scan func(id int64, fields map[string]string) error, args ...any) error {
	return e.records(ctx, script, func(key string, fields map[string]string) error {
		id, err := decode(key)
		if err != nil {
			return err
		}
		return scan(id, fields)
	}, args...)
}

// records does the same for records with keys of any kind.
func (e *Engine) records(ctx context.Context, script string, scan func(key string, fields map[string]string) error, args ...any) error {
	answer, err := e.run(ctx, script, args...)
	if err != nil {
		return err
	}
	list, _ := answer.([]any)
	for _, entry := range list {
		record, _ := entry.([]any)
		if len(record) < 2 {
			return fmt.Errorf("script %s answered %v, not a record", script, entry)
		}
		values, _ := record[1].([]any)
		fields := map[string]string{}
		for i := 0; i+1 < len(values); i += 2 {
			fields[fmt.Sprint(values[i])] = fmt.Sprint(values[i+1])
		}
		if err := scan(fmt.Sprint(record[0]), fields); err != nil {
			return err
		}
	}
	return nil
}

// PutInvitation implements store.Access.
func (e *Engine) PutInvitation(ctx context.Context, i news.Invitation) error {
	if _, err := e.run(ctx, "put_invitation", i.ID, i.By, i.For, micro(i.Expires), i.Uses); err != nil {
		return fmt.Errorf("write an invitation: %w", err)
	}
	return nil
}

// Invitations implements store.Access.
func (e *Engine) Invitations(ctx context.Context) ([]news.Invitation, error) {
	var found []news.Invitation
	err := e.records(ctx, "invitations", func(id string, f map[string]string) error {
		i := news.Invitation{ID: id, For: f["whom"]}
		var errs [3]error
		i.By, errs[0] = strconv.ParseInt(f["admin"], 10, 64)
		i.Expires, errs[1] = parseMoment(f["expires"])
		i.Uses, errs[2] = strconv.Atoi(f["uses"])
		found = append(found, i)
		return errors.Join(errs[:]...)
	})
	if err != nil {
		return nil, fmt.Errorf("read invitations: %w", err)
	}
	slices.SortFunc(found, func(a, b news.Invitation) int {
		if a.Expires.IsZero() != b.Expires.IsZero() {
			return -a.Expires.Compare(b.Expires)
		}
		return cmp.Or(a.Expires.Compare(b.Expires), strings.Compare(a.ID, b.ID))
	})
	return found, nil
}

// DeleteInvitation implements store.Access.
func (e *Engine) DeleteInvitation(ctx context.Context, id string) (bool, error) {
	n, err := e.runInt(ctx, "delete_invitation", id)
	if err != nil {
		return false, fmt.Errorf("delete an invitation: %w", err)
	}
	return n == 1, nil
}

// TakeInvitation implements store.Access.
func (e *Engine) TakeInvitation(ctx context.Context, id string, g news.Guest) (news.Admission, error) {
	answer, err := e.run(ctx, "take_invitation", e.now(), id, code(g.ID), g.Name)
	if err != nil {
		return "", fmt.Errorf("let guest %d in: %w", g.ID, err)
	}
	return news.Admission(fmt.Sprint(answer)), nil
}
