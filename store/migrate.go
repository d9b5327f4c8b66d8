package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store/move"
	"github.com/rasadnews/rasad/store/redis"
	"github.com/rasadnews/rasad/store/sqlite"
)

var (
	// ErrForeign is what Migrate returns if something else is where the store is
	// to move to.
	ErrForeign = errors.New("there is something else already, all of another file, or of a rasad that was started there before any move: " +
		"it is left alone, with --replace too; give another prefix (?prefix=NAME), or delete it first as docs/stores.md says")

	// ErrUsed is what Migrate returns if a service has used what moved there, and
	// that differs from the file by now.
	ErrUsed = errors.New("a service has used the store since it moved there, and what it did would be lost: " +
		"go on with that one, or move anew with --replace")

	// ErrDiffers is in what Migrate returns if not all of a store is found where it
	// moved to. Some rows that differ are named behind it.
	ErrDiffers = errors.New("not all of the store is there: no service will open it; run the move again")

	// ErrUnsound is in what Migrate returns if all rows of a store are where it moved
	// to, but what a server derives from them contradicts itself, so that something
	// would not be found. Some of that is named behind it.
	ErrUnsound = errors.New("what is there contradicts itself: no service will open it; run the move again")
)

// compareAhead is how far ahead of now both stores are compared: what expires
// before then may do so in one of them while the other is read.
const compareAhead = 24 * time.Hour

// Migration holds the options of Migrate. Its zero value works.
type Migration struct {
	// Replace allows what moved from the same file before to be thrown away,
	// though a service has used it, or the file is an older copy, and a move of
	// another file that never ended.
	Replace bool

	// Began is told which kind is about to be moved, and with an empty one, that
	// all have been and are about to be compared. Nil means that nobody wants to
	// know.
	Began func(k move.Kind)

	// Clock and Logger are as in Config.
	Clock  func() time.Time
	Logger *slog.Logger
}

// A Migrated is what came of Migrate.
type Migrated struct {
	From, To string         // where the stores are, without secrets
	Moved    bool           // something was written; else all was there already
	Kinds    []MigratedKind // in the order of move.Kinds
	Wrong    []string       // what contradicts itself at the server, once all kinds are the same
	InDoubt  int            // deliveries that were under way, and may have arrived
	Took     time.Duration  // with the comparison
}

// A MigratedKind compares what both stores hold of a kind, read back from both.
type MigratedKind struct {
	Kind     move.Kind
	From, To move.Sum
}

// Equal tells whether it is the same.
func (k MigratedKind) Equal() bool { return k.From == k.To }

// Equal tells whether all kinds are the same.
func (m Migrated) Equal() bool {
	for _, k := range m.Kinds {
		if !k.Equal() {
			return false
		}
	}
	return true
}

// Whole tells whether all is there, and found where it is looked for.
func (m Migrated) Whole() bool { return m.Equal() && len(m.Wrong) == 0 }

// Migrate moves the store in a file to a server, and compares both: every row of
// every kind. Then it looks whether what the server has beside them, by which rows are
// found, is what follows from them (Check). The file must be in nobody's use, and what
// it keeps stays as it is: an older version is brought up to the present one, and a
// file without a name, by which the next call knows it again, gets one. The place on
// the server must be empty, or hold what an earlier call has moved there. Until
// all is there no service opens it. A call that was broken off, by kill -9 too,
// is made good by the next one, which begins anew; one that finds that all is
// there already changes nothing; one that finds that the file has changed since
// moves it anew, unless a service has used the server's store, or the file is older
// than that, as a backup of it is.
//
// It needs the same memory however much there is, but while the stores are
// compared: then some 40 bytes for each key, or field of one, that the server names,
// and what one chat has: its subscriptions, the votes on its articles, and which
// messages brought it what.
func Migrate(ctx context.Context, from, to string, o Migration) (Migrated, error) {
	if err := movable(from, to); err != nil {
		return Migrated{}, err
	}
	report, began := Migrated{From: from, To: redis.Name(to)}, time.Now()
	m, err := newMigrator(ctx, from, to, o)
	if err == nil {
		err = errors.Join(m.left(ctx, m.migrate(ctx, &report)), m.close())
	}
	report.Took = time.Since(began)
	if err != nil {
		return report, fmt.Errorf("move %s to %s: %w", report.From, report.To, err)
	}
	return report, nil
}

// movable tells whether a store can move from one address to another.
func movable(from, to string) error {
	if !strings.HasPrefix(from, "sqlite:") {
		return errors.New("only a store in a file can move: give its address, such as sqlite:data/rasad.db")
	}
	if err := errors.Join(CheckAddress(from), CheckAddress(to)); err != nil {
		return err
	}
	if strings.HasPrefix(to, "sqlite:") {
		return errors.New("a store moves to a server: give its address, such as redis://host:6379/0")
	}
	return nil
}

// A migrator is a move under way.
type migrator struct {
	Migration
	path   string
	name   string
	source *sqlite.Source
	target *redis.Target
	begun  bool // the place was emptied, or is about to be
}

