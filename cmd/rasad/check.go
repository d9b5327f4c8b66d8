package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/rasadnews/rasad"
	"github.com/rasadnews/rasad/store"
)

func checkCommand() *cobra.Command {
	var asJSON, withStore bool
	c := &cobra.Command{
		Use:   "check",
		Short: "Check the configuration, and report every fault at once",
		Long: "Checks the configuration, and reports every fault at once.\n" +
			"With --store it also reads the whole store, in a file or on a Redis server, while\n" +
			"rasad runs on it or not, and reports what is damaged in it or contradicts itself. It\n" +
			"changes nothing.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return check(c, asJSON, withStore)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	c.Flags().BoolVar(&withStore, "store", false, "check the store as well")
	return c
}

// A checkReport is what rasad check prints as JSON.
type checkReport struct {
	File     string    `json:"file"`
	OK       bool      `json:"ok"`
	Sources  int       `json:"sources"`
	Concepts int       `json:"concepts"`
	Topics   int       `json:"topics"`
	Problems []problem `json:"problems"`

	Store *storeReport `json:"store,omitempty"`
}

// A storeReport tells whether a store is whole.
type storeReport struct {
	Address string   `json:"address,omitempty"`
	OK      bool     `json:"ok"`
	Wrong   []string `json:"wrong"`
	Mends   []string `json:"mends,omitempty"` // what the service mends by itself
	Error   string   `json:"error,omitempty"` // why it was not checked, which names it
}

func check(c *cobra.Command, asJSON, withStore bool) error {
	cfg, path, err := configOf(c)
	var faults *configError
	if err != nil && !errors.As(err, &faults) {
		return err
	}
	report := checkReport{File: path, OK: err == nil, Problems: []problem{}}
	source := rasad.Config
	switch {
	case faults != nil:
		report.File, source = faults.File, faults.Source
		report.Problems = faults.all()
	case path == "":
		report.File = builtIn
	default:
		if source, err = os.ReadFile(path); err != nil {
			return err
		}
	}
	if cfg != nil {
		report.Sources, report.Concepts, report.Topics = len(cfg.Sources), len(cfg.Concepts), len(cfg.Topics)
		report.Problems = append(report.Problems, cfg.warnings...)
	}
	if withStore {
		report.Store = checkStore(c.Context(), cfg)
	}
	out := c.OutOrStdout()
	if asJSON {
		encoder := json.NewEncoder(out)
		encoder.SetEscapeHTML(false)
		err = encoder.Encode(report)
	} else {
		err = report.print(out, source)
	}
	if err == nil && faults != nil {
		err = fmt.Errorf("%s has %d error(s)", faults.File, len(faults.Problems))
	}
	if err == nil && report.Store != nil {
		err = report.Store.err()
	}
	return err
}

func (r checkReport) print(w io.Writer, source []byte) error {
	for _, p := range r.Problems {
		if _, err := fmt.Fprintln(w, p.render(r.File, source)); err != nil {
			return err
		}
	}
	if !r.OK {
		if r.Store == nil {
			return nil
		}
		_, err := fmt.Fprintln(w, r.Store.Error)
		return err
	}
	_, err := fmt.Fprintf(w, "%s is well: %d sources, %d concepts, %d topics, %d warning(s)\n", r.File, r.Sources, r.Concepts, r.Topics, len(r.Problems))
	if err == nil && r.Store != nil {
		err = r.Store.print(w)
	}
	return err
}

// checkStore checks the store that a configuration names; it is nil if it has faults.
func checkStore(ctx context.Context, cfg *config) *storeReport {
	if cfg == nil {
		return &storeReport{Wrong: []string{}, Error: "the store is not checked before the configuration is right"}
	}
	faults, err := store.Check(ctx, cfg.Store)
	if err != nil {
		return &storeReport{Wrong: []string{}, Error: err.Error()}
	}
	return newStoreReport(store.Name(cfg.Store), faults)
}

func newStoreReport(address string, faults []store.Fault) *storeReport {
	r := &storeReport{Address: address, Wrong: []string{}}
	for _, f := range faults {
		if f.Mends {
			r.Mends = append(r.Mends, f.Text)
		} else {
			r.Wrong = append(r.Wrong, f.Text)
		}
	}
	r.OK = len(r.Wrong) == 0
	return r
}

// err is how the command ends.
func (r storeReport) err() error {
	switch {
	case r.Error != "":
		return errors.New(r.Error)
	case !r.OK:
		return fmt.Errorf("%s is damaged: restore a backup", r.Address)
	}
	return nil
}

// print tells what was found. Why a store was not checked, the command's error tells.
func (r storeReport) print(w io.Writer) error {
	for _, fault := range r.Mends {
		if _, err := fmt.Fprintf(w, "%s: %s, which rasad run puts right within a day\n", r.Address, fault); err != nil {
			return err
		}
	}
	for _, fault := range r.Wrong {
		if _, err := fmt.Fprintf(w, "%s: %s\n", r.Address, fault); err != nil {
			return err
		}
	}
	if !r.OK {
		return nil
	}
	_, err := fmt.Fprintf(w, "%s is well\n", r.Address)
	return err
}
