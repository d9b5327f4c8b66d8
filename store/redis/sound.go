package redis

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"time"
)

// mostFaults is after how many contradictions no more are looked for.
const mostFaults = 100

// Inspect returns what contradicts itself in the store at an address, a sentence
// each, as Contradictions does. It changes nothing. An error says why it could not
// look: there is no store, not a whole one, or one of another version.
func Inspect(ctx context.Context, address string) ([]string, error) {
	e, err := connect(address, time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	defer e.Close()
	version, err := e.look(ctx)
	switch {
	case err != nil:
		return nil, e.explain(err)
	case version == "":
		err = fmt.Errorf("there is no store at %s under this prefix", e.server)
	case version == moving:
		err = e.halfMoved(ctx)
	case version != strconv.Itoa(layout):
		err = fmt.Errorf("the store at %s is of version %s, and this program checks version %d: "+
			"rasad run brings an older one up to that", e.server, version, layout)
	}
	if err != nil {
		return nil, err
	}
	return e.Contradictions(ctx)
}

// Contradictions returns what contradicts itself, a sentence each, some hundred at
// most; none if all is well. What is kept stands in several places: a delivery in
// its record, in the lane of its chat and, for that, among the chats that are ready;
// a subscription among its chat's and among its topic's. Each must be wherever it is
// looked for, nothing may stand there that is not, and what is counted must be as
// many as there are.
//
// All keys are gone through once, a few at a time and each as of one moment, so that
// the store may be in use; what seems wrong is looked at twice, and told only if it
// is the same then. What is counted is judged only if nothing was counted meanwhile.
// It needs some 40 bytes for each chat, each article with votes and each
// delivery that others were joined to, and what the votes on topics and terms are.
func (e *Engine) Contradictions(ctx context.Context) ([]string, error) {
	first, err := e.contradictions(ctx)
	if err != nil || len(first) == 0 {
		return nil, err
	}
	again, err := e.contradictions(ctx)
	if err != nil {
		return nil, err
	}
	first = slices.DeleteFunc(first, func(fault string) bool { return !slices.Contains(again, fault) })
	return first[:min(mostFaults, len(first))], nil
}

// contradictions looks once.
func (e *Engine) contradictions(ctx context.Context) ([]string, error) {
	before, err := e.counted(ctx)
	if err != nil {
		return nil, err
	}
	i := &inspection{Engine: e, seed: maphash.MakeSeed(), met: map[uint64]struct{}{}, found: map[string]map[string]int64{
		"counts": {"pending": 0, "attempting": 0, "held": 0, "buried": 0, "joined": 0, "subscriptions": 0}, "approvals": {},
	}}
	err = e.eachKey(ctx, "", func(keys []string) error { return i.keys(ctx, keys) })
	after := before
	if err == nil {
		after, err = e.counted(ctx)
	}
	if err == nil && after == before {
		err = i.recount(ctx)
	}
	if err != nil && !errors.Is(err, errEnough) {
		return nil, fmt.Errorf("look for contradictions: %w", err)
	}
	slices.Sort(i.faults)
	return i.faults, nil
}

// counted returns all that is counted in one text, which is another one once
// anything was.
func (e *Engine) counted(ctx context.Context) (string, error) {
	var all []string
	for _, key := range []string{"counts", "approvals"} {
		fields, err := e.client.HGetAll(ctx, e.prefix+key).Result()
		if err != nil {
			return "", e.explain(err)
		}
		for field, n := range fields {
			all = append(all, strconv.Quote(key+" "+field)+n)
		}
	}
	slices.Sort(all)
	return strings.Join(all, " "), nil
}

// An inspection looks for contradictions.
type inspection struct {
	*Engine
	faults []string
	seed   maphash.Seed
	met    map[uint64]struct{}         // keys with members that are counted
	found  map[string]map[string]int64 // how many there are of what fields of hashes count
}

// errEnough ends an inspection that has found enough.
var errEnough = errors.New("there is more that contradicts itself")

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

// keys looks at some keys, kind by kind.
func (i *inspection) keys(ctx context.Context, keys []string) error {
	kinds := map[string][]any{}
	for _, key := range keys {
		kind, rest, found := strings.Cut(key, ":")
		if found {
			kind += ":"
		}
		if kind == "approvals:" && i.found[key] == nil {
			i.found[key] = map[string]int64{}
		}
		if inspectors[kind] == "" || counting[kind] && i.twice(key) {
			continue
		}
		kinds[kind] = append(kinds[kind], rest, "0")
	}
	for kind, left := range kinds {
		for len(left) > 0 {
			answer, err := i.run(ctx, inspectors[kind], append([]any{i.now(), kind}, left...)...)
			if err != nil {
				return err
			}
			if left, err = i.read(answer); err != nil {
				return err
			}
		}
	}
	return nil
}

// twice tells whether a key was met before.
func (i *inspection) twice(key string) bool {
	h := maphash.String(i.seed, key)
	_, met := i.met[h]
	i.met[h] = struct{}{}
	return met
}

// read takes the answer of lua/sound.lua, and returns what is left to look at.
func (i *inspection) read(answer any) (left []any, err error) {
	parts, _ := answer.([]any)
	if len(parts) != 3 {
		return nil, fmt.Errorf("%v is no answer", answer)
	}
	faults, _ := parts[0].([]any)
	for _, f := range faults {
		if fields, _ := f.([]any); len(fields) > 0 {
			i.faults = append(i.faults, sentence(fmt.Sprint(fields[0]), fields[1:]))
		}
	}
	if len(i.faults) >= mostFaults {
		return nil, errEnough
	}
	tallies, _ := parts[1].([]any)
	for _, t := range tallies {
		if fields, _ := t.([]any); len(fields) == 2 {
			i.tally(fmt.Sprint(fields[0]), fmt.Sprint(fields[1]))
		}
	}
	left, _ = parts[2].([]any)
	return left, nil
}

func (i *inspection) tally(key, field string) {
	if i.found[key] == nil {
		i.found[key] = map[string]int64{}
	}
	i.found[key][field]++
}

// recount compares what was found with what is counted.
func (i *inspection) recount(ctx context.Context) error {
	for key, fields := range i.found {
		counts, err := i.client.HGetAll(ctx, i.prefix+key).Result()
		if err != nil {
			return i.explain(err)
		}
		if key != "counts" { // which counts what is over as well
			for field := range counts {
				fields[field] += 0
			}
		}
		for field, n := range fields {
			if is := orZero(counts[field]); is != strconv.FormatInt(n, 10) {
				i.faults = append(i.faults, miscount(key, field, is, n))
			}
		}
	}
	return nil
}

// miscount says which count is wrong. The field of a sum of votes is u for up or d
// for down, and a topic or a term.
func miscount(key, field, is string, n int64) string {
	if key == "counts" {
		return fmt.Sprintf("the count of %s is %s, but there are %d", field, is, n)
	}
	way, name := field[:min(1, len(field))], field[min(1, len(field)):]
	of := fmt.Sprintf("topic %q", name)
	if topic, found := strings.CutPrefix(key, "approvals:"); found {
		of = fmt.Sprintf("term %q of topic %q", name, topic)
	}
	return fmt.Sprintf("the sum of votes (%s) on %s is %s, but there are %d", way, of, is, n)
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
