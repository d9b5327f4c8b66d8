package redis

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store/move"
)

// What the scripts of an import (lua/import_*.lua) take of a row.

func subscriptionArgs(r move.Row) ([]any, error) {
	chat, thread, err := codedBoth(r[0], r[1])
	s := news.Subscription{Topic: r[2], Mode: news.Mode(r[6])}
	if r[5] != "" {
		err = errors.Join(err, json.Unmarshal([]byte(r[5]), &s.Filter))
	}
	at, wrong := strconv.Atoi(r[7])
	s.At = at
	options, filter, wrongOptions := writeOptions(s)
	return []any{chat, thread, s.Topic, r[4], r[3], options, filter}, errors.Join(err, wrong, wrongOptions)
}

func voteArgs(r move.Row) ([]any, error) {
	chat, user, err := codedBoth(r[0], r[2])
	return []any{chat, r[1], user, r[3] + r[5] + " " + r[4]}, err
}

func noteArgs(r move.Row) ([]any, error) {
	chat, err := coded(r[1])
	return []any{r[0], chat, r[3], r[2]}, err
}

func parkedArgs(r move.Row) ([]any, error) {
	chat, err := coded(r[0])
	return []any{chat, r[1]}, err
}

func deliveryArgs(r move.Row) ([]any, error) {
	chat, thread, err := codedBoth(r[1], r[2])
	b := body{Text: r[5], Markup: r[6]}
	err = errors.Join(err, json.Unmarshal([]byte(r[4]), &b.Topics))
	text, wrong := encode(b)
	args := []any{r[0], chat, thread, r[3], text}
	for _, field := range r[7:] {
		args = append(args, field)
	}
	return args, errors.Join(err, wrong)
}

// marks are what stands behind a delivery's ID in its mark once it is over. Which
// message brought it, is not read there.
var marks = map[string]string{
	string(news.DeliverySent): " 0", string(news.DeliveryExpired): " -", string(news.DeliveryDropped): " x",
}

func toldArgs(r move.Row) ([]any, error) {
	chat, thread, err := codedBoth(r[0], r[1])
	mark, known := marks[r[4]]
	if !known {
		err = errors.Join(err, fmt.Errorf("delivery %s is %s, which is not over", r[3], r[4]))
	}
	var b body
	period, wrong := strconv.ParseInt(r[7], 10, 64)
	err = errors.Join(err, wrong, json.Unmarshal([]byte(r[6]), &b.Topics))
	text, wrong := encode(b)
	return []any{chat, thread, r[2], r[3], mark, r[5], period * move.MessagePeriod.Microseconds(), text}, errors.Join(err, wrong)
}
