package redis

import (
	"bufio"
	"context"
	"log/slog"
	"strconv"
	"strings"
)

// check warns of settings by which the server could lose what it holds. A
// server that does not tell is not doubted.
func (e *Engine) check(ctx context.Context, logger *slog.Logger) {
	logger = logger.With("server", e.server)
	info := map[string]string{}
	for _, section := range []string{"server", "memory", "persistence"} {
		text, err := e.client.Info(ctx, section).Result()
		if err != nil {
			logger.Warn("redis does not tell its settings; make sure that it keeps an append-only file and evicts nothing",
				"error", err)
			return
		}
		for lines := bufio.NewScanner(strings.NewReader(text)); lines.Scan(); {
			key, value, _ := strings.Cut(lines.Text(), ":")
			info[key] = value
		}
	}
	if policy := info["maxmemory_policy"]; policy != "noeviction" && policy != "" {
		logger.Warn("redis throws data away when its memory is full; set maxmemory-policy noeviction", "maxmemory_policy", policy)
	}
	if info["aof_enabled"] == "0" {
		logger.Warn("redis keeps no append-only file and loses what it was told last when it stops; set appendonly yes")
	}
	const oldest = 6
	major, _, _ := strings.Cut(info["redis_version"], ".")
	if n, err := strconv.Atoi(major); err == nil && n < oldest {
		logger.Warn("redis is older than what rasad is made for; use version 7 or newer", "redis_version", info["redis_version"])
	}
}
