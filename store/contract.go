package store

import (
	"context"
	"time"

	"github.com/rasadnews/rasad/news"
)

// A Store keeps what must survive. It is made of small groups, so that each
// room can ask for what it needs alone. For all of them:
//
//   - Returned means durable: what a call without an error has written is
//     there after a crash of the process, and, as far as the engine's disk
//     goes, of the machine.
//   - Every call is all or nothing, and may be repeated: the second time it
//     changes nothing that the first did.
//   - All methods are safe for concurrent use.
//   - "Now" is what the injected clock says. Times are kept to the
//     microsecond and come back in UTC. A clock that is set back holds up
//     nothing for long: a lane that was closed, or a lease that was taken,
//     more than a minute ahead of now is open or free, as it is better to
//     send too early, or to be fenced, than to stand still.
//   - It grows until it is purged (see Upkeep): every claimed article stays, and
//     of every alert that was sent, on SQLite the delivery, on Redis a short
//     mark, so that nobody is told twice. Of itself only Redis forgets, seen keys
//     after 30 days in which nobody asked for them, and the keys of Enqueue after
//     62; on SQLite seen keys stay, some 40 bytes each. Counts tells how much
//     there is.
//   - Texts are UTF-8 and come back byte for byte. In articles, which are
//     kept as JSON, an invalid byte comes back as U+FFFD.
type Store interface {
	Identities
	news.Ledger
	Archive
	Index
	Directory
	Queue
	Leases
	Memory
	Watches
	Votes
	Access
	Notes
	Upkeep
	Jobs
	Mover

	// Counts returns the sizes of what the store keeps. It costs the same
	// however much that is.
	Counts(ctx context.Context) (news.Counts, error)

	// Close ends the work under way and closes the store. A closed store can
	// be opened again at once.
	Close() error
}

// Identities remembers which items have been seen. An identity is any text:
// an URL, a publisher's id, a hash; the store keeps a hash of it alone.
type Identities interface {
	// Seen tells for each key whether it has been seen, in the order of the
	// keys. A key that is looked up at least once in thirty days is never
	// forgotten.
	Seen(ctx context.Context, keys []string) ([]bool, error)

	// MarkSeen marks the keys as seen.
	MarkSeen(ctx context.Context, keys []string) error
}

// An Archive keeps the articles that were claimed.
type Archive interface {
	// Archived returns the article of an ID, and whether there is one.
	Archived(ctx context.Context, id string) (news.Archived, bool, error)

	// Latest returns up to limit articles that match any of the topics, or
	// all articles if topics is nil, newest first by Article.Time. A time
	// that is zero, or lies in the future, counts as that of the claim; of
	// equal times the last claim comes first.
	Latest(ctx context.Context, topics []string, limit int) ([]news.Archived, error)
}

// An Index finds articles of the archive, and counts them. It is a projection
// that follows the archive in the order of claims: it is kept in a file of its
// own, and made anew if that is lost. An article that was claimed before the
// call is found, unless more were claimed of late than the call takes in before
// it looks, or the index is being made; Found.Left tells. Its counts are of what
// is in the index.
type Index interface {
	// Search returns the newest articles of those that are searched for, or those
	// of the page after a cursor. No article stands in two pages, but for one that
	// is claimed anew while they are read.
	Search(context.Context, news.Search) (news.Found, error)

	// Days counts the articles of each day whose time lies in a span, and those
	// that match topics; a zero end of the span is open. Days begin at midnight
	// of a zone that is offset ahead of UTC. They come in order, without those on
	// which there was nothing. If topics are given, there is nothing else:
	// articles that match none of them do not count. Nil means all articles and
	// topics; an empty list, no article.
	Days(ctx context.Context, topics []string, since, before time.Time, offset time.Duration) ([]news.Day, error)

	// TopTopics returns up to limit topics with the articles that match them and
	// whose time lies in a span, those with the most first.
	TopTopics(ctx context.Context, since, before time.Time, limit int) ([]news.Volume, error)

	// TopSources returns up to limit sources with their articles, likewise;
	// topics count as for Days.
	TopSources(ctx context.Context, topics []string, since, before time.Time, limit int) ([]news.Volume, error)
}

