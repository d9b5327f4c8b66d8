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
// other pages or its next poll. How many are asked at once is bounded, but who
// waits for the turn of a host does not count, so that a host with many
// sources, or one that is slow, keeps only its own waiting. What a poll found
// is durable before anything says that the poll is done; after a crash the
// beat goes on from there.
//
//	watcher.go   Watcher: New, SetSources, Run
//	share.go     which sources are this process's, where several share them
//	deal.go      how lots of sources are dealt out to processes
//	hold.go      a lot of sources that is held, and for how long
//	beat.go      the beat: one source, its polls and its items, in time
//	resume.go    a source taken up where an earlier run left it
//	due.go       when it is polled next: rhythm, hints, floors
//	rest.go      hosts that want to be left alone
//	clock.go     a state from a clock that was ahead
//	pace.go      fixed intervals, backing off, jitter
//	poll.go      one poll: asking the source for its document
//	take.go      what it came to → the new state of the source
//	ask.go       how a document is asked for
//	read.go      a document → items
//	form.go      whether that is a feed or a page, and that it stays so
//	descend.go   the sitemaps of an index; the older pages of a feed
//	children.go  which sitemaps of an index are read, and which again so as not to be forgotten
//	discover.go  the feed of a home page, sought now and then; what a site's addresses look like
//	push.go      hubs that tell of news between polls
//	news.go      which items are new
//	marks.go     what is remembered of the items of the last document
//	change.go    which items have changed, and what of them is no identity
//	baseline.go  the first poll as the baseline: what is old from the start
//	item.go      one item: article → outcome, or another try
//	page.go      its page → article, with further parts and AMP twins
//	verdict.go   what can be wrong with a page, and what that means for the item
//	merge.go     what page, item and source together say of an article
//	identity.go  by which keys an item is known; which addresses to trust
//	books.go     desk and store, and one word when they can't be had
//	diagnose.go  what is wrong with a source, told once
//	health.go    how each source is doing
//	log.go       what of a source is worth a line, and how often
//
// Its rooms: fetch (polite, safe HTTP), robots (what sites allow), feed
// (documents → items), extract (page → article), schedule (when to poll),
// websub (hubs).
package watcher
