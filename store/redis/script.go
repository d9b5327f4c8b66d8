package redis

import (
	"context"
	"crypto/rand"
	"embed"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/redis/go-redis/v9"
)

//go:embed lua/*.lua
var sources embed.FS

// loadScripts returns the scripts by the names of their files. base.lua
// stands before each, seen.lua before those that look at seen keys, and lane.lua
// before all others, bot.lua before those that write what chats choose,
// deliveries.lua before those that return deliveries, sound.lua before those that
// look for contradictions, and upgrade.lua before the one that greets a store.
func loadScripts() (map[string]*redis.Script, error) {
	texts := map[string]string{}
	files, err := sources.ReadDir("lua")
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		text, err := sources.ReadFile("lua/" + f.Name())
		if err != nil {
			return nil, err
		}
		texts[strings.TrimSuffix(path.Base(f.Name()), ".lua")] = string(text)
	}
	scripts := map[string]*redis.Script{}
	for name, text := range texts {
		before := texts["base"]
		if name == "claim" || strings.HasPrefix(name, "seen_") {
			before += texts["seen"]
		} else {
			before += texts["lane"]
		}
		if slices.Contains(ofChoices, name) {
			before += texts["bot"]
		}
		if name == "greet" {
			before += texts["bot"] + texts["upgrade"]
		}
		if name == "reserve" || name == "waiting" || name == "held_back" || name == "buried" {
			before += texts["deliveries"]
		}
		if strings.HasPrefix(name, "sound_") {
			before += texts["sound"]
		}
		scripts[name] = redis.NewScript(before + text)
	}
	return scripts, nil
}

// ofChoices are the scripts that write what chats choose.
var ofChoices = []string{
	"put_subscription", "change_subscription", "delete_subscription", "put_watch", "delete_watch", "put_vote",
	"migrate_chat", "forget", "purge_votes",
	"put_note", "delete_note",
	"import_subscriptions", "import_votes", "import_notes", "sound_chats",
}

// unconfirmed are the scripts that need no replica's word: they change nothing,
// or nothing that would be missed before something is written that needs it.
var unconfirmed = []string{
	"reserve", "waiting", "held", "held_back", "buried", "chats", "guests", "invitations", "migrated",
	"purge_scan", "seen_look", "traces", "watch_changes", "counts", "jobs", "alone",
	"greet", "name_archive", "list_claims",
	"sound_archive", "sound_chats", "sound_queue",
}

// run runs a script. A script that answers nothing answers nil.
func (e *Engine) run(ctx context.Context, script string, args ...any) (any, error) {
	return e.runIn(ctx, e.epoch, script, args...)
}

// runIn runs a script in an epoch of the place, or in whichever it is.
func (e *Engine) runIn(ctx context.Context, epoch, script string, args ...any) (any, error) {
	c := &call{script: e.scripts[script], args: args, epoch: epoch}
	var answer any
	var err error
	if slices.Contains(unconfirmed, script) {
		e.writer.server.send(ctx, []*call{c}, false)
		answer, err = c.answer, c.err
	} else {
		answer, err = e.writer.write(ctx, c)
	}
	if errors.Is(err, redis.Nil) {
		return nil, nil
	}
	return answer, e.explain(err)
}

// runInt runs a script that answers a number.
func (e *Engine) runInt(ctx context.Context, script string, args ...any) (int64, error) {
	answer, err := e.run(ctx, script, args...)
	if err != nil {
		return 0, err
	}
	n, ok := answer.(int64)
	if !ok {
		return 0, fmt.Errorf("script %s answered %v, not a number", script, answer)
	}
	return n, nil
}

// nonce returns a name for one call, by which the server can tell that the
// client repeats it because its answer was lost.
func nonce() string { return rand.Text()[:12] }
