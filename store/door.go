package store

import (
	"context"
	"time"

	"github.com/rasadnews/rasad/news"
)

// A door is what all callers of an engine go through: of the texts that they give,
// each byte that is no UTF-8 becomes U+FFFD (valid). So a text is the same one
// wherever an engine keeps it: in a column, in a key, or within JSON, which knows no
// other. Left as they are: keys of what was seen, of which hashes are kept; and the
// rows of a Mover, which another store gave.
type door struct{ Store }

func (d door) Claim(ctx context.Context, c news.Claim) (news.Verdict, error) {
	c.Article, c.Matches = valid(c.Article), valid(c.Matches)
	return d.Store.Claim(ctx, c)
}

func (d door) FanOut(ctx context.Context, c news.Chunk) (bool, error) {
	return d.Store.FanOut(ctx, valid(c))
}

func (d door) Subscribers(ctx context.Context, topics []string, after news.Recipient, limit int) ([]news.Subscriber, error) {
	return d.Store.Subscribers(ctx, valid(topics), after, limit)
}

func (d door) Archived(ctx context.Context, id string) (news.Archived, bool, error) {
	return d.Store.Archived(ctx, valid(id))
}

func (d door) Latest(ctx context.Context, topics []string, limit int) ([]news.Archived, error) {
	return d.Store.Latest(ctx, valid(topics), limit)
}

func (d door) Search(ctx context.Context, s news.Search) (news.Found, error) {
	return d.Store.Search(ctx, valid(s))
}

func (d door) Days(ctx context.Context, topics []string, since, before time.Time, offset time.Duration) ([]news.Day, error) {
	return d.Store.Days(ctx, valid(topics), since, before, offset)
}

func (d door) TopSources(ctx context.Context, topics []string, since, before time.Time, limit int) ([]news.Volume, error) {
	return d.Store.TopSources(ctx, valid(topics), since, before, limit)
}

func (d door) PutWatch(ctx context.Context, w news.Watch) error {
	return d.Store.PutWatch(ctx, valid(w))
}

func (d door) DeleteWatch(ctx context.Context, chat int64, id string) (bool, error) {
	return d.Store.DeleteWatch(ctx, chat, valid(id))
}

func (d door) Watch(ctx context.Context, id string) (news.Watch, bool, error) {
	return d.Store.Watch(ctx, valid(id))
}

func (d door) PutVote(ctx context.Context, v news.Vote) error {
	return d.Store.PutVote(ctx, valid(v))
}

func (d door) VotesOn(ctx context.Context, chat int64, article string) ([]news.Vote, error) {
	return d.Store.VotesOn(ctx, chat, valid(article))
}

func (d door) TermApprovals(ctx context.Context, topic string) ([]news.Approval, error) {
	return d.Store.TermApprovals(ctx, valid(topic))
}

func (d door) PutGuest(ctx context.Context, g news.Guest) error {
	return d.Store.PutGuest(ctx, valid(g))
}

func (d door) PutInvitation(ctx context.Context, i news.Invitation) error {
	return d.Store.PutInvitation(ctx, valid(i))
}

func (d door) DeleteInvitation(ctx context.Context, id string) (bool, error) {
	return d.Store.DeleteInvitation(ctx, valid(id))
}

func (d door) TakeInvitation(ctx context.Context, id string, g news.Guest) (news.Admission, error) {
	return d.Store.TakeInvitation(ctx, valid(id), valid(g))
}

func (d door) PutNote(ctx context.Context, n news.Note) error {
	return d.Store.PutNote(ctx, valid(n))
}

func (d door) Note(ctx context.Context, name string) (news.Note, bool, error) {
	return d.Store.Note(ctx, valid(name))
}

func (d door) DeleteNote(ctx context.Context, name string) error {
	return d.Store.DeleteNote(ctx, valid(name))
}

func (d door) PutChat(ctx context.Context, c news.Chat) error {
	return d.Store.PutChat(ctx, valid(c))
}

