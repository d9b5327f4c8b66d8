package main

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"

	"github.com/rasadnews/rasad/matcher"
	"github.com/rasadnews/rasad/news"
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
// the user's cache folder, by the store's address, for a process that sends and
// so answers readers. Without a folder there is none, and a process that is asked
// makes an index for itself.
func indexFile(address string, roles []string) string {
	folder, err := os.UserCacheDir()
	if err != nil || !slices.Contains(roles, roleSend) {
		return ""
	}
	sum := sha256.Sum256([]byte(address))
	return filepath.Join(folder, "rasad", hex.EncodeToString(sum[:8])+".search")
}
