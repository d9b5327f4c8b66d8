// Package watcher turns sources into articles: it decides when a source is
// polled, finds what is new there, fetches and extracts the pages, and hands
// the articles to the desk.
//
//	source ─poll→ document ─parse→ items ─new?→ pending (durable)
//	  ─fetch→ page ─extract→ article ─Desk.Handle→ outcome ─→ no longer pending
//
// Each source has one goroutine of its own, its beat, which alone touches its
// state; polls and items run beside it and report back. So a source that
// hangs holds up nobody, and a slow page of a source does not hold up its
// other pages or its next poll. What a poll found is durable before anything
// says that the poll is done; after a crash the beat goes on from there.
//
//	watcher.go   Watcher: New, SetSources, Run, Health
//	beat.go      the beat: one source, its polls and its items, in time
//	poll.go      one poll: the source's document → items
//	news.go      which items are new
//	baseline.go  the first poll as the baseline: what is old from the start
//	item.go      one item: page → article → outcome
//	merge.go     what page, item and source together say of an article
//	identity.go  by which keys an item is known; which addresses to trust
//	books.go     desk and store, and one word when they can't be had
//	pace.go      intervals, backing off, jitter
//	log.go       what of a source is worth a line, and how often
//
// Its rooms: fetch (polite, safe HTTP) and what it asks, robots (robots.txt →
// what may be fetched); feed (documents → items); extract (page → article);
// sitetest (a news site that behaves, and one that doesn't).
package watcher
