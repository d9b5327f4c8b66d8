package store

import (
	"context"

	"github.com/rasadnews/rasad/news"
)

// Watches keeps the queries that subscribers saved. What changes one gives the
// change a number, the revision, so that any process that matches can read
// what is new to it, from the beginning or from where it stopped.
type Watches interface {
	// PutWatch writes a watch. A new one is subscribed to by its recipient, at
	// once with it; without Since it begins now. Of one that is there Name,
	// Query and Lang are written and the rest stays. One that another chat has
	// is refused with news.ErrUnknownWatch.
	PutWatch(context.Context, news.Watch) error

	// DeleteWatch removes a watch of a chat with the subscriptions to it, and
	// tells whether the chat had it.
	DeleteWatch(ctx context.Context, chat int64, id string) (bool, error)

	// Watch returns the watch of an ID, and whether there is one.
	Watch(ctx context.Context, id string) (news.Watch, bool, error)

	// WatchesOf returns the watches of all threads of a chat, the oldest
	// first, and of one time by ID.
	WatchesOf(ctx context.Context, chat int64) ([]news.Watch, error)

	// WatchChanges returns up to limit changes after a revision, in their
	// order; zero begins. Of one watch only its last change is there: as it is
	// now, or that it is gone. To ask when nothing has changed costs next to
	// nothing. That a chat moves, with its watches, is no change.
	WatchChanges(ctx context.Context, after int64, limit int) ([]news.WatchChange, error)
}

// Votes keeps what users think of alerts, and the sums of it.
type Votes interface {
	// PutVote writes a vote in the place of an earlier one of the same chat,
	// user and article. Without At it is of now.
	PutVote(context.Context, news.Vote) error

	// VotesOn returns the votes of a chat on an article, sorted by user.
	VotesOn(ctx context.Context, chat int64, article string) ([]news.Vote, error)

	// TopicApprovals sums up all votes by topic, sorted by topic. What has no
	// vote is left out.
	TopicApprovals(context.Context) ([]news.Approval, error)

	// TermApprovals sums up the votes on alerts of a topic by the terms that
	// were found, sorted by term. What has no vote is left out.
	TermApprovals(ctx context.Context, topic string) ([]news.Approval, error)
}

// Access keeps who may use the bot, where not everybody may.
type Access interface {
	// PutGuest writes a guest in the place of what was known. Without At it
	// is of now.
	PutGuest(context.Context, news.Guest) error

	// Guest returns what is known of a guest, and whether anything is.
	Guest(ctx context.Context, id int64) (news.Guest, bool, error)

	// Guests returns up to limit guests whose ID is greater than after, sorted
	// by ID. Zero, which is no ID, begins.
	Guests(ctx context.Context, after int64, limit int) ([]news.Guest, error)

	// PutInvitation writes a new invitation. One that is there stays as it is.
	PutInvitation(context.Context, news.Invitation) error

	// Invitations returns all invitations, expired and used up ones too,
	// sorted by when they expire, those that never do last, then by ID.
	Invitations(context.Context) ([]news.Invitation, error)

	// DeleteInvitation removes an invitation and tells whether there was one.
	// Whom it let in stays in.
	DeleteInvitation(ctx context.Context, id string) (bool, error)

	// TakeInvitation lets a guest in who brings an invitation: its use is
	// counted and the guest allowed, by the admin who made it, at once, and by
	// as many as it has uses, however many bring it at a time. A guest who is
	// allowed already is admitted whatever became of the invitation, and uses
	// nothing up; one who is denied is refused. State, By and At of the guest
	// are not read.
	TakeInvitation(ctx context.Context, id string, g news.Guest) (news.Admission, error)
}

// Notes keeps small texts of chats by name, most of them for a while. One that
// expired is not found any more, and deleted in time: on Redis by the server, on
// SQLite a few whenever another is written.
type Notes interface {
	// PutNote writes a note in the place of the one that had its name, whosever
	// that was.
	PutNote(context.Context, news.Note) error

	// Note returns the note of a name, and whether there is one.
	Note(ctx context.Context, name string) (news.Note, bool, error)

	// DeleteNote removes a note. One that is not there is no error.
	DeleteNote(ctx context.Context, name string) error
}
