package redis

import (
	"context"
	"log/slog"
	"maps"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"
)

// check warns of settings by which the server could lose what it holds. A
// server that does not tell is not doubted.
func (e *Engine) check(ctx context.Context, logger *slog.Logger) {
	logger = logger.With("server", e.server)
	node, err := e.writer.server.node(ctx)
	info := map[string]string{}
	for _, section := range []string{"server", "memory", "persistence", "replication"} {
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
	}
	if info["redis_mode"] == "cluster" && !e.clustered() {
		logger.Warn("redis is one node of a cluster, and all stops when our keys move to another; write redis+cluster:// in the place of redis://",
			"redis_mode", info["redis_mode"])
	}
	for _, w := range warnings(info, e.appendfsync(ctx, node)) {
		logger.Warn(w.text, w.key, w.value)
	}
}

// appendfsync returns when the server writes its file through, if it tells: few
// users may ask.
func (e *Engine) appendfsync(ctx context.Context, node *redis.Client) string {
	settings, err := node.ConfigGet(ctx, "appendfsync").Result()
	if err != nil {
		return ""
	}
	return settings["appendfsync"]
}

// A warning tells what is unsafe and what to do, and by which setting that is
// known.
type warning struct{ text, key, value string }

// warnings reads what the server tells of itself.
func warnings(info map[string]string, appendfsync string) []warning {
	var found []warning
	warn := func(text, key string) {
		found = append(found, warning{text, key, info[key]})
	}
	if policy := info["maxmemory_policy"]; policy != "noeviction" && policy != "" {
		warn("redis throws data away when its memory is full; set maxmemory-policy noeviction", "maxmemory_policy")
	}
	switch {
	case info["aof_enabled"] == "0":
		warn("redis keeps no append-only file and loses what it was told last when it stops; set appendonly yes", "aof_enabled")
	case appendfsync == "no":
		found = append(found, warning{"redis leaves it to the system when its file reaches the disk; set appendfsync everysec or always",
			"appendfsync", appendfsync})
	}
	if status := info["aof_last_write_status"]; status != "ok" && status != "" {
		warn("redis could not write its append-only file; free some space, see its log", "aof_last_write_status")
	}
	if status := info["rdb_last_bgsave_status"]; status != "ok" && status != "" {
		warn("redis could not save its data and may refuse writes; free some space, see its log", "rdb_last_bgsave_status")
	}
	if _, guarded := info["min_slaves_good_slaves"]; info["connected_slaves"] != "0" && info["connected_slaves"] != "" && !guarded {
		warn("redis has replicas, but goes on alone when they are cut off; set min-replicas-to-write 1 and min-replicas-max-lag 2", "connected_slaves")
	}
	const oldest = 7
	major, _, _ := strings.Cut(info["redis_version"], ".")
	if n, err := strconv.Atoi(major); err == nil && n < oldest {
		warn("redis is older than what rasad is made for; use version 7 or newer", "redis_version")
	}
	return found
}
