package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/rasadnews/rasad/watcher/robots"
)

// maxCrawlDelay is how much of a Crawl-delay is heeded. It is no part of RFC
// 9309, and what many files ask for would part news from its readers.
const maxCrawlDelay = 10 * time.Second

// rules returns what the robots.txt file at u's host says, nil if the request
// is not to obey it.
func (t *trip) rules(ctx context.Context, u *url.URL) (*robots.Rules, error) {
	if !t.ObeyRobots {
		return nil, nil
	}
	rules, err := t.route.robots.Rules(ctx, origin(u))
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrRobotsUnknown, err)
	}
	return rules, nil
}

func origin(u *url.URL) string { return u.Scheme + "://" + u.Host }

// obey refuses what the rules of u's host forbid.
func obey(rules *robots.Rules, u *url.URL) error {
	if target := u.RequestURI(); !rules.Allow(target) {
		return fmt.Errorf("%w: %s", ErrRobots, clip(target))
	}
	return nil
}

// pause returns the pause between two requests that rules ask for.
func (t *trip) pause(rules *robots.Rules) time.Duration {
	switch {
	case t.prompt:
		return atOnce
	case rules == nil:
		return 0
	}
	return min(rules.Delay, maxCrawlDelay)
}

// robotsFile returns what gets robots.txt files through a proxy. Redirects
// that lead nowhere, and what can't be text, mean that there is none (RFC 9309,
// 2.3.1.2 and 2.3.1.3). One request a day is no reason to have news wait for
// the host's pause.
func (c *Client) robotsFile(through string) robots.Fetch {
	return func(ctx context.Context, origin string) (int, []byte, error) {
		permit := c.files.Permit()
		t := &trip{
			client: c, Request: Request{URL: origin + "/robots.txt", Proxy: or(through, direct), Permit: permit},
			method: http.MethodGet, max: robots.MaxBytes + 1, cut: true, prompt: true,
		}
		res, err := t.run(ctx)
		permit.Return()
		var answer *StatusError
		switch {
		case err == nil:
			return res.Status, res.Body, nil
		case errors.As(err, &answer):
			return answer.Status, nil, nil
		case errors.Is(err, ErrRedirects), errors.Is(err, ErrNotText), errors.Is(err, ErrEncoding):
			return http.StatusNotFound, nil, nil
		}
		return 0, nil, err
	}
}
