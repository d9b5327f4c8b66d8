package redis

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/rasadnews/rasad/news"
)

// PutVote implements store.Votes.
func (e *Engine) PutVote(ctx context.Context, v news.Vote) error {
	at, up := micro(v.At), "0"
	if at == 0 {
		at = e.now()
	}
	if v.Up {
		up = "1"
	}
	terms, err := encode(v.Tidy().Terms)
	if err == nil {
		_, err = e.run(ctx, "put_vote", code(v.Chat), v.Article, code(v.User), up+strconv.FormatInt(at, 10)+" "+string(terms))
	}
	if err != nil {
		return fmt.Errorf("write a vote on %s: %w", v.Article, err)
	}
	return nil
}

// VotesOn implements store.Votes.
func (e *Engine) VotesOn(ctx context.Context, chat int64, article string) ([]news.Vote, error) {
	fields, err := e.client.HGetAll(ctx, e.prefix+"votes:"+code(chat)+article).Result()
	if err != nil {
		return nil, fmt.Errorf("read votes on %s: %w", article, e.explain(err))
	}
	var votes []news.Vote
	for user, value := range fields {
		v := news.Vote{Chat: chat, Article: article, Up: value[:1] == "1"}
		at, terms, _ := strings.Cut(value[1:], " ")
		var errs [3]error
		v.User, errs[0] = decode(user)
		v.At, errs[1] = parseMoment(at)
		errs[2] = json.Unmarshal([]byte(terms), &v.Terms)
		if err := errors.Join(errs[:]...); err != nil {
			return nil, fmt.Errorf("read votes on %s: %w", article, err)
		}
		votes = append(votes, v)
	}
	slices.SortFunc(votes, func(a, b news.Vote) int { return cmp.Compare(a.User, b.User) })
	return votes, nil
}

// TopicApprovals implements store.Votes.
func (e *Engine) TopicApprovals(ctx context.Context) ([]news.Approval, error) {
	return e.approvals(ctx, "approvals")
}

// TermApprovals implements store.Votes.
func (e *Engine) TermApprovals(ctx context.Context, topic string) ([]news.Approval, error) {
	return e.approvals(ctx, "approvals:"+topic)
}

// approvals reads sums, whose fields are u for up or d for down, and of what.
func (e *Engine) approvals(ctx context.Context, key string) ([]news.Approval, error) {
	fields, err := e.client.HGetAll(ctx, e.prefix+key).Result()
	if err != nil {
		return nil, fmt.Errorf("sum up votes: %w", e.explain(err))
	}
	sums := map[string]*news.Approval{}
	var all []news.Approval
	for field, value := range fields {
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("sum up votes: %w", err)
		}
		of := field[1:]
		if sums[of] == nil {
			sums[of] = &news.Approval{Of: of}
		}
		if field[0] == 'u' {
			sums[of].Up = n
		} else {
			sums[of].Down = n
		}
	}
	for _, a := range sums {
		all = append(all, *a)
	}
	slices.SortFunc(all, func(a, b news.Approval) int { return strings.Compare(a.Of, b.Of) })
	return all, nil
}
