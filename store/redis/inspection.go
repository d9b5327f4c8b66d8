package redis

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// An inspection looks for contradictions.
type inspection struct {
	*Engine
	counting bool // only what is counted is looked at, and nothing else judged

	suspects  []suspect
	suspected int                 // how many faults they have
	faults    map[string]struct{} // which were there when they were looked at again

	kept      map[string]bool // kinds of which there are keys
	seed      maphash.Seed
	met       map[uint64]struct{}         // keys with members that are counted
	found     map[string]map[string]int64 // how many there are of what fields of hashes count
	quiet     bool                        // nothing was counted meanwhile
	miscounts []miscount                  // if it was quiet
}

// A suspect is some keys of a kind, each with a cursor, with which something seems
// wrong.
type suspect struct {
	kind   string
	keys   []any
	faults []string
}

// errEnough ends an inspection that has found enough.
var errEnough = errors.New("there is more that contradicts itself")

// inspect goes through all keys once, or through those alone that count.
func (e *Engine) inspect(ctx context.Context, counting bool) (*inspection, error) {
	i := &inspection{Engine: e, counting: counting, faults: map[string]struct{}{}, kept: map[string]bool{},
		seed: maphash.MakeSeed(), met: map[uint64]struct{}{}, found: map[string]map[string]int64{
			"counts": {"pending": 0, "attempting": 0, "held": 0, "buried": 0, "joined": 0, "subscriptions": 0}, "approvals": {},
		}}
	before, err := e.counted(ctx)
	if err == nil {
		err = e.eachKey(ctx, "", func(keys []string) error { return i.keys(ctx, keys) })
	}
	if err == nil {
		err = i.confirm(ctx)
	}
	if err == nil {
		err = i.recount(ctx, before)
	}
	if err != nil && !errors.Is(err, errEnough) {
		return nil, fmt.Errorf("look for contradictions: %w", err)
	}
	return i, nil
}

// inspectors are the scripts that look at kinds of keys: a kind is what stands
// before the rest of a key's name, with its colon.
var inspectors = map[string]string{
	"delivery:": "sound_queue", "lane:": "sound_queue", "classes:": "sound_queue", "ready:": "sound_queue", "waiting": "sound_queue",
	"closed": "sound_queue", "held": "sound_queue", "held:": "sound_queue", "holding": "sound_queue", "buried:": "sound_queue",
	"graves": "sound_queue", "parts:": "sound_queue", "told:": "sound_queue",

	"articles": "sound_archive", "articles:": "sound_archive", "article:": "sound_archive", "claimed": "sound_archive",
	"outbox": "sound_archive", "entry:": "sound_archive", "jobs": "sound_archive", "work": "sound_archive", "late": "sound_archive",
	"seen:": "sound_archive",

	"chats": "sound_chats", "chat:": "sound_chats", "roster": "sound_chats", "mutes": "sound_chats", "subscriptions:": "sound_chats",
	"subscribers:": "sound_chats", "filters:": "sound_chats", "config": "sound_chats", "watches": "sound_chats", "watches:": "sound_chats",
	"changes": "sound_chats", "votes:": "sound_chats", "voted:": "sound_chats", "voter:": "sound_chats", "guests": "sound_chats",
	"guest:": "sound_chats", "invitations": "sound_chats", "invitation:": "sound_chats", "note:": "sound_chats", "notes:": "sound_chats",
}

// counting are the kinds whose members are counted, and which therefore must not be
// gone through twice, though the server may name a key twice.
var counting = map[string]bool{"lane:": true, "held:": true, "buried:": true, "parts:": true, "subscriptions:": true, "votes:": true}

