package redis

import (
	"context"
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
	args := make([]any, len(keys))
	for i, key := range keys {
		args[i] = key
	}
	answer, err := e.run(ctx, "jobs", args...)
	if err != nil {
		return nil, err
	}
	var jobs []news.Job
	for list, _ := answer.([]any); len(list) >= 3; list = list[3:] {
		due, err := parseMoment(fmt.Sprint(list[1]))
		if err != nil {
			return nil, err
		}
		jobs = append(jobs, news.Job{Key: fmt.Sprint(list[0]), Due: due, Work: fmt.Sprint(list[2])})
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
