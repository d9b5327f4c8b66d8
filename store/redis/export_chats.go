package redis

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/rasadnews/rasad/store/move"
	"github.com/redis/go-redis/v9"
)

func (x *exporter) chats(ctx context.Context) error {
	return x.pages(ctx, "chats", func(id string, f map[string]string) error {
		chat, err := decoded(id)
		row := move.Row{chat, f["kind"], f["title"], f["lang"], f["state"], f["why"], f["settings"]}
		return errors.Join(err, x.batch.Add(row))
	})
}

func (x *exporter) guestRows(ctx context.Context) error {
	return x.pages(ctx, "guests", func(id string, f map[string]string) error {
		guest, err := decoded(id)
		row := move.Row{guest, f["name"], f["admin"], f["at"], f["state"]}
		return errors.Join(err, x.batch.Add(row))
	}, "+")
}

func (x *exporter) invitations(ctx context.Context) error {
	return x.records(ctx, "invitations", func(id string, f map[string]string) error {
		return x.batch.Add(move.Row{id, f["admin"], f["whom"], f["expires"], f["uses"]})
	})
}

func (x *exporter) subscriptions(ctx context.Context) error {
	return x.names(ctx, "subscriptions:", func(chats []string) error {
		all, err := x.hashes(ctx, "subscriptions:", chats)
		if err != nil {
			return err
		}
		for i, fields := range all {
			for field, value := range fields {
				row, err := subscriptionRow(chats[i], field, value)
				if err != nil {
					return err
				}
				if err := x.batch.Add(row); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func subscriptionRow(chat, field, value string) (move.Row, error) {
	s, err := scanSubscription(chat+field, value[:1] == "1", value[1:])
	if err != nil {
		return nil, err
	}
	filter := ""
	if !s.Filter.IsZero() {
		text, err := encode(s.Filter)
		if err != nil {
			return nil, err
		}
		filter = string(text)
	}
	return move.Row{strconv.FormatInt(s.Chat, 10), strconv.Itoa(s.Thread), s.Topic, strconv.FormatInt(micro(s.Since), 10),
		value[:1], filter, string(s.Mode), strconv.Itoa(s.At)}, nil
}

func (x *exporter) votes(ctx context.Context) error {
	return x.names(ctx, "voted:", func(chats []string) error {
		for _, chat := range chats {
			articles, err := x.client.SMembers(ctx, x.prefix+"voted:"+chat).Result()
			if err != nil {
				return x.explain(err)
			}
			all, err := x.hashes(ctx, "votes:"+chat, articles)
			if err != nil {
				return err
			}
			for i, votes := range all {
				for user, vote := range votes {
					at, terms, _ := strings.Cut(vote[1:], " ")
					id, err1 := decoded(user)
					in, err2 := decoded(chat)
					row := move.Row{in, articles[i], id, vote[:1], terms, at}
					if err := errors.Join(err1, err2, x.batch.Add(row)); err != nil {
						return err
					}
				}
			}
		}
		return nil
	})
}

func (x *exporter) notes(ctx context.Context) error {
	return x.names(ctx, "notes:", func(chats []string) error {
		for _, chat := range chats {
			err := x.members(ctx, "notes:"+chat, scanned, func(some []redis.Z) error { return x.notesNamed(ctx, some) })
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func (x *exporter) notesNamed(ctx context.Context, some []redis.Z) error {
	values := make([]*redis.StringCmd, len(some))
	err := x.ask(ctx, func(p redis.Pipeliner) {
		for i, z := range some {
			values[i] = p.Get(ctx, x.prefix+"note:"+z.Member.(string))
		}
	})
	if err != nil {
		return err
	}
	for i, z := range some {
		if values[i].Err() != nil {
			continue // expired
		}
		n, err := scanNote(z.Member.(string), values[i].Val())
		if err != nil {
			return err
		}
		if !n.Expires.IsZero() && !n.Expires.After(x.at) {
			continue
		}
		row := move.Row{n.Name, strconv.FormatInt(n.Chat, 10), n.Text, strconv.FormatInt(micro(n.Expires), 10)}
		if err := x.batch.Add(row); err != nil {
			return err
		}
	}
	return nil
}

func (x *exporter) watches(ctx context.Context) error {
	return x.members(ctx, "changes", scanned, func(some []redis.Z) error {
		ids := make([]string, len(some))
		for i, z := range some {
			ids[i] = z.Member.(string)
		}
		values, err := x.client.HMGet(ctx, x.prefix+"watches", ids...).Result()
		if err != nil {
			return x.explain(err)
		}
		for i, value := range values {
			text, there := value.(string)
			if !there {
				continue // that one is gone
			}
			w, err := scanWatch(ids[i], text)
			if err != nil {
				return err
			}
			row := move.Row{w.ID, strconv.FormatInt(w.Chat, 10), strconv.Itoa(w.Thread), strconv.FormatInt(w.Author, 10),
				w.Name, w.Query, w.Lang, strconv.FormatInt(micro(w.Since), 10)}
			if err := x.batch.Add(row); err != nil {
				return err
			}
		}
		return nil
	})
}

// watchChanges reads the last change of each watch.
func (x *exporter) watchChanges(ctx context.Context) error {
	return x.members(ctx, "changes", scanned, func(some []redis.Z) error {
		for _, z := range some {
			if err := x.batch.Add(move.Row{z.Member.(string), whole(z.Score)}); err != nil {
				return err
			}
		}
		return nil
	})
}
