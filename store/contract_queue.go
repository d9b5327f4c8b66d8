package store

import (
	"context"
	"time"

	"github.com/rasadnews/rasad/news"
)

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
