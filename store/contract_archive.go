package store

import (
	"context"
	"time"

	"github.com/rasadnews/rasad/news"
)

// Identities remembers which items have been seen. An identity is any text:
// an URL, a publisher's id, a hash; the store keeps a hash of it alone.
type Identities interface {
	// Seen tells for each key whether it has been seen, in the order of the
	// keys. A key that is looked up at least once in thirty days, here, by
	// MarkSeen or by Claim, is never forgotten; one that nobody has looked up for
	// sixty-two is, on SQLite by the next purge. Days count only if any key is
	// looked up on them: one ends with the first lookup after 24 hours, however
	// much later, on Redis by the server's clock. So nothing is forgotten while
	// the service stands still or in a backup, and a leap of the clock, of
	// whatever length, is a day. A clock that was set back begins none before it
	// has caught up, or gone on for a day from there: as often as it leaps to and
	// fro, that is one.
	//
	// Where the days cannot be written, nor what was looked up, as the disk is full
	// or the server takes no writes, Seen answers all the same, and the next lookup
	// tries to write them again.
	Seen(ctx context.Context, keys []string) ([]bool, error)

	// MarkSeen marks the keys as seen, from now on.
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
