// Package move is the form in which what a store keeps goes from one engine to
// another: rows of text, kind by kind. Either engine of package store gives its
// rows by Export and takes the other's by Import.
//
// In a row numbers are decimal, times are microseconds since 1970 with 0 for
// none, yes and no are 1 and 0, lists and objects are JSON as both engines keep
// it. Two stores that hold the same give the same rows, in whatever order; a Sum
// tells whether they do.
package move

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// A Kind is one sort of thing that a store keeps.
type Kind string

// A Row is one thing of a kind: a text for each of its columns.
type Row []string

// The kinds. See Kinds for what their columns are.
const (
	Seen          Kind = "seen"
	Articles      Kind = "articles"
	Chats         Kind = "chats"
	ChatMoves     Kind = "chat moves"
	Watches       Kind = "watches"
	WatchChanges  Kind = "watch changes"
	Subscriptions Kind = "subscriptions"
	Votes         Kind = "votes"
	Notes         Kind = "notes"
	Guests        Kind = "guests"
	Invitations   Kind = "invitations"
	Sources       Kind = "sources"
	Settings      Kind = "settings"
	Jobs          Kind = "jobs"
	Outbox        Kind = "outbox"
	Deliveries    Kind = "deliveries"
	Batches       Kind = "batches"
	Told          Kind = "told"
	Keys          Kind = "keys"
	Parked        Kind = "parked"
	Counters      Kind = "counters"
)

// Kinds returns all kinds, each before those that are written with an eye on it.
// Leases are none: who held one is gone when a store moves.
func Kinds() []Kind {
	return []Kind{Seen, Articles, Chats, ChatMoves, Watches, WatchChanges, Subscriptions, Votes, Notes, Guests, Invitations,
		Sources, Settings, Jobs, Outbox, Deliveries, Batches, Told, Keys, Parked, Counters}
}

// columns names the columns of each kind, as the schema of the SQLite file does.
var columns = map[Kind]string{
	// So much of an identity's hash as the engine keeps: 16 bytes, or a Print.
	Seen: "key",
	// In the order of claims, the number of which says so.
	Articles:  "number id at article matches",
	Chats:     "id kind title lang state why settings",
	ChatMoves: "chat goes_to",
	Watches:   "id chat thread author name query lang since",
	// The last change of each watch, also of those that are gone.
	WatchChanges:  "watch revision",
	Subscriptions: "chat thread topic since config filter mode at",
	Votes:         "chat article user up terms at",
	Notes:         "name chat text expires",
	Guests:        "id name admin at state",
	Invitations:   "id admin whom expires uses",
	Sources:       "id state",
	Settings:      "key value",
	Jobs:          "key due work",
	// Entries in the order of their numbers.
	Outbox: "number article topics chunk after_chat after_thread",
	// What is pending, attempting, held, buried or joined. One whose attempt is
	// under way stays so: the next Begin finds it in doubt, as after a crash.
	Deliveries: "id chat thread article topics text markup state attempts doubts under_way not_before created_at " +
		"held_at held why class expires edits edit_only joined_to batch",
	// What became of those that were enqueued for many chats under a key.
	Batches: "key written waiting sent dropped",
	// Articles that a recipient counts as told of: what was sent, dropped or
	// expired. If the message that brought it can still be asked for, its ID, the
	// topics, and the period of MessagePeriod in which it was sent; else 0, null, 0.
	Told: "chat thread article id state message topics period",
	// The keys of Enqueue that are used, and since when.
	Keys:   "once at",
	Parked: "chat until",
	// Numbers that only grow: sent, dropped and expired deliveries; the last
	// claim, delivery and revision.
	Counters: "what n",
}

// Columns returns the names of a kind's columns.
func (k Kind) Columns() []string { return strings.Fields(columns[k]) }

// named holds the columns that tell a row of a kind from all others, where these
// are not its first one alone.
var named = map[Kind]string{
	Articles:      "id",
	Subscriptions: "chat thread topic",
	Votes:         "chat article user",
	Told:          "chat thread article",
}

