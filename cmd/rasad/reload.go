package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/rasadnews/rasad/matcher"
)

// followConfig reloads the configuration whenever its file changes, or the
// process gets SIGHUP, until ctx ends. Looking at the file every two seconds
// sees what editors, git and mounted config maps do alike.
func (s *service) followConfig(ctx context.Context, path string) error {
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	defer signal.Stop(hangup)
	tick := time.NewTicker(2 * time.Second)
	defer tick.Stop()
	last := stamp(path)
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-hangup:
		case <-tick.C:
			if now := stamp(path); now == last || now == (fileStamp{}) {
				continue
			}
		}
		last = stamp(path)
		if err := s.reload(path); err != nil {
			s.log.Error("the configuration stays as it was", "err", err)
			continue
		}
		s.log.Info("configuration reloaded", "file", path)
	}
}

// A fileStamp tells one state of a file from another.
type fileStamp struct {
	modified time.Time
	size     int64
}

func stamp(path string) fileStamp {
	info, err := os.Stat(path)
	if err != nil {
		return fileStamp{}
	}
	return fileStamp{modified: info.ModTime(), size: info.Size()}
}

// reload swaps sources, concepts, topics and channels for those of the file,
// all at once, or none if anything in it is wrong. What belongs to the process
// (store, token, fetch) needs a restart.
func (s *service) reload(path string) error {
	cfg, err := loadConfig(path)
	if err != nil {
		return err
	}
	catalog := cfg.Catalog()
	m, err := matcher.New(catalog.Topics, catalog.Concepts)
	if err != nil {
		return err
	}
	s.live.Swap(m)
	s.catalog.Store(catalog)
	s.watcher.SetSources(catalog.Sources)
	if s.bot != nil {
		s.bot.SetChannels(cfg.channels())
	}
	return nil
}
