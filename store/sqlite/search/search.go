// Package search is the index of an archive: it finds articles by words,
// topics, sources, languages and time, and counts them.
//
// An index is a projection. It follows an archive in the order of claims, a
// batch at a time, and remembers how far it is; whatever becomes of it, it can
// be made anew. So a claim writes nothing for it and waits for nobody, an old
// archive is taken in while its store is in use, and both engines have the same
// index, wherever they keep their articles. A search takes in what was claimed
// of late before it looks, and says how much is left.
//
// It is a SQLite file of its own. Several processes may follow an archive with
// one file. Articles stand in segments, each with the terms of its articles in
// their order (keys of package text, and labels of topics, sources and languages)
// and the articles that hold each; what stands where in a text is for package
// matcher to decide. What is taken in together becomes a segment, and small ones
// are merged behind the scenes, so that an article is written a few times and a
// search looks into a few. As an article's place in a segment goes by its time, a
// page is full once the newest segments have filled it, however common a word is,
// and to count is to go over columns that are in memory.
//
// What holds, so that many may search, follow, merge and purge at once:
//
//   - How far an index is, is a row of its tables, and what was read of it is true
//     within the transaction that read it. It is held against the archive's last
//     claim only if that was asked for afterwards: then the index is behind, or
//     level, or ahead because the archive has lost claims. What is taken in, and
//     whether the index is begun anew, is decided in the transaction that does it;
//     what a search leaves out is told by the one that it looks in.
//   - Tables that are begun anew have a new epoch, and their segments are numbered
//     on from the old ones. A merge is of the epoch that it was planned in, and of
//     the lease that was taken then. Each of its transactions asks for both, and
//     it ends if others have come: it never leads again what it has lost.
//   - A file that contradicts itself is emptied by whoever meets that, and one that
//     is damaged, cut, or no database, is thrown away: once all calls of its process
//     have left it, and only if it is still the one that it was met in. Then the
//     call is made again. So a file heals by the first search, merge, weeding or
//     Forget that comes upon the damage. Another process that has a file open that
//     was thrown away opens the new one with its next call.
//   - What was purged from the archive is found out by how often it was, as these
//     two numbers are alike or not. Who purges need not reach the index, and what
//     the archive does not have any more is passed over.
//
// FTS5 was measured against it, with 100,000 articles. A search for a common
// prefix took 50 to 200 ms, as FTS5 merges the articles of all terms that begin
// with it before it looks at the first. With an index of its own for each length
// of prefix it took 1 to 3 ms, but 14 kB an article, and five times as long to
// take one in.
//
//	search.go   New and Close, and what an archive must tell
//	archive.go  the archive, its errors told from those of the index
//	file.go     the file: opened, shared, and thrown away if it is damaged
//	state.go    how far an index is; tables, and tables anew
//	follow.go   keeping up with the archive
//	add.go      articles in and out
//	weed.go     taking out what the archive holds no more
//	merge.go    few large segments instead of many small ones; plan.go: of which, and whose
//	sweep.go    what merging leaves
//	view.go     the segments at one moment
//	segment.go  what there is to know of a segment without its terms
//	leaf.go     terms and their articles as they are written
//	read.go     a look at an index that is up to date
//	find.go     Search; meet.go: what of a segment meets a query
//	count.go    Days, TopTopics, TopSources
//	schema.sql  the tables
package search

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rasadnews/rasad/news"
)

// An Archive is what an index follows. Its claims have numbers that grow, though
// not always by one.
type Archive interface {
	// Name tells this archive from every other one.
	Name(context.Context) (string, error)

	// LastClaim returns the number of the last claim, 0 if there was none. It may
	// leap up. It falls only if claims were lost, as when a backup is put back.
	// Where numbers leap over what was lost instead, it must count as a purge.
	LastClaim(context.Context) (int64, error)

	// Claimed returns articles in the order of their claims, of up to limit that
	// come after a number, without those that are not in the archive any more;
	// and the number of the last one that it looked at, 0 if none come after.
	Claimed(ctx context.Context, after int64, limit int) (articles []Claimed, reached int64, err error)

	// Size tells how many articles there are.
	Size(context.Context) (int64, error)

	// Purges tells how often articles were taken out for good.
	Purges(context.Context) (int64, error)

	// Missing returns those of some IDs that are not in the archive.
	Missing(ctx context.Context, ids []string) ([]string, error)

	// All returns the articles of IDs, in their order, without those that are
	// not there.
	All(ctx context.Context, ids []string) ([]news.Archived, error)
}

// A Claimed is an article with its place in the archive.
type Claimed struct {
	news.Archived
	Number int64     // of its claim
	At     time.Time // its time as the archive reckons it
}

// An Index is the index of one archive. All methods are safe for concurrent
// use.
type Index struct {
	path    string
	archive marked
	name    string // of this follower among those of the file

	opening sync.Mutex
	opened  *tables
	closed  bool
	shelf   shelf

	turn sync.Mutex             // of who writes
	of   atomic.Pointer[string] // the archive's name, once it is known

	kicks  chan struct{}
	cancel context.CancelFunc
	done   chan struct{} // closed once the follower has ended
}

// errClosed is what a call after Close gets.
var errClosed = errors.New("the search index is closed")

// New returns the index of an archive in the file at a path, which is made when
// it is first needed. If every is not 0, it looks so often for claims that
// nobody tells it of.
func New(path string, archive Archive, every time.Duration) *Index {
	ctx, cancel := context.WithCancel(context.Background())
	x := &Index{path: path, archive: marked{archive}, name: rand.Text(), kicks: make(chan struct{}, 1), cancel: cancel, done: make(chan struct{})}
	go x.follow(ctx, every)
	return x
}

// Close ends the work under way and closes the file.
func (x *Index) Close() error {
	x.cancel()
	<-x.done
	x.opening.Lock()
	defer x.opening.Unlock()
	x.closed = true
	if x.opened == nil {
		return nil
	}
	x.opened.calls.Wait()
	db := x.opened
	x.opened = nil
	return db.Close()
}