// Name returns what tells a row from all others of its kind, quoted.
func (k Kind) Name(r Row) string {
	if k == Seen {
		return hex.EncodeToString([]byte(Print(r[0])))
	}
	columns := k.Columns()
	var all []string
	for _, c := range strings.Fields(cmp.Or(named[k], columns[0])) {
		all = append(all, strconv.Quote(r[slices.Index(columns, c)]))
	}
	return strings.Join(all, " ")
}

// Text returns a text as JSON keeps it, and so every engine: each byte that is no
// UTF-8 becomes U+FFFD.
func Text(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return string([]rune(s))
}

// KeysLast is for how long a key of Enqueue stays used.
const KeysLast = 62 * 24 * time.Hour

// MessagePeriod is for how long what messages brought is kept together.
const MessagePeriod = 30 * 24 * time.Hour

// Asked tells whether, at a moment, what a message brought in a period can still
// be asked for, and by a clock that was set back, or is.
func Asked(period int64, at time.Time) bool {
	const before, after = 4, 1
	present := at.Unix() / int64(MessagePeriod/time.Second)
	return present-before <= period && period <= present+after
}

// printed is how many bytes of an identity's hash are in a print, after two.
const printed = 8

// Print returns what every engine can tell of the hash of an identity: 8 bytes of
// it, the fifth to the twelfth, behind the ten last bits of those before.
func Print(key string) string {
	const kept, low = 12, 0x3ff
	if len(key) < kept {
		return key
	}
	first := binary.BigEndian.Uint32([]byte(key)) & low
	return string(binary.BigEndian.AppendUint16(nil, uint16(first))) + key[kept-printed:kept]
}

// Whole tells whether a seen key is more than a print, so that it can be looked
// up by whichever engine takes it.
func Whole(key string) bool { return len(key) >= 16 }

// A Sum tells whether two stores hold the same of a kind: how many rows, and a
// hash that does not depend on their order. The zero Sum is that of no row.
type Sum struct {
	Rows int64
	hash [4]uint64 // of each row SHA-256, added up
}

// Summer adds rows of a kind to a Sum.
type Summer struct {
	Sum
	kind Kind
	row  hash.Hash
}

// NewSummer returns one with the Sum of no row.
func NewSummer(k Kind) *Summer { return &Summer{kind: k, row: sha256.New()} }

// Add adds rows.
func (s *Summer) Add(rows []Row) {
	for _, r := range rows {
		s.row.Reset()
		for _, text := range r {
			if s.kind == Seen {
				text = Print(text)
			}
			var size [8]byte
			binary.BigEndian.PutUint64(size[:], uint64(len(text)))
			s.row.Write(size[:])
			s.row.Write([]byte(text))
		}
		sum := s.row.Sum(nil)
		carry := uint64(0)
		for i := range s.hash {
			s.hash[i], carry = bits.Add64(s.hash[i], binary.LittleEndian.Uint64(sum[8*i:]), carry)
		}
		s.Rows++
	}
}

// String returns the hash in hexadecimal digits.
func (s Sum) String() string {
	var all []byte
	for _, part := range s.hash {
		all = binary.BigEndian.AppendUint64(all, part)
	}
	return hex.EncodeToString(all)
}

// MostRows and MostBytes are how many rows, and how many bytes, are passed on
// together at most, but for a single row that is longer.
const (
	MostRows  = 500
	MostBytes = 512 << 10
)

// A Batch gathers rows and passes them on some at a time.
type Batch struct {
	rows  []Row
	bytes int
	use   func([]Row) error
	err   error
}

// NewBatch returns an empty batch that passes on to use.
func NewBatch(use func([]Row) error) *Batch { return &Batch{use: use} }

// Add adds a row, and passes all on if they are enough.
func (b *Batch) Add(r Row) error {
	b.rows = append(b.rows, r)
	for _, text := range r {
		b.bytes += len(text)
	}
	if len(b.rows) < MostRows && b.bytes < MostBytes {
		return nil
	}
	return b.Flush()
}

// Flush passes on what is left.
func (b *Batch) Flush() error {
	if len(b.rows) == 0 {
		return nil
	}
	rows := b.rows
	b.rows, b.bytes = nil, 0
	b.err = b.use(rows)
	return b.err
}

// Refused returns the last error of use, which is none of whoever gathers rows.
func (b *Batch) Refused() error { return b.err }
