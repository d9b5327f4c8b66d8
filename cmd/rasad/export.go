package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/rasadnews/rasad/store"
)

func exportCommand() *cobra.Command {
	var to string
	var replace bool
	c := &cobra.Command{
		Use:   "export --backup FILE",
		Short: "Copy the store into a file, while it is in use",
		Long: `Copies the store, as it is at one moment, into a file that is a store by itself.
rasad may run on meanwhile, and is not held up. There is no copy before it is
whole, checked and on the disk; it is readable by its owner alone, as it holds
what chats wrote. A store on a Redis server is backed up by the server's means.

To restore a copy, stop rasad, put it in the place of the store's file, and remove
the files beside that: -wal, -shm, .search.`,
		Example: "  rasad export --backup /backup/rasad-$(date +%F).db",
		Args: func(c *cobra.Command, args []string) error {
			if to == "" {
				return errors.New("give --backup FILE, where the copy is to be")
			}
			return cobra.NoArgs(c, args)
		},
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, _, err := configOf(c)
			if err != nil {
				return err
			}
			if err := store.Backup(c.Context(), cfg.Store, to, replace); err != nil {
				switch {
				case errors.Is(err, store.ErrExists):
					return fmt.Errorf("%w; --replace puts the copy in its place", err)
				case c.Context().Err() != nil:
					return errors.New("stopped before the copy was whole: there is none")
				}
				return err
			}
			_, err = fmt.Fprintf(c.OutOrStdout(), "%s is a copy of %s, whole and checked\n", to, cfg.Store)
			return err
		},
	}
	c.Flags().StringVar(&to, "backup", "", "the file that is to be the copy")
	c.Flags().BoolVar(&replace, "replace", false, "put the copy in the place of a file that is there")
	return c
}
