package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/rasadnews/rasad/bot"
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
		_, err := s.reload(path)
		s.logReload(path, err)
	}
}

// logReload tells what came of a reload: one line for each fault.
func (s *service) logReload(path string, err error) {
	var faults *configError
	switch {
	case errors.As(err, &faults):
		for _, p := range faults.Problems {
			s.log.Error("the configuration stays as it was", "at", fmt.Sprintf("%s:%d:%d", path, p.Line, p.Column), "problem", p.Message)
		}
	case err != nil:
		s.log.Error("the configuration stays as it was", "err", err)
	default:
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

// reload swaps sources, concepts, topics, channels and what is kept for those of
// the file, all at once, or none if anything in it is wrong. What belongs to the process
// (store, token, fetch) needs a restart: the keys of it that have changed are
// returned.
func (s *service) reload(path string) (restart []string, err error) {
	s.reloading.Lock()
	defer s.reloading.Unlock()
	cfg, err := loadConfig(path)
	if err != nil {
		return nil, err
	}
	restart = s.config.needRestart(cfg)
	if len(restart) > 0 {
		s.log.Warn("these changes need a restart", "keys", strings.Join(restart, ", "))
	}
	catalog := cfg.Catalog()
	m, err := matcher.New(catalog.Topics, catalog.Concepts)
	if err != nil {
		return nil, err
	}
	for _, p := range s.live.Swap(m, catalog.Concepts...) {
		s.log.Warn("a watch rests until its concept is back", "watch", p.Topic, "problem", p.Message)
	}
	s.watches.tryAgain()
	s.catalog.Store(catalog)
	s.keeper.set(cfg.Keep.keep())
	s.watcher.SetSources(catalog.Sources)
	if s.bot != nil {
		s.bot.SetChannels(cfg.channels())
	}
	return restart, nil
}

// reloadForAdmin reads the configuration again for an admin who asks for it in
// Telegram.
func (s *service) reloadForAdmin(context.Context) bot.Reloaded {
	if s.path == "" {
		return bot.Reloaded{NoFile: true}
	}
	restart, err := s.reload(s.path)
	s.logReload(s.path, err)
	done := bot.Reloaded{Restart: restart}
	var faults *configError
	switch {
	case errors.As(err, &faults):
		for _, p := range faults.Problems {
			done.Faults = append(done.Faults, fmt.Sprintf("%s:%d:%d: %s", filepath.Base(s.path), p.Line, p.Column, p.Message))
		}
	case err != nil:
		done.Faults = []string{err.Error()}
	}
	return done
}

// needRestart returns the keys that differ and that a running process does
// not take up.
func (c *config) needRestart(other *config) []string {
	var keys []string
	for key, changed := range map[string]bool{
		"store":    c.Store != other.Store,
		"log":      c.Log != other.Log,
		"telegram": !reflect.DeepEqual(c.Telegram, other.Telegram) || c.Token != other.Token,
		"websub":   c.WebSub != other.WebSub,
		"fetch":    !reflect.DeepEqual(c.Fetch, other.Fetch),
	} {
		if changed {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}
