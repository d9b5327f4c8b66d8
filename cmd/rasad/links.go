package main

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/rasadnews/rasad/watcher/feed"
	"github.com/rasadnews/rasad/watcher/fetch"
)

func linksCommand() *cobra.Command {
	var from input
	c := &cobra.Command{
		Use:   "links [--url U] FILE|URL",
		Short: "Print the article links of a front page, scored",
		Long: "Links reads a front or section page and prints one JSON object: its links that look\n" +
			"like ones to articles, in their order, each with its text, its score, which is more\n" +
			"than 0, and whether it is of the page's own site, as those are which a source of\n" +
			"this page would give; and where the site's feeds are, as far as the page says. '-'\n" +
			"is standard input.",
		Args: from.args("page"),
		RunE: func(c *cobra.Command, args []string) error {
			body, err := from.read(c, args[0], feed.MaxBytes)
			if err != nil {
				return err
			}
			text, _ := fetch.Decode(body, from.contentType)
			links, err := feed.Links(nil, text, from.url)
			p := printedLinks{URL: from.url, Links: list(links), Feeds: []feed.Candidate{}}
			for _, f := range feed.Discover(text, from.url) {
				if f.Named {
					p.Feeds = append(p.Feeds, f)
				}
			}
			if err != nil {
				p.Error = err.Error()
			}
			if len(links) > 0 { // what was found is good, whatever was not
				err = nil
			}
			return errors.Join(printJSON(c.OutOrStdout(), p), err)
		},
	}
	from.flags(c)
	return c
}

// A printedLinks is what is printed of a page's links.
type printedLinks struct {
	URL   string           `json:"url"`
	Links []feed.Link      `json:"links"`
	Feeds []feed.Candidate `json:"feeds"`
	Error string           `json:"error"`
}
