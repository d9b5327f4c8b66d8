package redis

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/rasadnews/rasad/news"
	"github.com/redis/go-redis/v9"
)

// Schedule implements store.Jobs.
func (e *Engine) Schedule(ctx context.Context, j news.Job) error {
	if _, err := e.run(ctx, "schedule", j.Key, micro(j.Due), j.Work); err != nil {
		return fmt.Errorf("schedule job %s: %w", j.Key, err)
	}
	return nil
}

// Scheduled implements store.Jobs.
func (e *Engine) Scheduled(ctx context.Context, key string) (news.Job, bool, error) {
	jobs, err := e.jobsOf(ctx, []string{key})
	if err != nil {
		return news.Job{}, false, fmt.Errorf("read job %s: %w", key, err)
	}
	if len(jobs) == 0 {
		return news.Job{}, false, nil
	}
	return jobs[0], true, nil
}

// Due implements store.Jobs. Of equal scores a sorted set has the members in
// their order.
func (e *Engine) Due(ctx context.Context, limit int) ([]news.Job, error) {
	if limit <= 0 {
		return nil, nil
	}
	keys, err := e.client.ZRangeByScore(ctx, e.prefix+"jobs",
		&redis.ZRangeBy{Min: "-inf", Max: fmt.Sprint(e.now()), Count: int64(limit)}).Result()
	if err != nil {
		return nil, fmt.Errorf("read jobs: %w", e.explain(err))
	}
	jobs, err := e.jobsOf(ctx, keys)
	if err != nil {
		return nil, fmt.Errorf("read jobs: %w", err)
	}
	return jobs, nil
}

// jobsOf returns the jobs of keys, without those that are not there any more.
func (e *Engine) jobsOf(ctx context.Context, keys []string) ([]news.Job, error) {
	dues := make([]*redis.FloatCmd, len(keys))
	works, late := make([]*redis.StringCmd, len(keys)), make([]*redis.StringCmd, len(keys))
	_, err := e.client.TxPipelined(ctx, func(p redis.Pipeliner) error {
		for i, key := range keys {
			dues[i] = p.ZScore(ctx, e.prefix+"jobs", key)
			works[i] = p.HGet(ctx, e.prefix+"work", key)
			late[i] = p.HGet(ctx, e.prefix+"late", key)
		}
		return nil
	})
	if err != nil && !errors.Is(err, redis.Nil) {
		return nil, e.explain(err)
	}
	var jobs []news.Job
	for i, key := range keys {
		if dues[i].Err() != nil || works[i].Err() != nil {
			continue
		}
		due, err := parseMoment(cmp.Or(late[i].Val(), whole(dues[i].Val())))
		if err != nil {
			return nil, err
		}
		jobs = append(jobs, news.Job{Key: key, Due: due, Work: works[i].Val()})
	}
	return jobs, nil
}

// Cancel implements store.Jobs.
func (e *Engine) Cancel(ctx context.Context, key string) (bool, error) {
	was, err := e.runInt(ctx, "cancel", key)
	if err != nil {
		return false, fmt.Errorf("cancel job %s: %w", key, err)
	}
	return was == 1, nil
}
