package redis

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// mostFaults is after how many contradictions no more are looked for.
const mostFaults = 100

// A Fault is something that contradicts itself in a store.
type Fault struct {
	Text string // a sentence

	// Mends tells that nothing is lost, and that a purge mends it.
	Mends bool
}

// Inspect returns what contradicts itself in the store at an address, as
// Contradictions does. It changes nothing. An error says why it could not
// look: there is no store, not a whole one, or one of another version.
func Inspect(ctx context.Context, address string) ([]Fault, error) {
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
		err = fmt.Errorf("there is no store on redis at %s", e.place())
	case version == moving:
		err = e.halfMoved(ctx)
	default:
		err = e.checkable(version)
	}
	if err != nil {
		return nil, err
	}
	return e.Contradictions(ctx)
}

// checkable fails for a store of another version than this program's.
func (e *Engine) checkable(version string) error {
	n, err := strconv.Atoi(version)
	switch {
	case n == layout:
		return nil
	case err != nil || n > layout:
		return fmt.Errorf("redis at %s: %w", e.place(), newer(version))
	}
	return fmt.Errorf("the store on redis at %s is of version %s, and this program checks version %d: "+
		"rasad run brings it up to that", e.place(), version, layout)
}

// Contradictions returns what contradicts itself, some hundred faults at most; none
// if all is well. What is kept stands in several places: a delivery in its record, in
// the lane of its chat and, for that, among the chats that are ready; a subscription
// among its chat's and among its topic's. Each must be wherever it is looked for,
// nothing may stand there that is not, and what is counted must be as many as there
// are.
//
// All keys are gone through once, a few at a time and each as of one moment, so that
// the store may be in use; what seems wrong is looked at twice, and told only if it
// is the same then. What is counted is judged only if nothing was counted meanwhile,
// and if less than a hundred faults were found before.
// It needs some 40 bytes for each chat, each article with votes and each
// delivery that others were joined to, and what the votes on topics and terms are.
func (e *Engine) Contradictions(ctx context.Context) ([]Fault, error) {
	first, err := e.inspect(ctx, false)
	if err != nil {
		return nil, err
	}
	if len(first.miscounts) > 0 {
		again, err := e.inspect(ctx, true)
		if err != nil {
			return nil, err
		}
		first.miscounts = common(first.miscounts, again.miscounts)
	}
	faults, err := e.lacking(ctx, first.kept)
	if err != nil {
		return nil, err
	}
	for _, text := range slices.Sorted(maps.Keys(first.faults)) {
		faults = append(faults, Fault{Text: text})
	}
	for _, m := range first.miscounts {
		faults = append(faults, Fault{Text: m.String(), Mends: true})
	}
	return faults[:min(mostFaults, len(faults))], nil
}

// lacking returns which keys are not there to which nothing else leads, though they
// must be, by the kinds of those that are.
func (e *Engine) lacking(ctx context.Context, kept map[string]bool) (faults []Fault, err error) {
	for _, key := range []struct {
		name  string
		due   bool
		fault Fault
	}{
		{"epoch", true, Fault{Text: "the epoch of the store is not there: no rasad that runs writes anything more, and one that is started anew gives it another"}},
		{"move", strings.HasPrefix(e.epoch, e.prefix+"epoch:"+withMove+":"),
			Fault{Text: "which store moved here is not there: rasad migrate takes this one for another"}},
		{"seen:present", kept["seen:"], Fault{Text: "the present period of what was seen is not there, for which the last one is taken", Mends: true}},
	} {
		n, err := e.client.Exists(ctx, e.prefix+key.name).Result()
		if err != nil {
			return nil, e.explain(err)
		}
		if key.due && n == 0 {
			faults = append(faults, key.fault)
		}
	}
	return faults, nil
}