func newMigrator(ctx context.Context, from, to string, o Migration) (*migrator, error) {
	m := &migrator{Migration: o, path: strings.TrimPrefix(from, "sqlite:")}
	if m.Clock == nil {
		m.Clock = time.Now
	}
	if m.Logger == nil {
		m.Logger = slog.New(slog.DiscardHandler)
	}
	if m.Began == nil {
		m.Began = func(move.Kind) {}
	}
	var err error
	if m.source, err = sqlite.OpenSource(ctx, m.path, m.Clock); err != nil {
		return nil, err
	}
	if m.target, err = redis.OpenTarget(ctx, to, o.Clock, m.Logger); err != nil {
		return nil, errors.Join(err, m.source.Close())
	}
	return m, nil
}

func (m *migrator) close() error { return errors.Join(m.target.Close(), m.source.Close()) }

// migrate does what is left to do, and reports it.
func (m *migrator) migrate(ctx context.Context, report *Migrated) (err error) {
	if m.name, err = m.source.Name(ctx); err != nil {
		return err
	}
	there, err := m.target.Move(ctx)
	if err != nil {
		return err
	}
	if there.Held {
		return ErrForeign
	}
	if there.Source == m.name && there.Ended {
		if err = m.verify(ctx, report, m.Clock().Add(compareAhead)); err != nil || report.Whole() {
			return err
		}
	}
	if err := m.allowed(ctx, there); err != nil {
		return err
	}
	report.Moved = true
	if report.InDoubt, err = m.move(ctx); err != nil {
		return err
	}
	m.Began("")
	at := m.Clock().Add(compareAhead)
	switch err := m.verify(ctx, report, at); {
	case err != nil:
		return err
	case !report.Equal():
		return m.differs(ctx, *report, at)
	case !report.Whole():
		return fmt.Errorf("%w (%s)", ErrUnsound, strings.Join(report.Wrong[:min(mostNamed, len(report.Wrong))], "; "))
	}
	return m.target.End(ctx)
}

// left adds to an error what the move has left behind. Once its context has ended,
// that is why, whatever the error says.
func (m *migrator) left(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		err = fmt.Errorf("broken off (%w), run it again", ctx.Err())
	}
	if err == nil || !m.begun || errors.Is(err, ErrDiffers) || errors.Is(err, ErrUnsound) || errors.Is(err, redis.ErrEmptied) {
		return err
	}
	return fmt.Errorf("%w; only a part is there, and no rasad starts on it before a rasad migrate has run to its end", err)
}

// verify compares both stores, and if they are the same, looks for what contradicts
// itself at the server.
func (m *migrator) verify(ctx context.Context, report *Migrated, at time.Time) (err error) {
	report.Wrong = nil
	if report.Kinds, err = m.compare(ctx, at); err != nil || !report.Equal() {
		return err
	}
	faults, err := m.target.Contradictions(ctx)
	for _, f := range faults {
		report.Wrong = append(report.Wrong, f.Text)
	}
	return err
}

// differs returns an ErrDiffers that names some of the rows.
func (m *migrator) differs(ctx context.Context, report Migrated, at time.Time) error {
	var all []string
	for _, k := range report.Kinds {
		if k.Equal() {
			continue
		}
		some, err := m.differing(ctx, k.Kind, at)
		if err != nil {
			return errors.Join(ErrDiffers, err)
		}
		all = append(all, some...)
	}
	if len(all) == 0 {
		return ErrDiffers // and what did is the same by now
	}
	return fmt.Errorf("%w (%s)", ErrDiffers, strings.Join(all, "; "))
}

// move empties the place and writes all there. It returns how many deliveries
// were under way.
func (m *migrator) move(ctx context.Context) (inDoubt int, err error) {
	from, err := filepath.Abs(m.path) // for whoever reads it elsewhere
	if err != nil {
		return 0, err
	}
	err = m.target.Begin(ctx, m.name, from)
	m.begun = err == nil || ctx.Err() != nil
	if err != nil {
		return 0, err
	}
	now, state := m.Clock(), slices.Index(move.Deliveries.Columns(), "state")
	for _, k := range move.Kinds() {
		m.Began(k)
		err := m.source.Export(ctx, k, now, func(rows []move.Row) error {
			for _, r := range rows {
				if k == move.Deliveries && r[state] == string(news.DeliveryAttempting) {
					inDoubt++
				}
			}
			return m.target.Import(ctx, k, rows)
		})
		if err != nil {
			return inDoubt, err
		}
	}
	return inDoubt, nil
}

// compare reads both stores, one beside the other, without what expires until a
// moment.
func (m *migrator) compare(ctx context.Context, at time.Time) ([]MigratedKind, error) {
	var all []MigratedKind
	for _, k := range move.Kinds() {
		from, to := move.NewSummer(k), move.NewSummer(k)
		read := make(chan error, 1)
		go func() { read <- m.source.Export(ctx, k, at, adding(from)) }()
		err := m.target.Export(ctx, k, at, adding(to))
		if err := errors.Join(<-read, err); err != nil {
			return nil, err
		}
		all = append(all, MigratedKind{k, from.Sum, to.Sum})
	}
	return all, nil
}

// adding returns what adds rows to a sum.
func adding(s *move.Summer) func([]move.Row) error {
	return func(rows []move.Row) error {
		s.Add(rows)
		return nil
	}
}
