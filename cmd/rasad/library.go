package main

import (
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rasadnews/rasad/matcher"
	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
)

// newLibrary returns a library of an archive, whose readers' queries may name
// the concepts and sources that are in force when they ask. Queries are judged
// as those of saved watches are.
func newLibrary(archive news.Searcher, catalog func() *news.Catalog) *news.Library {
	return &news.Library{Archive: archive, Ask: func(query string) (news.Question, []news.Problem) {
		known := catalog()
		refused := false
		var problems []news.Problem
		for _, p := range matcher.CheckWatch(query, known.Concepts, known.Sources) {
			problems = append(problems, news.Problem{
				Offset: p.Offset, Message: p.Message, Warning: p.Warning, Format: p.Format, Args: p.Args,
			})
			refused = refused || !p.Warning
		}
		if refused {
			return nil, problems
		}
		probe, err := matcher.NewProbe(query, known.Concepts)
		if err != nil {
			return nil, append(problems, news.Problem{Message: err.Error()})
		}
		return probe, problems
	}}
}

// indexFile returns where the search index of a store on a server is kept: in
// the user's cache folder, by the store's place, for a process that sends and
// so answers readers. A store in a file has its index beside it. Without a folder
// there is none, and a process that is asked makes an index for itself.
func indexFile(address string, roles []string, log *slog.Logger) string {
	if strings.HasPrefix(address, "sqlite:") || !slices.Contains(roles, roleSend) {
		return ""
	}
	place, err := store.Place(address)
	if err != nil {
		return "" // and no store either
	}
	folder, err := os.UserCacheDir()
	if err == nil {
		folder = filepath.Join(folder, "rasad")
		err = os.MkdirAll(folder, 0o700)
	}
	if err != nil {
		log.Warn("there is no folder for the search index: after each start the first search makes it anew, which takes a while; "+
			"set HOME, or XDG_CACHE_HOME to a folder that can be written", "err", err)
		return ""
	}
	sum := sha256.Sum256([]byte(place))
	return filepath.Join(folder, hex.EncodeToString(sum[:8])+".search")
}
