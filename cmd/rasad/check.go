package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/rasadnews/rasad"
)

func checkCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "check",
		Short: "Check the configuration, and report every fault at once",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return check(c, asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
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
}

func check(c *cobra.Command, asJSON bool) error {
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
	return err
}

func (r checkReport) print(w io.Writer, source []byte) error {
	for _, p := range r.Problems {
		if _, err := fmt.Fprintln(w, p.render(r.File, source)); err != nil {
			return err
		}
	}
	if !r.OK {
		return nil
	}
	_, err := fmt.Fprintf(w, "%s is well: %d sources, %d concepts, %d topics, %d warning(s)\n", r.File, r.Sources, r.Concepts, r.Topics, len(r.Problems))
	return err
}