func (d door) SetLang(ctx context.Context, id int64, lang string) error {
	return d.Store.SetLang(ctx, id, valid(lang))
}

func (d door) ChangeSettings(ctx context.Context, id int64, change func(*news.ChatSettings) error) (news.ChatSettings, error) {
	return d.Store.ChangeSettings(ctx, id, validly(change))
}

func (d door) SetState(ctx context.Context, id int64, state news.ChatState, why string) error {
	return d.Store.SetState(ctx, id, state, valid(why))
}

func (d door) StopChat(ctx context.Context, id int64, why string) error {
	return d.Store.StopChat(ctx, id, valid(why))
}

func (d door) PutSubscription(ctx context.Context, s news.Subscription) error {
	return d.Store.PutSubscription(ctx, valid(s))
}

func (d door) ChangeSubscription(ctx context.Context, r news.Recipient, topic string, change func(*news.Subscription) error) (bool, error) {
	return d.Store.ChangeSubscription(ctx, r, valid(topic), validly(change))
}

func (d door) DeleteSubscription(ctx context.Context, r news.Recipient, topic string) (bool, error) {
	return d.Store.DeleteSubscription(ctx, r, valid(topic))
}

func (d door) Schedule(ctx context.Context, j news.Job) error {
	return d.Store.Schedule(ctx, valid(j))
}

func (d door) Scheduled(ctx context.Context, key string) (news.Job, bool, error) {
	return d.Store.Scheduled(ctx, valid(key))
}

func (d door) Cancel(ctx context.Context, key string) (bool, error) {
	return d.Store.Cancel(ctx, valid(key))
}

func (d door) Acquire(ctx context.Context, name, holder string, ttl time.Duration) (news.Lease, bool, error) {
	return d.Store.Acquire(ctx, valid(name), valid(holder), ttl)
}

func (d door) Renew(ctx context.Context, l news.Lease, ttl time.Duration) (bool, error) {
	return d.Store.Renew(ctx, valid(l), ttl)
}

func (d door) Release(ctx context.Context, l news.Lease) error {
	return d.Store.Release(ctx, valid(l))
}

func (d door) Held(ctx context.Context, names []string) ([]news.Lease, error) {
	return d.Store.Held(ctx, valid(names))
}

func (d door) SourceState(ctx context.Context, id string) (news.SourceState, error) {
	return d.Store.SourceState(ctx, valid(id))
}

func (d door) PutSourceState(ctx context.Context, s news.SourceState, l news.Lease) error {
	return d.Store.PutSourceState(ctx, valid(s), valid(l))
}

func (d door) Setting(ctx context.Context, key string) (string, error) {
	return d.Store.Setting(ctx, valid(key))
}

func (d door) PutSetting(ctx context.Context, key, value string) error {
	return d.Store.PutSetting(ctx, valid(key), valid(value))
}

func (d door) Enqueue(ctx context.Context, key string, v news.Delivery) error {
	return d.Store.Enqueue(ctx, valid(key), valid(v))
}

func (d door) EnqueueAll(ctx context.Context, key string, v news.Delivery, chats []int64) error {
	return d.Store.EnqueueAll(ctx, valid(key), valid(v), chats)
}

func (d door) Batch(ctx context.Context, key string) (news.Batch, error) {
	return d.Store.Batch(ctx, valid(key))
}

func (d door) Drop(ctx context.Context, id, token int64, why string) error {
	return d.Store.Drop(ctx, id, token, valid(why))
}

func (d door) Shorten(ctx context.Context, id, token int64, text string) error {
	return d.Store.Shorten(ctx, id, token, valid(text))
}

func (d door) Retry(ctx context.Context, id, token int64, notBefore time.Time, inDoubt bool, why string) error {
	return d.Store.Retry(ctx, id, token, notBefore, inDoubt, valid(why))
}

func (d door) Bury(ctx context.Context, id, token int64, why string) error {
	return d.Store.Bury(ctx, id, token, valid(why))
}
