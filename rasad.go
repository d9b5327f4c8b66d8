// Package rasad holds what is built into the program: the configuration that
// ships with it and the news site of its demo. The service itself is wired in
// cmd/rasad; its rooms are news, watcher, matcher, bot and store.
package rasad

import "embed"

// Config is the configuration that ships with the program, used where the
// operator has none.
//
//go:embed config.yaml
var Config []byte

// Site is the bundled news site, below testdata/site.
//
//go:embed testdata/site
var Site embed.FS
