package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/rasadnews/rasad/store"
)

// The roles of a process.
const (
	roleWatch = "watch"
	roleSend  = "send"
)

func runCommand() *cobra.Command {
	var o runOptions
	c := &cobra.Command{
		Use:   "run",
		Short: "Run the service",
		Long: "Watches the sources of the configuration and tells the subscribers on Telegram.\n" +
			"The token comes from RASAD_TELEGRAM_TOKEN; without one, alerts are printed here.\n" +
			"What a source holds at its first poll is its baseline: old, and not sent.",
		Args: func(c *cobra.Command, args []string) error {
			if len(o.roles) == 0 {
				return errors.New("--roles: a process without a role does nothing (roles: watch, send)")
			}
			for _, r := range o.roles {
				if r != roleWatch && r != roleSend {
					return fmt.Errorf("--roles: there is no role %q (roles: watch, send)", r)
				}
			}
			if o.site != 0 && !o.dry {
				return errors.New("--site goes with --dry-run")
			}
			if o.site < 0 || o.site > mostHosts {
				return fmt.Errorf("--site: from 1 to %d hosts", mostHosts)
			}
			return cobra.NoArgs(c, args)
		},
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, path, err := configOf(c)
			if err != nil {
				return err
			}
			return run(c.Context(), cfg, path, o, c.OutOrStdout())
		},
	}
	c.Flags().StringSliceVar(&o.roles, "roles", []string{roleWatch, roleSend}, "what this process does: watch, send")
	c.Flags().BoolVar(&o.dry, "dry-run", false, "send nothing and keep nothing: print the alerts here")
	c.Flags().IntVar(&o.site, "site", 0, "with --dry-run: watch no network, but the bundled news site at so many hosts on loopback")
	return c
}

// runOptions are the flags of rasad run.
type runOptions struct {
	roles []string
	dry   bool
	site  int // hosts, 0 for the sources of the configuration
}

// run is rasad run: the service until ctx ends, with its configuration file
// watched for changes.
func run(ctx context.Context, cfg *config, path string, o runOptions, out io.Writer) (err error) {
	written := *cfg // as the file has it
	log := newLogger(cfg.Log)
	terminal := newConsole(out)
	opts := serviceOptions{Roles: o.roles, Logger: log}
	if o.dry {
		folder, err := newScratch()
		if err != nil {
			return err
		}
		defer folder.remove()
		cfg.Store, cfg.Token, cfg.WebSub = "sqlite:"+filepath.Join(folder.dir, "rasad.db"), "", webSubConfig{}
		terminal.say("dry run: nothing is sent and nothing is kept; alerts are printed here")
	} else if err := suits(o.roles, cfg, log); err != nil {
		return err
	} else if cfg.Token == "" && slices.Contains(o.roles, roleSend) {
		terminal.say("no RASAD_TELEGRAM_TOKEN: alerts are printed here; set it to send them on Telegram")
	}
	if o.site > 0 {
		site, err := openSite(ctx, cfg, o.site)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, site.close()) }()
		opts.Resolver, path = site.resolver(), ""
	}
	if cfg.Token == "" && slices.Contains(o.roles, roleSend) {
		opts.Announce, opts.Baseline = terminal.alert, terminal.baseline
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	books, err := awaitStore(ctx, cfg.Store, store.Config{Logger: log, Index: indexFile(cfg.Store, o.roles, log), Damaged: stop})
	if err != nil || books == nil {
		return err
	}
	s, err := newService(cfg, books, opts)
	if err != nil {
		return errors.Join(err, books.Close())
	}
	s.config = &written
	terminal.catalog = s.catalog.Load
	log.Info("started", "version", programVersion(), "sources", len(cfg.Sources), "topics", len(cfg.Topics), "roles", strings.Join(o.roles, ","))
	s.path = path
	err = s.run(ctx, path)
	if why := context.Cause(ctx); errors.Is(why, store.ErrDamaged) {
		err = errors.Join(fmt.Errorf("stopped, as no further try would mend this (rasad check --store tells more): %w", why), err)
	}
	if o.dry {
		terminal.say("%s", s.sum(time.Since(s.began)))
	}
	return err
}

// suits refuses a role in which a process could do nothing, and warns of one
// whose counterpart cannot be.
func suits(roles []string, cfg *config, log *slog.Logger) error {
	watches, sends := slices.Contains(roles, roleWatch), slices.Contains(roles, roleSend)
	if sends && !watches && cfg.Token == "" {
		return errors.New("--roles send: nothing can be sent without RASAD_TELEGRAM_TOKEN")
	}
	if watches != sends && strings.HasPrefix(cfg.Store, "sqlite:") {
		log.Warn("no other process can do the rest, as the store is a file, which one process holds; to share the work, use a Redis store",
			"roles", strings.Join(roles, ","))
	}
	return nil
}

func newLogger(level string) *slog.Logger {
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		l = slog.LevelInfo
	}
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: l}))
}
