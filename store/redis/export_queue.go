package redis

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store/move"
	"github.com/redis/go-redis/v9"
)

// told reads the marks of deliveries that are over, chat by chat, with what is
// known of the messages that brought them.
func (x *exporter) told(ctx context.Context) error {
	return x.names(ctx, "told:", func(chats []string) error {
		for _, chat := range chats {
			messages, err := x.messages(ctx, chat)
			if err != nil {
				return err
			}
			err = x.fields(ctx, "told:"+chat, func(place, mark string) error {
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
func (x *exporter) messages(ctx context.Context, chat string) (map[string]message, error) {
	found := map[string]message{}
	for _, period := range x.periods() {
		n := period.(int64)
		if !move.Asked(n, x.at) {
			continue
		}
		err := x.fields(ctx, "messages:"+strconv.FormatInt(n, 10)+":"+chat, func(id, text string) error {
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
func (x *exporter) outbox(ctx context.Context) error {
	return x.members(ctx, "outbox", scanned, func(some []redis.Z) error {
		keys := make([]string, len(some))
		for i, z := range some {
			keys[i] = z.Member.(string)
		}
		all, err := x.hashes(ctx, "entry:", keys)
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

// deliveries reads those that are not over.
func (x *exporter) deliveries(ctx context.Context) error {
	return x.names(ctx, "delivery:", func(ids []string) error {
		all, err := x.hashes(ctx, "delivery:", ids)
		if err != nil {
			return err
		}
		since := make([]*redis.FloatCmd, len(ids))
		err = x.ask(ctx, func(p redis.Pipeliner) {
			for i, id := range ids {
				since[i] = p.ZScore(ctx, x.prefix+"holding", id)
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
