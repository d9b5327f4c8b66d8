package watcher

import (
	"context"
	"net/url"
	"strings"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// request returns what to ask for: the document if it has changed, or in any
// case when it has not been read for long.
func (b *beat) request(now time.Time) fetch.Request {
	r := b.ask(channelPage(b.source.URL))
	switch {
	case b.state.Moved != "":
		r.URL = b.state.Moved
	case b.state.Found != "":
		r.URL = b.state.Found
	}
	r.ObeyRobots = b.source.Kind == news.KindPage && !b.source.IgnoreRobots // feeds are meant to be fetched
	if b.state.Based && now.Sub(b.state.ReadAt) < rereadAfter && !b.searches(b.state, now) {
		r.ETag, r.LastModified = b.state.ETag, b.state.LastModified
	}
	return r
}

// ask returns a request for a document in the way of the source.
func (b *beat) ask(url string) fetch.Request {
	return fetch.Request{URL: url, Publisher: b.source.Publisher, Proxy: b.source.Proxy}
}

// channelPage returns where the latest messages of a Telegram channel can be
// read, for any address that leads to the channel or into it. Other addresses
// are left alone.
func channelPage(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	name, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(u.Path, "/"), "s/"), "/")
	switch strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.") {
	case "t.me", "telegram.me", "telegram.dog":
		if name != "" {
			return "https://t.me/s/" + name
		}
	}
	return address
}

// IsChannel tells whether an address leads to a public Telegram channel.
func IsChannel(address string) bool {
	return strings.HasPrefix(channelPage(address), "https://t.me/s/")
}

// get asks for a document. Who waits for the turn of its host holds no permit,
// so that nobody waits for those who do; who works on the document holds one.
func (b *beat) get(ctx context.Context, r fetch.Request, permit *fetch.Permit) (*fetch.Response, error) {
	permit.Return()
	r.Permit = permit
	res, err := b.w.fetcher.Get(ctx, r)
	if err != nil {
		return nil, err
	}
	return res, permit.Take(ctx)
}
