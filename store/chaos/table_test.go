//go:build unix

package chaos_test

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"
)

// long makes the tests break things as often as docs/reliability.md says; make
// chaos sets it.
var long = flag.Bool("long", false, "break everything as often as promised, which takes minutes")

// times returns how often a fault happens.
func times(short, full int) int {
	if *long {
		return full
	}
	return short
}

// A row is what came of one fault on one engine.
type row struct {
	fault    string
	engine   string
	times    int // it happened
	counted  int // alerts that were due, or claims that were acknowledged
	what     string
	lost     int
	late     int // of what is lost, so much may be: it was acknowledged in the last moment
	repeated int
	limit    int // of what may have been repeated
	disorder int
	behind   int           // what came after later articles, as it may
	gap      time.Duration // the longest time in which nothing went on; zero is not told
}

// rows are those of all tests that have ended.
type rows struct {
	mu  sync.Mutex
	all []row
}

var table rows

// add checks a row, and notes it for the table.
func (r *rows) add(t *testing.T, row row) {
	t.Helper()
	if row.lost > row.late || row.disorder > 0 || row.repeated > row.limit {
		t.Errorf("%d lost, %d out of order, %d repeated, want %d at most, none, and %d at most",
			row.lost, row.disorder, row.repeated, row.late, row.limit)
	}
	if row.behind > row.times*readers {
		t.Errorf("%d messages came after those of later articles that went ahead, want an article for each fault at most", row.behind)
	}
	t.Log(row)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.all = append(r.all, row)
}

func (r row) String() string {
	gap := "–"
	if r.gap > 0 {
		gap = fmt.Sprintf("%.1f s", r.gap.Seconds())
	}
	disorder := strconv.Itoa(r.disorder)
	if r.behind > 0 {
		disorder += fmt.Sprintf(", and %d that may", r.behind)
	}
	return fmt.Sprintf("| %s | %s | %d | %d %s | %d | %d of %d | %s | %s |",
		r.fault, r.engine, r.times, r.counted, r.what, r.lost, r.repeated, r.limit, disorder, gap)
}

// print prints the table as docs/reliability.md has it.
func (r *rows) print() {
	if len(r.all) == 0 {
		return
	}
	slices.SortStableFunc(r.all, func(a, b row) int {
		return cmp.Or(cmp.Compare(a.fault, b.fault), cmp.Compare(a.engine, b.engine))
	})
	fmt.Fprintln(os.Stdout, "\n| fault | engine | times | counted | lost | repeated, at most | out of order | gap |")
	fmt.Fprintln(os.Stdout, "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |")
	for _, row := range r.all {
		fmt.Fprintln(os.Stdout, row)
	}
	fmt.Fprintln(os.Stdout)
}