// A Directory knows the chats and what they subscribed to. Chats and
// subscriptions stand by themselves: a chat without a record can subscribe,
// counts as active, and has the settings of one that has chosen nothing. What
// was written by a program that did not know of settings, filters and modes
// yet comes back with their zero values.
type Directory interface {
	// Chat returns what is remembered about a chat, and whether anything is.
	Chat(ctx context.Context, id int64) (news.Chat, bool, error)

	// PutChat writes down what is known of a chat. One that was unknown gets
	// the whole record, active if its State is empty. Of a known one Kind and
	// Title are brought up to date, and Lang only if it has none: never its
	// State nor its Settings, which others may have changed since the caller
	// read it.
	PutChat(context.Context, news.Chat) error

	// SetLang sets the language that a chat is spoken to in, known or not.
	SetLang(ctx context.Context, id int64, lang string) error

	// ChangeSettings lets change have its way with the settings of a chat,
	// known or not, and returns what they are then. Two changes at one time
	// both count: change is called with what is there, again if that was
	// outdated, and may be called any number of times. Mutes that are over are
	// left out. If change returns an error, or leaves settings that are not
	// valid, nothing is written and the error comes back.
	ChangeSettings(ctx context.Context, id int64, change func(*news.ChatSettings) error) (news.ChatSettings, error)

	// Chats returns up to limit chats that have a record, whatever their
	// state, whose ID is greater than after, sorted by ID. Zero, which is no
	// ID, begins.
	Chats(ctx context.Context, after int64, limit int) ([]news.Chat, error)

	// SetState makes a chat active or suspended, known or not. An active one
	// that was stopped is revived: its subscriptions count again. Suspending
	// a stopped chat changes nothing. To stop one there is StopChat.
	SetState(ctx context.Context, id int64, state news.ChatState, why string) error

	// StopChat marks a chat as stopped, known or not, and buries those of its
	// deliveries that have not been sent. Its subscriptions stay, but nothing
	// is fanned out to them.
	StopChat(ctx context.Context, id int64, why string) error

	// MigrateChat moves a chat, its settings, subscriptions, watches, votes,
	// notes and deliveries to another ID, the deliveries in their order, and what is
	// known of it as a guest. If both chats are known they become one: the
	// record of the new one stays, completed from the old, and so do its
	// settings if it has any; a subscription that both have keeps the earlier
	// Since, is the configuration's only if both were, and is else as the new
	// chat has it; of two votes of one user on an article the later one stays,
	// of two guests the new one; of two deliveries of one article the one that
	// came further stays. Entries of the outbox that have not reached the chat
	// are not lost on it, though its filters and mutes are not heeded for
	// those, and they are of the normal class. What was held is pending again, as
	// the settings that count now may want it otherwise. DeliveriesOf finds nothing that
	// was sent to the old chat, as Telegram numbers the messages of the new one
	// from the beginning. A chat that has itself moved on by then is followed;
	// one that moves back is where it says.
	MigrateChat(ctx context.Context, from, to int64) error

	// Migrated returns where a chat is after all the migrations that are
	// known: the ID itself if there were none.
	Migrated(ctx context.Context, id int64) (int64, error)

	// Forget deletes what is kept of a chat: its record with its settings, its
	// subscriptions, watches, votes and notes, its deliveries, but for one whose
	// attempt is under way, and for a private chat the votes of its user in
	// others. What is left: that delivery, and on Redis a mark of its article
	// once it is sent; where the chat has migrated; until when its lane is
	// parked; the keys of Enqueue; what is known of it as a guest, as one who
	// was denied would else be let in anew; the number of its user as author of
	// other chats' watches; and numbers in Counts, Sent above all.
	Forget(ctx context.Context, chat int64) error

	// Traces counts what Forget would delete that no other call lists.
	Traces(ctx context.Context, chat int64) (news.Traces, error)

	// PutSubscription writes a subscription. One that is there keeps its
	// Since; a new one without Since begins now. One to a watch that is not
	// there, or is another chat's, is refused with news.ErrUnknownWatch.
	PutSubscription(context.Context, news.Subscription) error

	// ChangeSubscription lets change have its way with a subscription's Filter,
	// Mode, At and Config, and tells whether there is one: one that is not there, or not
	// any more, is not brought back. As with ChangeSettings, two changes at one
	// time both count, and an error of change's writes nothing and comes back.
	ChangeSubscription(ctx context.Context, r news.Recipient, topic string, change func(*news.Subscription) error) (bool, error)

	// DeleteSubscription removes a subscription and tells whether there was
	// one.
	DeleteSubscription(ctx context.Context, r news.Recipient, topic string) (bool, error)

	// Subscriptions returns those of all threads of a chat, sorted by thread,
	// then topic.
	Subscriptions(ctx context.Context, chat int64) ([]news.Subscription, error)

	// ConfigSubscriptions returns those with Config set, sorted by chat,
	// thread and topic.
	ConfigSubscriptions(context.Context) ([]news.Subscription, error)
}

