package watcher

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
)

// A bid is how much a seat is made for a lot.
type bid struct {
	seat   string
	lot    int
	rating uint64
}

// deal returns the seat of each lot. It asks nothing but which seats are taken, in
// any order, and deals out all lots, be there sources in them or not: so all
// processes come to the same. Lots go by the highest bids, as in rendezvous hashing
// (Thaler and Ravishankar 1998), but to no seat that has its part already, and all
// parts are equal, give or take a lot. So as long as there are no more seats than
// lots, none is left without. When a seat comes or goes, its own part moves, and a
// few lots between the others. While processes run that deal in another way, there
// may be lots that nobody takes to be his: they are to be ended together.
func deal(there []string) (of [lots]string) {
	part, over := lots/len(there), lots%len(there) // so many seats have one more
	has := make(map[string]int, len(there))
	for _, b := range bids(there) {
		if of[b.lot] != "" || has[b.seat] > part || has[b.seat] == part && over == 0 {
			continue
		}
		if has[b.seat] == part {
			over--
		}
		has[b.seat]++
		of[b.lot] = b.seat
	}
	return of
}

// bids returns what seats bid for all lots, the highest first.
func bids(there []string) []bid {
	all := make([]bid, 0, lots*len(there))
	for _, seat := range there {
		for lot := range lots {
			sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", seat, lot))
			all = append(all, bid{seat, lot, binary.BigEndian.Uint64(sum[:])})
		}
	}
	slices.SortFunc(all, func(a, b bid) int {
		return cmp.Or(cmp.Compare(b.rating, a.rating), cmp.Compare(a.seat, b.seat), cmp.Compare(a.lot, b.lot))
	})
	return all
}
