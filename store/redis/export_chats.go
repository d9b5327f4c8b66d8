package redis

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store/move"
	"github.com/redis/go-redis/v9"
)

// pages calls a script that returns records behind an ID, until it had all.
func (x *exporter) pages(script string, scan func(id string, f map[string]string) error, rest ...any) error {
	for from := "-"; ; {
		n := 0
		err := x.records(x.ctx, script, func(id string, f map[string]string) error {
			n, from = n+1, "("+id
			return scan(id, f)
		}, append(append([]any{from}, rest...), scanned)...)
		if err != nil || n < scanned {
			return err
		}
	}
}

func (x *exporter) chats() error {
	return x.pages("chats", func(id string, f map[string]string) error {
		chat, err := decoded(id)
		row := move.Row{chat, f["kind"], f["title"], f["lang"], f["state"], f["why"], f["settings"]}
		return errors.Join(err, x.batch.Add(row))
	})
}

func (x *exporter) guestRows() error {
	return x.pages("guests", func(id string, f map[string]string) error {
		guest, err := decoded(id)
		row := move.Row{guest, f["name"], f["admin"], f["at"], f["state"]}
		return errors.Join(err, x.batch.Add(row))
	}, "+")
}

func (x *exporter) invitations() error {
	return x.records(x.ctx, "invitations", func(id string, f map[string]string) error {
		return x.batch.Add(move.Row{id, f["admin"], f["whom"], f["expires"], f["uses"]})
	})
}