// A Queue holds the deliveries, a lane by chat: whatever threads they go to,
// those of one chat leave in the order of their IDs, and a chat whose lane is
// parked holds up no other. A lane has the best class of the deliveries that
// wait in it. Edits stand behind all messages of their lane and never hold one
// up, but while their own attempt is under way.
//
// The way of a delivery, which loses nothing and repeats at most what was in
// flight at a crash:
//
//	pending ─Begin→ attempting ─send→ Finish → sent
//	   │                ├─ refused: Retry, not in doubt → pending
//	   │                ├─ may have arrived: Retry, in doubt; or a crash → next Begin says InDoubt
//	   │                └─ given up: Bury → buried ─Redrive→ pending
//	   │                                  └ or expired, for good
//	   ├─ Join → joined: a part of another delivery, and sent, buried and made
//	   │         pending again with it
//	   ├─ Hold → held, out of its lane ─its time, LetGo or AskFor→ pending, in its old place
//	   └─ Drop → dropped, for good
type Queue interface {
	// Enqueue writes one delivery besides those of FanOut, such as an answer
	// or a notice: its recipient, Text, Markup, Class, NotBefore, Expires,
	// Edits and EditOnly count. The same key, which must not be empty, is
	// enqueued once.
	//
	// An edit takes the place of a pending one of the same chat and message,
	// which then never happens: its Text, Markup, Expires and EditOnly count,
	// and the better class of both.
	Enqueue(ctx context.Context, key string, d news.Delivery) error

	// EnqueueAll enqueues the same for the chats themselves, 500 at most, each
	// once by key and chat: its Topics, Text, Markup, Class, NotBefore and
	// Expires count. All of it is written, or nothing.
	EnqueueAll(ctx context.Context, key string, d news.Delivery, chats []int64) error

	// Batch counts what EnqueueAll enqueued under a key, for sixty days at least.
	// It costs the same however much that is. What is given up, by Bury, StopChat
	// or Forget, waits no more, and is what is left of Written; it waits again
	// when it is redriven.
	Batch(ctx context.Context, key string) (news.Batch, error)

	// Reserve returns deliveries that can be begun now, up to limit of each
	// class, in the order of the classes and in each oldest first: the head of
	// each chat's lane, unless the chat is parked or the head's NotBefore lies
	// ahead; one that has come is zero from then on, whatever becomes of the
	// clock. The class of what it returns is that of the lane. It reserves
	// nothing: one whose attempt is under way, here or in a process that died,
	// is returned again, and its state says so. It costs the same however many
	// wait.
	Reserve(ctx context.Context, limit int) ([]news.Delivery, error)

	// Waiting returns up to limit of what has not been sent of a chat's lane,
	// parked or not, in its order.
	Waiting(ctx context.Context, chat int64, limit int) ([]news.Delivery, error)

	// Join makes a backlog one message: those of the deliveries with the given
	// ids that can be joined become Parts of the one with id, which keeps its
	// place and takes the best of their classes. Both are pending alerts, of
	// articles, for the same chat and thread, that never expire and that no
	// attempt may have brought; what is joined is newer, has no NotBefore
	// ahead, and no parts. The rest is left alone. Their recipient counts as
	// told of all their articles. MigrateChat makes them deliveries of their
	// own again, unless an attempt at them all is under way. The token is
	// heeded as by Retry.
	Join(ctx context.Context, id, token int64, ids []int64) error

	// Hold takes a pending delivery with its parts out of its lane until a time,
	// so that what stands behind it goes on; one whose attempt may be under way
	// is left alone. At its time, or by LetGo or AskFor, it is pending again, in its old
	// place, and tells that it was Held. Reserve brings back all whose time has
	// come before it looks at the lanes, so that what was held until one time
	// comes back together. The token is heeded as by Retry.
	Hold(ctx context.Context, id, token int64, until time.Time) error

	// LetGo brings back all that is held for a chat, whatever its time, to be
	// judged anew.
	LetGo(ctx context.Context, chat int64) error

	// AskFor brings back all that is held for a recipient, as somebody asked for
	// it: the deliveries tell so from then on.
	AskFor(ctx context.Context, to news.Recipient) error

	// HeldBack returns up to limit of what is held for a chat, by ID, each with
	// its time as NotBefore.
	HeldBack(ctx context.Context, chat int64, limit int) ([]news.Delivery, error)

	// Drop ends a delivery with its parts for good, as its chat does not want it
	// any more: it is dropped, its recipient counts as told, and Redrive leaves
	// it. The token is heeded as by Retry.
	Drop(ctx context.Context, id, token int64, why string) error

	// Begin is called before the request is sent, with the token of the
	// sender's lease, which is named news.SendLease. It answers Fenced if a
	// newer token of that lease was handed out, Done if the delivery was sent,
	// given up, joined to another or held or is unknown, InDoubt if an earlier attempt may have
	// arrived, else Go. After Go and InDoubt the delivery is attempting, and
	// Attempts has grown.
	//
	// An attempt lasts from Begin to Finish, Shorten, Retry or Bury. It ends in doubt,
	// and counts in Doubts, by a Retry in doubt, or by another Begin while it
	// lasts, as its sender must have died: once, however it is found out.
	Begin(ctx context.Context, id, token int64) (news.Start, error)

	// Finish records that a delivery was sent, with all its parts. It is never
	// fenced: what arrived has arrived.
	Finish(ctx context.Context, id int64, messageID int) error

	// Shorten records that a part of a delivery's message was sent, as it was
	// too long for one: what is left is the text, which the delivery carries
	// from then on besides what it was, and nothing should be joined to it. It
	// is pending, in its old place, as if it had not been begun. The token is
	// heeded as by Retry.
	Shorten(ctx context.Context, id, token int64, text string) error

	// Retry puts a delivery off, and its chat's lane with it, so that nothing
	// overtakes; an edit is put off alone. In doubt it stays attempting, so that the next Begin says
	// so; otherwise it is pending again, and Doubts alone tells of earlier
	// doubts. A lane that is parked for longer stays so. With a token that
	// Begin would answer with Fenced it returns news.ErrFenced and changes
	// nothing.
	Retry(ctx context.Context, id, token int64, notBefore time.Time, inDoubt bool, why string) error

	// Bury gives a delivery up: it is buried, or expired, which is for good, if
	// its Expires has come. One that was sent stays sent. The token is heeded
	// as by Retry.
	Bury(ctx context.Context, id, token int64, why string) error

	// DeliveriesOf returns the deliveries of articles that a message of a chat
	// brought, oldest first: of each its ID, Recipient, Article, Topics, State
	// and MessageID, for sixty days after it was sent at least.
	DeliveriesOf(ctx context.Context, chat int64, messageID int) ([]news.Delivery, error)

	// Redrive makes the buried deliveries of all chats that are not stopped
	// pending again, in their old places, with their attempts and doubts
	// counted anew. Those whose Expires has come stay buried. It returns how
	// many became pending.
	Redrive(context.Context) (int, error)

	// RedriveOf does so for one chat.
	RedriveOf(ctx context.Context, chat int64) (int, error)

	// Buried returns up to limit of the deliveries that Redrive would make
	// pending, the newest first: those whose ID is less than before, where zero
	// begins.
	Buried(ctx context.Context, before int64, limit int) ([]news.Delivery, error)

	// Park holds a chat's lane until a time, what is there and what will
	// come. The last call counts; a time that has passed opens the lane.
	Park(ctx context.Context, chat int64, until time.Time) error
}

