package bot

import (
	"context"
	"time"

	"github.com/rasadnews/rasad/news"
)

// A Store is what the bot needs of a store. Returned means durable, and every
// call may be repeated with the same effect as once.
type Store interface {
	// Chat returns what is remembered about a chat, and whether anything is.
	Chat(ctx context.Context, id int64) (news.Chat, bool, error)

	// PutChat makes an unknown chat known, as active. Of a known one it brings
	// Kind and Title up to date, and Lang if it has none; never its State.
	PutChat(context.Context, news.Chat) error

	// SetLang sets the language that a chat is spoken to in.
	SetLang(ctx context.Context, id int64, lang string) error

	// ChangeSettings lets change have its way with a chat's settings, again if
	// they were changed by another at the same time, and returns what they are
	// then. If change returns an error nothing is written.
	ChangeSettings(ctx context.Context, id int64, change func(*news.ChatSettings) error) (news.ChatSettings, error)

	// SetState makes a chat active, which revives a stopped one, or suspended,
	// which leaves a stopped one as it is.
	SetState(ctx context.Context, id int64, state news.ChatState, why string) error

	// StopChat marks a chat as stopped and buries what waits for it.
	StopChat(ctx context.Context, id int64, why string) error

	// MigrateChat moves a chat, its subscriptions and its deliveries, in
	// their order, to another ID.
	MigrateChat(ctx context.Context, from, to int64) error

	// Migrated returns where a chat is after all its known migrations: the ID
	// itself if there were none.
	Migrated(ctx context.Context, id int64) (int64, error)

	// PutSubscription writes a subscription. One that is there keeps its
	// Since.
	PutSubscription(context.Context, news.Subscription) error

	// ChangeSubscription lets change have its way with what a subscription lets
	// through and when, again if that was changed by another at the same time,
	// and tells whether there is one.
	ChangeSubscription(ctx context.Context, r news.Recipient, topic string, change func(*news.Subscription) error) (bool, error)

	// DeleteSubscription tells whether there was one.
	DeleteSubscription(ctx context.Context, r news.Recipient, topic string) (bool, error)

	// Subscriptions returns those of all threads of a chat.
	Subscriptions(ctx context.Context, chat int64) ([]news.Subscription, error)

	// ConfigSubscriptions returns those that the configuration made.
	ConfigSubscriptions(context.Context) ([]news.Subscription, error)

	// Watches and traces of a chat, for /privacy, and their end.
	WatchesOf(ctx context.Context, chat int64) ([]news.Watch, error)
	Watch(ctx context.Context, id string) (news.Watch, bool, error)
	Traces(ctx context.Context, chat int64) (news.Traces, error)
	Forget(ctx context.Context, chat int64) error

	// Chats returns those that have a record, behind an ID, sorted by ID.
	Chats(ctx context.Context, after int64, limit int) ([]news.Chat, error)

	// Guests are who may use the bot, or may not.
	PutGuest(context.Context, news.Guest) error
	Guest(ctx context.Context, id int64) (news.Guest, bool, error)
	Guests(ctx context.Context, after int64, limit int) ([]news.Guest, error)

	// Invitations let guests in, as many as they have uses.
	PutInvitation(context.Context, news.Invitation) error
	Invitations(context.Context) ([]news.Invitation, error)
	DeleteInvitation(ctx context.Context, id string) (bool, error)
	TakeInvitation(ctx context.Context, id string, g news.Guest) (news.Admission, error)

	// EnqueueAll enqueues the same for many chats, once by key and chat.
	EnqueueAll(ctx context.Context, key string, d news.Delivery, chats []int64) error

	// Batch tells what became of what was enqueued for many chats under a key.
	Batch(ctx context.Context, key string) (news.Batch, error)

	// Buried returns what was given up and can be sent again, the newest
	// first; Redrive and RedriveOf send it again, all or that of a chat.
	Buried(ctx context.Context, before int64, limit int) ([]news.Delivery, error)
	Redrive(context.Context) (int, error)
	RedriveOf(ctx context.Context, chat int64) (int, error)

	// Enqueue writes a delivery with a text of its own. The same key is
	// enqueued once.
	Enqueue(ctx context.Context, key string, d news.Delivery) error

	// Reserve returns what can be sent now, up to limit of each class, the best
	// class first and in each oldest first: the head of each chat's lane. A
	// lane has the best class of what waits in it.
	Reserve(ctx context.Context, limit int) ([]news.Delivery, error)

	// Waiting returns the first deliveries of a chat's lane.
	Waiting(ctx context.Context, chat int64, limit int) ([]news.Delivery, error)

	// Join makes those of the deliveries with ids that can be joined parts of
	// the one with id.
	Join(ctx context.Context, id, token int64, ids []int64) error

	// Hold takes a delivery out of its lane until a time, Drop for good.
	Hold(ctx context.Context, id, token int64, until time.Time) error
	Drop(ctx context.Context, id, token int64, why string) error

	// LetGo brings back what is held for a chat, to be judged anew; AskFor what
	// is held for a recipient, which tells from then on that somebody asked for
	// it. HeldBack returns the first of what is held for a chat.
	LetGo(ctx context.Context, chat int64) error
	AskFor(ctx context.Context, to news.Recipient) error
	HeldBack(ctx context.Context, chat int64, limit int) ([]news.Delivery, error)

	// Begin marks a delivery as attempting before its request goes out. The
	// token is that of the sender's lease.
	Begin(ctx context.Context, id, token int64) (news.Start, error)

	// Finish records that a delivery was sent.
	Finish(ctx context.Context, id int64, messageID int) error

	// Shorten records that a part of a delivery was sent, and what is left of it,
	// fenced as Retry is.
	Shorten(ctx context.Context, id, token int64, text string) error

	// Retry puts a delivery off, and its chat's lane with it; in doubt, its
	// Doubts grow. It returns news.ErrFenced for a token that is not the
	// newest.
	Retry(ctx context.Context, id, token int64, notBefore time.Time, inDoubt bool, why string) error

	// Bury gives a delivery up, fenced as Retry is.
	Bury(ctx context.Context, id, token int64, why string) error

	// Park holds a chat's lane until a time.
	Park(ctx context.Context, chat int64, until time.Time) error

	// DeliveriesOf returns the deliveries of articles that a message of a chat
	// brought.
	DeliveriesOf(ctx context.Context, chat int64, messageID int) ([]news.Delivery, error)

	// Acquire, Renew and Release keep a lease, which one process holds at a
	// time.
	Acquire(ctx context.Context, name, holder string, ttl time.Duration) (news.Lease, bool, error)
	Renew(ctx context.Context, l news.Lease, ttl time.Duration) (bool, error)
	Release(context.Context, news.Lease) error

	// Archived returns an article by its ID.
	Archived(ctx context.Context, id string) (news.Archived, bool, error)

	// Latest returns the newest articles that met any of the topics.
	Latest(ctx context.Context, topics []string, limit int) ([]news.Archived, error)

	// Setting and PutSetting keep a small value by its key.
	Setting(ctx context.Context, key string) (string, error)
	PutSetting(ctx context.Context, key, value string) error

	// PutNote writes a small text of a chat's, by its name, until it expires;
	// Note returns it.
	PutNote(context.Context, news.Note) error
	Note(ctx context.Context, name string) (news.Note, bool, error)
	DeleteNote(ctx context.Context, name string) error

	// PutWatch writes a watch of a chat, and subscribes its recipient to a new
	// one; DeleteWatch removes it with its subscriptions, and tells whether the
	// chat had it.
	PutWatch(context.Context, news.Watch) error
	DeleteWatch(ctx context.Context, chat int64, id string) (bool, error)

	// PutVote writes a vote in the place of its user's last one on the article
	// in the chat; VotesOn returns those of all.
	PutVote(context.Context, news.Vote) error
	VotesOn(ctx context.Context, chat int64, article string) ([]news.Vote, error)

	// Search returns the newest articles of those that are searched for.
	Search(context.Context, news.Search) (news.Found, error)

	// Days counts the articles that match any of the topics by day and topic,
	// TopSources by source, those with the most first.
	Days(ctx context.Context, topics []string, since, before time.Time, offset time.Duration) ([]news.Day, error)
	TopSources(ctx context.Context, topics []string, since, before time.Time, limit int) ([]news.Volume, error)

	// SourceState returns what is remembered about a source.
	SourceState(ctx context.Context, id string) (news.SourceState, error)

	Counts(ctx context.Context) (news.Counts, error)
}
