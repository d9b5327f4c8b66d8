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
// FTS5 was measured against it, with 100,000 articles. A search for a common
// prefix took 50 to 200 ms, as FTS5 merges the articles of all terms that begin
// with it before it looks at the first. With an index of its own for each length
// of prefix it took 1 to 3 ms, but 14 kB an article, and five times as long to
// take one in.
//
//	search.go   New and Close, and what an archive must tell
//	follow.go   keeping up with the archive
//	add.go      articles in and out
//	weed.go     taking out what the archive holds no more
//	merge.go    few large segments instead of many small ones; sweep.go: what that leaves
//	view.go     the segments at one moment
//	segment.go  what there is to know of a segment without its terms
//	leaf.go     terms and their articles as they are written
//	find.go     Search; meet.go: what of a segment meets a query
//	count.go    Days, TopTopics, TopSources
//	schema.sql  the tables
package search

import (
	"context"
	"crypto/rand"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rasadnews/rasad/news"
	driver "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"
)

// An Archive is what an index follows. Its claims have numbers that only grow,
// though not always by one.
type Archive interface {
	// Name tells this archive from every other one.
	Name(context.Context) (string, error)

	// LastClaim returns the number of the last claim, 0 if there was none.
	LastClaim(context.Context) (int64, error)

	// ClaimedSince tells about how many claims come after a number.
	ClaimedSince(ctx context.Context, number int64) (int64, error)

	// Claimed returns articles in the order of their claims, of up to limit that
	// come after a number, without those that are not in the archive any more;
	// and the number of the last one that it looked at, 0 if none come after.
	Claimed(ctx context.Context, after int64, limit int) (articles []Claimed, reached int64, err error)

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
	archive Archive
	name    string // of this follower among those of the file

	opening sync.Mutex
	opened  *tables
	shelf   shelf

	turn  sync.Mutex   // of who takes articles in
	claim atomic.Int64 // the last one that is known to be in
	purge atomic.Int64 // of the archive, the last one whose articles are known to be out

	kicks  chan struct{}
	cancel context.CancelFunc
	done   chan struct{} // closed once the follower has ended
}

// unknown is the last claim of an index that nobody has looked at yet: not even
// its tables may be there.
const unknown = -1

// errClosed is what a call after Close gets.
var errClosed = errors.New("the search index is closed")

// New returns the index of an archive in the file at a path, which is made when
// it is first needed. If every is not 0, it looks so often for claims that
// nobody tells it of.
func New(path string, archive Archive, every time.Duration) *Index {
	ctx, cancel := context.WithCancel(context.Background())
	x := &Index{path: path, archive: archive, name: rand.Text(), kicks: make(chan struct{}, 1), cancel: cancel, done: make(chan struct{})}
	x.claim.Store(unknown)
	x.purge.Store(unknown)
	go x.follow(ctx, every)
	return x
}

// Close ends the work under way and closes the file.
func (x *Index) Close() error {
	x.cancel()
	<-x.done
	x.opening.Lock()
	defer x.opening.Unlock()
	if x.opened == nil {
		return nil
	}
	return x.opened.Close()
}

//go:embed schema.sql
var schema string

// version is that of the tables and of what they hold, beside that of the keys.
const version = 2

// Tables are an open file, with the queries that are asked most.
type tables struct {
	*sql.DB
	idOf   *sql.Stmt
	leaves *sql.Stmt
}

const (
	// leavesOf reads the leaves whose numbers lie in a span, the last one exclusive.
	leavesOf = `SELECT data FROM leaves WHERE number >= ? AND number < ? ORDER BY number`

	// someOf reads the leaves of a list of numbers.
	someOf = `SELECT l.data FROM json_each(?) AS asked CROSS JOIN leaves AS l ON l.number = asked.value`
)

// db returns the open file. One that is damaged, or no database, is made anew:
// it holds nothing that the archive does not.
func (x *Index) db(ctx context.Context) (*tables, error) {
	x.opening.Lock()
	defer x.opening.Unlock()
	if x.opened != nil {
		return x.opened, nil
	}
	if err := os.MkdirAll(filepath.Dir(x.path), 0o755); err != nil {
		return nil, err
	}
	if err := create(x.path); err != nil {
		return nil, err
	}
	db, err := connect(ctx, x.path)
	if damaged(err) {
		if err := errors.Join(remove(x.path), create(x.path)); err != nil {
			return nil, err
		}
		db, err = connect(ctx, x.path)
	}
	if err != nil {
		return nil, fmt.Errorf("open search index %s: %w", x.path, err)
	}
	x.opened = &tables{DB: db}
	return x.opened, nil
}

// prepared returns the open file with its queries, once it has tables.
func (x *Index) prepared(ctx context.Context) (_ *tables, err error) {
	db, err := x.db(ctx)
	if err != nil {
		return nil, err
	}
	x.opening.Lock()
	defer x.opening.Unlock()
	if db.idOf == nil {
		db.idOf, err = db.PrepareContext(ctx, `SELECT id FROM articles WHERE key = ?`)
	}
	if err == nil && db.leaves == nil {
		db.leaves, err = db.PrepareContext(ctx, someOf)
	}
	return db, err
}

// create makes the file, which only its owner may read, if there is none.
func create(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	switch {
	case errors.Is(err, os.ErrExist):
		return nil
	case err != nil:
		return err
	}
	return f.Close()
}

// connect opens the file, and reads something of it.
func connect(ctx context.Context, path string) (*sql.DB, error) {
	const connections = 4
	pragmas := []string{"busy_timeout(5000)", "auto_vacuum(incremental)", "journal_mode(WAL)", "synchronous(NORMAL)", "cache_size(-16000)"}
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: url.Values{"_pragma": pragmas, "_txlock": {"immediate"}}.Encode()}
	db, err := sql.Open("sqlite", u.String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	var tables int
	if err := db.QueryRowContext(ctx, `SELECT COUNT(*) FROM sqlite_schema`).Scan(&tables); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// discard throws a file away in which damage was found, so that the next call
// makes it anew.
func (x *Index) discard() {
	x.opening.Lock()
	defer x.opening.Unlock()
	if x.opened == nil {
		return
	}
	_ = x.opened.Close() // what it says of a damaged file is known
	x.opened = nil
	x.claim.Store(unknown)
	x.purge.Store(unknown)
	_ = remove(x.path) // if that fails, so will the next call, and say so
}

// damaged tells whether an error says that a file is not what was written.
func damaged(err error) bool {
	if errors.Is(err, errDamaged) {
		return true
	}
	var s *driver.Error
	const primary = 0xff
	return errors.As(err, &s) && (s.Code()&primary == codes.SQLITE_CORRUPT || s.Code()&primary == codes.SQLITE_NOTADB)
}

func remove(path string) error {
	var errs []error
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(path + suffix); !errors.Is(err, os.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