// keys looks at some keys, kind by kind, and again at what seems wrong once that is
// enough.
func (i *inspection) keys(ctx context.Context, keys []string) error {
	kinds := i.kinds(keys)
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		for left := kinds[kind]; len(left) > 0; {
			seen, err := i.look(ctx, kind, left)
			if err != nil {
				return err
			}
			for _, t := range seen.tallies {
				i.tally(t[0], t[1])
			}
			if len(seen.faults) > 0 && !i.counting {
				i.suspects = append(i.suspects, suspect{kind, seen.keys, seen.faults})
				i.suspected += len(seen.faults)
			}
			left = seen.left
		}
		if i.suspected >= mostFaults {
			if err := i.confirm(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

// kinds returns by their kinds the rest of the names of keys that are to be looked
// at, each with the cursor at which that begins.
func (i *inspection) kinds(keys []string) map[string][]any {
	kinds := map[string][]any{}
	for _, key := range keys {
		kind, rest, found := strings.Cut(key, ":")
		if found {
			kind += ":"
		}
		i.kept[kind] = true
		if kind == "approvals:" && i.found[key] == nil {
			i.found[key] = map[string]int64{}
		}
		if inspectors[kind] == "" || i.counting && !counting[kind] || counting[kind] && i.twice(key) {
			continue
		}
		kinds[kind] = append(kinds[kind], rest, "0")
	}
	return kinds
}

// twice tells whether a key was met before.
func (i *inspection) twice(key string) bool {
	h := maphash.String(i.seed, key)
	_, met := i.met[h]
	i.met[h] = struct{}{}
	return met
}

// confirm looks again at what seems wrong, precisely there, and notes what is the
// same as before. So what was seen of a store in use, which may come and go, is told
// from what is wrong, however much that is.
func (i *inspection) confirm(ctx context.Context) error {
	for _, s := range i.suspects {
		for left := s.keys; len(left) > 0; {
			seen, err := i.look(ctx, s.kind, left)
			if err != nil {
				return err
			}
			for _, fault := range seen.faults {
				if slices.Contains(s.faults, fault) {
					i.faults[fault] = struct{}{}
				}
			}
			left = left[len(seen.keys):]
		}
	}
	i.suspects, i.suspected = nil, 0
	if len(i.faults) >= mostFaults {
		return errEnough
	}
	return nil
}

// What a script has seen.
type sight struct {
	keys    []any // at which it has looked, with the cursors from which on
	left    []any // and at which it is still to look
	faults  []string
	tallies [][2]string // hashes and fields that count one of what it saw
}

// look has a script look at some keys of a kind, each with its cursor, until it has
// looked at enough.
func (i *inspection) look(ctx context.Context, kind string, keys []any) (seen sight, err error) {
	answer, err := i.run(ctx, inspectors[kind], append([]any{i.now(), kind}, keys...)...)
	if err != nil {
		return seen, err
	}
	parts, _ := answer.([]any)
	if len(parts) != 3 {
		return seen, fmt.Errorf("%v is no answer", answer)
	}
	faults, _ := parts[0].([]any)
	for _, f := range faults {
		if fields, _ := f.([]any); len(fields) > 0 {
			seen.faults = append(seen.faults, sentence(fmt.Sprint(fields[0]), fields[1:]))
		}
	}
	tallies, _ := parts[1].([]any)
	for _, t := range tallies {
		if fields, _ := t.([]any); len(fields) == 2 {
			seen.tallies = append(seen.tallies, [2]string{fmt.Sprint(fields[0]), fmt.Sprint(fields[1])})
		}
	}
	seen.left, _ = parts[2].([]any)
	seen.keys = keys[:len(keys)-untouched(keys, seen.left)]
	return seen, nil
}

// untouched returns at how much of some keys nobody has looked, by what is left: that
// ends with them, as they were.
func untouched(keys, left []any) (n int) {
	for n < min(len(keys), len(left)) && keys[len(keys)-1-n] == left[len(left)-1-n] {
		n++
	}
	return n - n%2
}

// sentence puts what a script names into its sentence: %c is a code, %q a text, and
// %d a number.
func sentence(text string, names []any) string {
	var b strings.Builder
	for _, name := range names {
		before, after, found := strings.Cut(text, "%")
		if !found || after == "" {
			break
		}
		b.WriteString(before)
		switch said := fmt.Sprint(name); after[0] {
		case 'c':
			if n, err := decoded(said); err == nil {
				said = n
			}
			b.WriteString(said)
		case 'q':
			b.WriteString(strconv.Quote(said))
		default:
			b.WriteString(said)
		}
		text = after[1:]
	}
	return b.String() + text
}
