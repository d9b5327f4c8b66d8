package redis

import (
	"cmp"
	"context"
	"log/slog"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"
)

// check warns of settings by which the server could lose what it holds. A
// server that does not tell is not doubted. Which replicas it has is noted: should
// one leave before anything is written, that one may be the master.
func (e *Engine) check(ctx context.Context, logger *slog.Logger) {
	logger = logger.With("server", e.server)
	node, err := e.writer.server.node(ctx)
	info := map[string]string{}
	for _, section := range []string{"replication", "server", "memory", "persistence"} {
		var text string
		if err == nil {
			text, err = node.Info(ctx, section).Result()
		}
		if err != nil {
			logger.Warn("redis does not tell its settings, nor whether it has replicas that should confirm what is written; allow the command info, "+
				"and make sure that it keeps an append-only file and evicts nothing", "error", err)
			return
		}
		maps.Copy(info, fields(text))
		if section == "replication" {
			e.writer.server.replicas.note(info, e.clock())
		}
	}
	if info["redis_mode"] == "cluster" && !e.clustered() {
		logger.Warn(e.inKind("redis is one node of a cluster, and all stops when our keys move to another; write redis+cluster:// in the place of redis://"),
			"redis_mode", info["redis_mode"])
	}
	settings := settingsOf(ctx, node)
	for _, w := range slices.Concat(keepingWarnings(info, settings), sharingWarnings(info, settings, e.watched)) {
		logger.Warn(w.text, w.key, w.value)
	}
}

// settingsOf returns the settings that the server's INFO does not tell, if it
// tells them otherwise: few users may ask.
func settingsOf(ctx context.Context, node *redis.Client) map[string]string {
	all := map[string]string{}
	for _, name := range []string{"appendfsync", "no-appendfsync-on-rewrite", "cluster-require-full-coverage", "repl-diskless-sync-delay"} {
		one, err := node.ConfigGet(ctx, name).Result()
		if err != nil {
			return nil
		}
		maps.Copy(all, one)
	}
	return all
}

// A warning tells what is unsafe and what to do, and by which setting that is
// known.
type warning struct{ text, key, value string }

// keepingWarnings are of how a server keeps what it holds.
func keepingWarnings(info, settings map[string]string) (found []warning) {
	warn := func(text, key string) {
		found = append(found, warning{text, key, cmp.Or(info[key], settings[key])})
	}
	if policy := info["maxmemory_policy"]; policy != "noeviction" && policy != "" {
		warn("redis throws data away when its memory is full; set maxmemory-policy noeviction", "maxmemory_policy")
	}
	switch {
	case info["aof_enabled"] == "0":
		warn("redis keeps no append-only file and loses what it was told last when it stops; set appendonly yes", "aof_enabled")
	case settings["appendfsync"] == "no":
		warn("redis leaves it to the system when its file reaches the disk; set appendfsync everysec or always", "appendfsync")
	case settings["no-appendfsync-on-rewrite"] == "yes":
		warn("redis leaves it to the system when its file reaches the disk, as long as it writes that anew; set no-appendfsync-on-rewrite no",
			"no-appendfsync-on-rewrite")
	}
	if status := info["aof_last_write_status"]; status != "ok" && status != "" {
		warn("redis could not write its append-only file; free some space, see its log", "aof_last_write_status")
	}
	if status := info["rdb_last_bgsave_status"]; status != "ok" && status != "" {
		warn("redis could not save its data and may refuse writes; free some space, see its log", "rdb_last_bgsave_status")
	}
	const oldest = 7
	major, _, _ := strings.Cut(info["redis_version"], ".")
	if n, err := strconv.Atoi(major); err == nil && n < oldest {
		warn("redis is older than what rasad is made for; use version 7 or newer", "redis_version")
	}
	return found
}

// sharingWarnings are of how a server goes on when others fail: its replicas, of
// which it has some now, or is meant to if sentinels watch over it, or the other
// nodes of its cluster. What one without replicas loses, nobody has.
func sharingWarnings(info, settings map[string]string, watched bool) (found []warning) {
	replicated := watched || info["connected_slaves"] != "0" && info["connected_slaves"] != ""
	if _, guarded := info["min_slaves_good_slaves"]; replicated && !guarded {
		found = append(found, warning{"redis goes on alone when its replicas are cut off; set min-replicas-to-write 1 and min-replicas-max-lag 2",
			"connected_slaves", info["connected_slaves"]})
	}
	const backlog, delay = "repl_backlog_size", "repl-diskless-sync-delay"
	const enough = 16 << 20 // bytes: a replica that was away for a moment finds what it missed
	if n, err := strconv.Atoi(info[backlog]); replicated && err == nil && n < enough {
		found = append(found, warning{"redis may have to send its replicas everything after a failover, and takes nothing before; set repl-backlog-size 64mb",
			backlog, info[backlog]})
	}
	if replicated && settings[delay] != "0" && settings[delay] != "" {
		found = append(found, warning{"redis keeps a replica waiting that it has to send everything, and takes nothing before; set repl-diskless-sync-delay 0",
			delay, settings[delay]})
	}
	if !replicated && info["aof_enabled"] == "1" && settings["appendfsync"] == "everysec" {
		found = append(found, warning{"redis loses the last second when its machine loses power, and no replica has that; set appendfsync always",
			"appendfsync", settings["appendfsync"]})
	}
	const coverage = "cluster-require-full-coverage"
	if info["redis_mode"] == "cluster" && settings[coverage] == "yes" {
		found = append(found, warning{"redis stops when any node of its cluster is down, though it has none of our keys; set cluster-require-full-coverage no",
			coverage, settings[coverage]})
	}
	return found
}
