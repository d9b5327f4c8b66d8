package store

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"slices"
	"strings"
	"time"

	"github.com/rasadnews/rasad/store/move"
)

// A differ finds which rows of a kind two stores have not in common. It reads
// both twice: first it sums up the rows in parts, by their names, and then keeps
// those of the first part that differs, so that it needs little memory.
type differ struct {
	kind move.Kind
	seed maphash.Seed
	at   time.Time
}

// differParts is how many parts there are.
const differParts = 1 << 10

// mostNamed is how many rows are named at most.
const mostNamed = 3

// part returns the part of a row.
func (d *differ) part(r move.Row) int {
	return int(maphash.String(d.seed, d.kind.Name(r)) % differParts)
}

// differing says of some rows of a kind how they differ, a sentence each.
func (m *migrator) differing(ctx context.Context, k move.Kind, at time.Time) ([]string, error) {
	d := &differ{k, maphash.MakeSeed(), at}
	from, err := d.sum(ctx, m.source)
	if err != nil {
		return nil, err
	}
	to, err := d.sum(ctx, m.target)
	if err != nil {
		return nil, err
	}
	for part := range from {
		if from[part] == to[part] {
			continue
		}
		here, err1 := d.rows(ctx, m.source, part)
		there, err2 := d.rows(ctx, m.target, part)
		return d.name(here, there), errors.Join(err1, err2)
	}
	return nil, nil
}

// An exporter is a store that is compared.
type exporter interface {
	Export(ctx context.Context, k move.Kind, at time.Time, use func([]move.Row) error) error
}

// sum returns the sum of each part.
func (d *differ) sum(ctx context.Context, s exporter) ([]move.Sum, error) {
	summers, sums := make([]*move.Summer, differParts), make([]move.Sum, differParts)
	for i := range summers {
		summers[i] = move.NewSummer(d.kind)
	}
	err := s.Export(ctx, d.kind, d.at, func(rows []move.Row) error {
		for _, r := range rows {
			summers[d.part(r)].Add([]move.Row{r})
		}
		return nil
	})
	for i, s := range summers {
		sums[i] = s.Sum
	}
	return sums, err
}

// rows returns the rows of a part by their names.
func (d *differ) rows(ctx context.Context, s exporter, part int) (map[string]move.Row, error) {
	found := map[string]move.Row{}
	err := s.Export(ctx, d.kind, d.at, func(rows []move.Row) error {
		for _, r := range rows {
			if d.part(r) == part {
				found[d.kind.Name(r)] = r
			}
		}
		return nil
	})
	return found, err
}

// name compares the rows of a part.
func (d *differ) name(here, there map[string]move.Row) []string {
	var all []string
	for name, row := range here {
		other, moved := there[name]
		if !moved {
			all = append(all, fmt.Sprintf("of %s, %s is in the file alone", d.kind, name))
		} else if columns := d.columns(row, other); len(columns) > 0 {
			all = append(all, fmt.Sprintf("of %s, %s differs in %s", d.kind, name, strings.Join(columns, ", ")))
		}
	}
	for name := range there {
		if _, known := here[name]; !known {
			all = append(all, fmt.Sprintf("of %s, %s is on the server alone", d.kind, name))
		}
	}
	slices.Sort(all)
	return all[:min(mostNamed, len(all))]
}

// columns returns the names of those in which two rows differ.
func (d *differ) columns(a, b move.Row) []string {
	if d.kind == move.Seen {
		return nil // of which a server keeps a print
	}
	var all []string
	for i, column := range d.kind.Columns() {
		if a[i] != b[i] {
			all = append(all, column)
		}
	}
	return all
}
