package store

import (
	"context"

	"github.com/rasadnews/rasad/news"
)

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
