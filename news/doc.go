// Package news holds the nouns of rasad and the desk where an article becomes
// alerts.
//
// The way of an article, forward only:
//
//	source ─poll→ items ─new?→ page ─extract→ article
//	  ─Desk.Handle: match→ matches ─claim→ seen + archive + outbox, at once
//	  ─Desk.Run: fan-out→ deliveries ─sending queue→ Telegram ─finish→
//
// The rooms around it each own a stretch of that way: watcher turns sources
// into articles, matcher decides which topics an article meets, store keeps
// what must survive, bot tells the subscribers. They share the nouns of this
// package and never import each other; the desk asks for what it needs through
// the two small interfaces Matcher and Ledger.
//
//	source.go        Source: what is watched, and its reliability Grade
//	article.go       Item, Page, Article: what a poll, a fetch and an extraction give
//	topic.go         Topic, Concept, Severity: what is watched for
//	match.go         Match and Hit: where an article met a topic
//	passage.go       Passages: the places to show a reader, cut from the text
//	window.go        the piece of text around a hit
//	cut.go           where a text may be cut: sentences, words, characters
//	catalog.go       Catalog: one immutable snapshot of sources, concepts and topics
//	subscription.go  Chat, Recipient, Subscription: who wants to know
//	settings.go      ChatSettings: zone, quiet hours, format, mutes
//	quiet.go         Quiet: when a chat sleeps, whatever its clocks do
//	mode.go          Mode: at once, or with the next digest
//	mute.go          Mute: what a chat does not want to hear of for a while
//	filter.go        Filter: what of a topic a subscription lets through
//	watch.go         Watch: a query that a subscriber saved
//	vote.go          Vote and Approval: what users think of alerts
//	access.go        Guest and Invitation: who may use the bot
//	delivery.go      Delivery: one Telegram message and its state
//	ledger.go        Claim, Entry, Chunk: what passes between desk and store
//	state.go         SourceState, Pending, Hint, Child, Push: what is remembered about a source
//	rhythm.go        Rhythm: when a source says something new
//	outcome.go       Outcome and Tally: how every item ended; the counts add up
//	search.go        Search, Found, Day, Volume: what the archive is asked, and answers
//	library.go       Library: readers' queries, asked of the archive
//	desk.go          Desk: match, claim
//	fanout.go        Desk.Run: the outbox becomes deliveries
//
// The package imports the standard library and news/text alone.
package news