func (x *exporter) subscriptions() error {
	return x.names("subscriptions:", func(chats []string) error {
		all, err := x.hashes("subscriptions:", chats)
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

func (x *exporter) votes() error {
	return x.names("voted:", func(chats []string) error {
		for _, chat := range chats {
			articles, err := x.client.SMembers(x.ctx, x.prefix+"voted:"+chat).Result()
			if err != nil {
				return x.explain(err)
			}
			all, err := x.hashes("votes:"+chat, articles)
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

func (x *exporter) notes() error {
	return x.names("notes:", func(chats []string) error {
		for _, chat := range chats {
			err := x.members("notes:"+chat, scanned, func(some []redis.Z) error { return x.notesNamed(some) })
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func (x *exporter) notesNamed(some []redis.Z) error {
	values := make([]*redis.StringCmd, len(some))
	err := x.ask(func(p redis.Pipeliner) {
		for i, z := range some {
			values[i] = p.Get(x.ctx, x.prefix+"note:"+z.Member.(string))
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

// told reads the marks of deliveries that are over, chat by chat, with what is
// known of the messages that brought them.
func (x *exporter) told() error {
	return x.names("told:", func(chats []string) error {
		for _, chat := range chats {
			messages, err := x.messages(chat)
			if err != nil {
				return err
			}
			err = x.fields("told:"+chat, func(place, mark string) error {
				id, after, over := strings.Cut(mark, " ")
				if !over {
					return nil
				}
				return x.addTold(chat, place, id, after, messages)
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// addTold adds a mark.
func (x *exporter) addTold(chat, place, id, mark string, messages map[string]message) error {
	state := news.DeliverySent
	switch mark {
	case "-":
		state = news.DeliveryExpired
	case "x":
		state = news.DeliveryDropped
	}
	m, known := messages[id]
	if !known || state != news.DeliverySent {
		m = message{id: "0", topics: "null", period: "0"}
	}
	const digits = 16
	in, err1 := decoded(chat)
	thread, err2 := decoded(place[:min(digits, len(place))])
	row := move.Row{in, thread, place[min(digits, len(place)):], id, string(state), m.id, m.topics, m.period}
	return errors.Join(err1, err2, x.batch.Add(row))
}

// A message is one that brought a delivery.
type message struct{ id, topics, period string }

// messages reads what messages brought a chat, by the delivery's ID.
func (x *exporter) messages(chat string) (map[string]message, error) {
	found := map[string]message{}
	for _, period := range x.periods() {
		n := period.(int64)
		if !move.Asked(n, x.at) {
			continue
		}
		err := x.fields("messages:"+strconv.FormatInt(n, 10)+":"+chat, func(id, text string) error {
			deliveries, err := scanBrought(text)
			for _, d := range deliveries {
				topics, wrong := topicList(d.Topics)
				err = errors.Join(err, wrong)
				found[strconv.FormatInt(d.ID, 10)] = message{id: id, topics: topics, period: strconv.FormatInt(n, 10)}
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

// topicList writes a list of topics in one way: null if there are none.
func topicList(topics []string) (string, error) {
	if len(topics) == 0 {
		return "null", nil
	}
	text, err := encode(topics)
	return string(text), err
}

// outbox reads the entries, in their order.
func (x *exporter) outbox() error {
	return x.members("outbox", scanned, func(some []redis.Z) error {
		keys := make([]string, len(some))
		for i, z := range some {
			keys[i] = z.Member.(string)
		}
		all, err := x.hashes("entry:", keys)
		if err != nil {
			return err
		}
		for i, f := range all {
			var r news.Recipient
			if f["after"] != "" {
				if r, err = recipient(f["after"]); err != nil {
					return err
				}
			}
			row := move.Row{whole(some[i].Score), keys[i], f["topics"], f["chunk"], strconv.FormatInt(r.Chat, 10), strconv.Itoa(r.Thread)}
			if err := x.batch.Add(row); err != nil {
				return err
			}
		}
		return nil
	})
}

// articles reads the archive, in the order of claims.
func (x *exporter) articles() error {
	if err := x.index.archive.list(x.ctx); err != nil {
		return err
	}
	return x.members("claimed", articlesAtOnce, func(some []redis.Z) error {
		fields, times := make([]*redis.SliceCmd, len(some)), make([]*redis.FloatCmd, len(some))
		err := x.ask(func(p redis.Pipeliner) {
			for i, z := range some {
				fields[i] = p.HMGet(x.ctx, x.prefix+"article:"+z.Member.(string), "article", "matches", "place")
			}
		})
		if err != nil {
			return err
		}
		err = x.ask(func(p redis.Pipeliner) {
			for i, f := range fields {
				place, _ := f.Val()[2].(string)
				times[i] = p.ZScore(x.ctx, x.prefix+"articles", place)
			}
		})
		if err != nil {
			return err
		}
		for i, f := range fields {
			article, there := f.Val()[0].(string)
			matches, _ := f.Val()[1].(string)
			if !there {
				continue
			}
			row := move.Row{whole(some[i].Score), some[i].Member.(string), whole(times[i].Val()), article, matches}
			if err := x.batch.Add(row); err != nil {
				return err
			}
		}
		return nil
	})
}

// deliveries reads those that are not over.
func (x *exporter) deliveries() error {
	return x.names("delivery:", func(ids []string) error {
		all, err := x.hashes("delivery:", ids)
		if err != nil {
			return err
		}
		since := make([]*redis.FloatCmd, len(ids))
		err = x.ask(func(p redis.Pipeliner) {
			for i, id := range ids {
				since[i] = p.ZScore(x.ctx, x.prefix+"holding", id)
			}
		})
		if err != nil {
			return err
		}
		for i, f := range all {
			if len(f) == 0 {
				continue // sent meanwhile
			}
			row, err := x.deliveryRow(ids[i], f, whole(since[i].Val()))
			if err != nil {
				return err
			}
			if err := x.batch.Add(row); err != nil {
				return err
			}
		}
		return nil
	})
}

// deliveryRow makes a row of a delivery's fields, of which only those count that
// mean something in its state.
func (x *exporter) deliveryRow(id string, f map[string]string, since string) (move.Row, error) {
	var b body
	r, err1 := recipient(f["chat"] + f["thread"])
	err2 := json.Unmarshal([]byte(f["body"]), &b)
	topics, err3 := topicList(b.Topics)
	till, err4 := strconv.ParseInt(f["not_before"], 10, 64)
	state, underWay, joined := news.DeliveryState(f["state"]), "0", "0"
	switch state {
	case news.DeliveryPending, news.DeliveryAttempting:
		if till <= micro(x.at) {
			till = 0
		}
	case news.DeliveryHeld:
	default:
		till = 0
	}
	if state == news.DeliveryAttempting && f["under_way"] != "0" {
		underWay = "1"
	}
	if state == news.DeliveryJoined {
		joined = f["whole"]
	}
	return move.Row{id, strconv.FormatInt(r.Chat, 10), strconv.Itoa(r.Thread), f["article"], topics, b.Text, b.Markup, f["state"],
		orZero(f["attempts"]), orZero(f["doubts"]), underWay, strconv.FormatInt(till, 10), f["created_at"], since, orZero(f["held"]), f["why"],
		orZero(f["class"]), orZero(f["expires"]), orZero(f["edits"]), orZero(f["edit_only"]), joined, f["batch"]}, errors.Join(err1, err2, err3, err4)
}