// Leases say who may do what only one process at a time may do.
type Leases interface {
	// Acquire takes a lease that is free, released, expired or the holder's
	// own, and tells whether it did. The token is greater than all before it
	// if the lease was released or held by another, and the same if it was
	// the holder's own.
	Acquire(ctx context.Context, name, holder string, ttl time.Duration) (news.Lease, bool, error)

	// Renew prolongs a lease, and tells whether it is still its holder's. One
	// that expired without another taking it is.
	Renew(ctx context.Context, l news.Lease, ttl time.Duration) (bool, error)

	// Release gives a lease back. One that another holds by now is left
	// alone.
	Release(context.Context, news.Lease) error

	// Held returns those of the named leases that are in force, in the order
	// of the names.
	Held(ctx context.Context, names []string) ([]news.Lease, error)
}

// Memory keeps small things by name.
type Memory interface {
	// SourceState returns the state of a source. That of an unknown one is
	// zero but for its Source.
	SourceState(ctx context.Context, id string) (news.SourceState, error)

	// PutSourceState writes the state of a source. If a newer token of the
	// lease under which it was polled was handed out, it returns
	// news.ErrFenced and changes nothing: another process polls it now. A
	// process that shares with no other gives the zero Lease.
	PutSourceState(context.Context, news.SourceState, news.Lease) error

	// Setting returns the value of a key, empty if it was never put.
	Setting(ctx context.Context, key string) (string, error)

	// PutSetting writes the value of a key.
	PutSetting(ctx context.Context, key, value string) error
}
