package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/rasadnews/rasad/news"
)

// PutVote implements store.Votes. Triggers keep the sums.
func (e *Engine) PutVote(ctx context.Context, v news.Vote) error {
	v = v.Tidy()
	terms, err := encode(v.Terms)
	at := micro(v.At)
	if at == 0 {
		at = e.now()
	}
	if err == nil {
		err = e.write(ctx, func(t *tx) error {
			if _, err := t.exec(`DELETE FROM votes WHERE chat = ? AND article = ? AND user = ?`, v.Chat, v.Article, v.User); err != nil {
				return err
			}
			_, err := t.exec(`INSERT INTO votes (chat, article, user, up, terms, at) VALUES (?, ?, ?, ?, ?, ?)`,
				v.Chat, v.Article, v.User, v.Up, string(terms), at)
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("write a vote on %s: %w", v.Article, err)
	}
	return nil
}

// VotesOn implements store.Votes.
func (e *Engine) VotesOn(ctx context.Context, chat int64, article string) ([]news.Vote, error) {
	var votes []news.Vote
	rows, err := e.reads.QueryContext(ctx, `SELECT user, up, terms, at FROM votes WHERE chat = ? AND article = ? ORDER BY user`, chat, article)
	err = each(rows, err)(func(r *sql.Rows) error {
		v := news.Vote{Chat: chat, Article: article}
		var terms string
		var at int64
		err := r.Scan(&v.User, &v.Up, &terms, &at)
		v.At = moment(at)
		err = errors.Join(err, json.Unmarshal([]byte(terms), &v.Terms))
		votes = append(votes, v)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read votes on %s: %w", article, e.reading(err))
	}
	return votes, nil
}

// TopicApprovals implements store.Votes.
func (e *Engine) TopicApprovals(ctx context.Context) ([]news.Approval, error) {
	return e.approvals(ctx, `SELECT topic, up, down FROM approvals WHERE term = '' ORDER BY topic`)
}

// TermApprovals implements store.Votes.
func (e *Engine) TermApprovals(ctx context.Context, topic string) ([]news.Approval, error) {
	return e.approvals(ctx, `SELECT term, up, down FROM approvals WHERE topic = ? AND term <> '' ORDER BY term`, topic)
}

func (e *Engine) approvals(ctx context.Context, query string, args ...any) ([]news.Approval, error) {
	var all []news.Approval
	rows, err := e.reads.QueryContext(ctx, query, args...)
	err = each(rows, err)(func(r *sql.Rows) error {
		var a news.Approval
		err := r.Scan(&a.Of, &a.Up, &a.Down)
		all = append(all, a)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("sum up votes: %w", e.reading(err))
	}
	return all, nil
}
