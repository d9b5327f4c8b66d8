package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/move"
)

func migrateCommand() *cobra.Command {
	var o migrateOptions
	c := &cobra.Command{
		Use:   "migrate",
		Short: "Move the store from a file to a Redis server",
		Long: `Moves all that is kept in the SQLite file to a Redis server: what was seen, the
archive, chats with their subscriptions and settings, what waits to be sent, in
its order, and what was sent. Then it reads both stores and prints how many of
what there are, and whether they are the same.

Stop rasad first. What the file keeps stays as it is, and the file as a backup; but
it gets a name, by which it is known again, and an older version is brought up to
this program's, as rasad run does. What was being sent when rasad stopped may be
repeated once, as after a crash.

Until all has moved, no rasad starts on the server's store. If it is broken off,
run it again: it begins anew and ends the same. Once all has moved it changes
nothing. If rasad has run on the file since, it moves it anew; if rasad has run on
the server, or the file is an older backup, it refuses to, but with --replace.
What was on the server before any move is never touched: give another prefix, or
empty this one (docs/stores.md).

Without --from it is the file on which rasad ran: that of RASAD_STORE, else of
"store" in the configuration. Without --to it is the server that RASAD_REDIS_URL
names, where a password belongs.`,
		Example: "  RASAD_REDIS_URL=redis://rasad:PASSWORD@host:6379/0 rasad migrate",
		Args: func(c *cobra.Command, args []string) error {
			if holdsPassword(o.to) {
				return errors.New("--to: everybody sees what stands in a command: put an address with a password into RASAD_REDIS_URL")
			}
			return cobra.NoArgs(c, args)
		},
		RunE: func(c *cobra.Command, _ []string) error { return migrate(c, o) },
	}
	c.Flags().StringVar(&o.from, "from", "", "the store that moves, such as sqlite:data/rasad.db")
	c.Flags().StringVar(&o.to, "to", "", "where it moves to, such as redis://host:6379/0")
	c.Flags().BoolVar(&o.replace, "replace", false, "throw away what moved there before, even if rasad has run on it since, or the file is older")
	c.Flags().BoolVar(&o.json, "json", false, "print JSON")
	return c
}

// migrateOptions are the flags of rasad migrate.
type migrateOptions struct {
	from, to      string
	replace, json bool
}

// migrate is rasad migrate.
func migrate(c *cobra.Command, o migrateOptions) error {
	cfg, _, err := configOf(c)
	if err != nil {
		return err
	}
	if err := o.complete(cfg); err != nil {
		return err
	}
	progress := c.ErrOrStderr()
	report, err := store.Migrate(c.Context(), o.from, o.to, store.Migration{
		Replace: o.replace, Logger: newLogger(cfg.Log), Began: func(k move.Kind) { sayBegan(progress, k) },
	})
	if len(report.Kinds) > 0 {
		err = errors.Join(err, printMigrated(c.OutOrStdout(), report, o.json))
	}
	return err
}

// complete takes from the environment and the configuration what the flags leave
// open.
func (o *migrateOptions) complete(cfg *config) error {
	if o.from == "" {
		o.from = cfg.file
	}
	if o.to == "" && !isFile(cfg.Store) {
		o.to = cfg.Store
	}
	switch {
	case o.from == "":
		return errors.New("which file is to move? Neither RASAD_STORE nor the configuration names one: give --from sqlite:FILE")
	case o.to == "":
		return errors.New("where to? Set RASAD_REDIS_URL, or give --to redis://HOST:PORT/0")
	}
	return nil
}

func sayBegan(w io.Writer, k move.Kind) {
	if k == "" {
		fmt.Fprintln(w, "comparing both stores …")
		return
	}
	fmt.Fprintf(w, "moving %s …\n", k)
}

// A migratedJSON is what rasad migrate prints as JSON.
type migratedJSON struct {
	From    string            `json:"from"`
	To      string            `json:"to"`
	Moved   bool              `json:"moved"` // else all was there already
	Equal   bool              `json:"equal"`
	InDoubt int               `json:"in_doubt"`
	Seconds float64           `json:"seconds"`
	Kinds   []migratedKindRow `json:"kinds"`
	Wrong   []string          `json:"wrong,omitempty"` // what contradicts itself at the server
}

type migratedKindRow struct {
	Kind     move.Kind `json:"kind"`
	File     int64     `json:"file"`
	Server   int64     `json:"server"`
	FileHash string    `json:"file_hash"`
	Hash     string    `json:"server_hash"`
	Equal    bool      `json:"equal"`
}

func printMigrated(w io.Writer, m store.Migrated, asJSON bool) error {
	if asJSON {
		out := migratedJSON{From: m.From, To: m.To, Moved: m.Moved, Equal: m.Equal(), InDoubt: m.InDoubt, Seconds: m.Took.Seconds(), Wrong: m.Wrong}
		for _, k := range m.Kinds {
			out.Kinds = append(out.Kinds, migratedKindRow{k.Kind, k.From.Rows, k.To.Rows, k.From.String(), k.To.String(), k.Equal()})
		}
		return json.NewEncoder(w).Encode(out)
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "kind\tfile\tRedis\thash\tequal")
	for _, k := range m.Kinds {
		equal, hash := "yes", k.From.String()[:12]
		if !k.Equal() {
			equal, hash = "NO", hash+" "+k.To.String()[:12]
		}
		fmt.Fprintf(table, "%s\t%d\t%d\t%s\t%s\n", k.Kind, k.From.Rows, k.To.Rows, hash, equal)
	}
	for _, fault := range m.Wrong {
		fmt.Fprintf(table, "%s\n", fault)
	}
	if err := table.Flush(); err != nil || !m.Whole() {
		return err
	}
	_, err := io.WriteString(w, afterMigrated(m))
	return err
}

// afterMigrated says what was done, and what is to be done next.
func afterMigrated(m store.Migrated) string {
	if !m.Moved {
		return fmt.Sprintf("all of %s is at %s already: nothing was changed\n", m.From, m.To)
	}
	text := fmt.Sprintf("%s moved to %s in %s\n", m.From, m.To, m.Took.Round(10*time.Millisecond))
	if m.InDoubt > 0 {
		text += fmt.Sprintf("%d message(s) that were being sent may come a second time, marked as a possible repeat\n", m.InDoubt)
	}
	return text + "from now on run rasad with RASAD_REDIS_URL alone: on the file it would send again what waits there\n"
}
