package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/viper"
	"go.yaml.in/yaml/v3"

	"github.com/rasadnews/rasad"
	"github.com/rasadnews/rasad/bot"
)

const (
	// defaultConfig is the file that is read where --config names none.
	defaultConfig = "config.yaml"

	// maxConfig bounds the size of a configuration.
	maxConfig = 16 << 20

	// builtIn names the configuration of the program itself in messages.
	builtIn = "config.yaml (built in)"
)

// storeVariables are the variables of the environment that name the store, the
// one that counts first.
var storeVariables = []string{"RASAD_REDIS_URL", "RASAD_STORE"}

// configOf loads the configuration that a command was given: the file of
// --config, else config.yaml in the working directory, else the one built in.
// It also returns the file's path, empty for the one built in.
func configOf(c *cobra.Command) (*config, string, error) {
	path, err := c.Flags().GetString("config")
	if err != nil {
		return nil, "", err
	}
	if path == "" {
		path = defaultConfig
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			cfg, err := parseConfig(builtIn, rasad.Config)
			return cfg, "", err
		}
	}
	cfg, err := loadConfig(path)
	return cfg, path, err
}

// loadConfig reads a configuration file. If anything in it is wrong, the error
// is a *configError that holds all of it.
func loadConfig(path string) (*config, error) {
	source, err := readCapped(path, maxConfig)
	if err != nil {
		return nil, fmt.Errorf("read configuration: %w", err)
	}
	return parseConfig(path, source)
}

func readCapped(path string, limit int64) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, fmt.Errorf("%s is a folder", path)
	case info.Size() > limit:
		return nil, fmt.Errorf("%s has %d bytes, more than the %d that a configuration may have", path, info.Size(), limit)
	}
	return os.ReadFile(path)
}

// parseConfig reads a configuration. The name stands for it in messages.
func parseConfig(name string, source []byte) (*config, error) {
	doc, ok := parseDocument(source, config{})
	cfg := &config{}
	if ok {
		sound, err := yaml.Marshal(doc.root) // without what has the wrong shape
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		if err := readByViper(sound, cfg); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		cfg.warnings = validate(cfg, doc)
	}
	if len(doc.problems) > 0 {
		sortProblems(doc.problems)
		return nil, &configError{File: name, Source: source, Problems: doc.problems, Warnings: cfg.warnings}
	}
	cfg.WebhookSecret = strings.TrimSpace(os.Getenv("RASAD_TELEGRAM_WEBHOOK_SECRET"))
	if err := readToken(cfg, filepath.Dir(name)); err != nil {
		return nil, err
	}
	return cfg, nil
}

// readByViper fills a configuration: from its defaults, the file, and the
// environment over both.
func readByViper(source []byte, cfg *config) error {
	v := viper.New()
	v.SetConfigType("yaml")
	for key, value := range map[string]any{
		"store":            "sqlite:data/rasad.db",
		"keep.articles":    "400d",
		"keep.deliveries":  "90d",
		"keep.size":        "20GB",
		"log":              "info",
		"telegram.api":     "https://api.telegram.org",
		"fetch.every":      5 * time.Minute,
		"fetch.timeout":    30 * time.Second,
		"fetch.host_delay": time.Second,
		"fetch.max_bytes":  15_000_000,

		"telegram.access":             string(bot.AccessOpen),
		"telegram.profile":            true,
		"telegram.webhook.listen":     "127.0.0.1:8475",
		"websub.listen":               "127.0.0.1:8474",
		"fetch.host_connections":      2,
		"fetch.publisher_connections": 6,
	} {
		v.SetDefault(key, value)
	}
	if err := v.ReadConfig(bytes.NewReader(source)); err != nil {
		return err
	}
	cfg.file = storeFile(os.Getenv("RASAD_STORE"), v.GetString("store"))
	if err := v.BindEnv(append([]string{"store"}, storeVariables...)...); err != nil {
		return err
	}
	return v.Unmarshal(cfg)
}

// storeFile returns the first address that names a file: what rasad run keeps its
// store in where no server is named before it. It is empty if none does.
func storeFile(addresses ...string) string {
	i := slices.IndexFunc(addresses, isFile)
	if i < 0 {
		return ""
	}
	return addresses[i]
}

// isFile tells whether a store's address names a file.
func isFile(address string) bool { return strings.HasPrefix(address, "sqlite:") }

// readToken takes the bot's token from the environment, else from the file
// that the configuration names, relative to the configuration itself.
func readToken(cfg *config, dir string) error {
	if cfg.Token = strings.TrimSpace(os.Getenv("RASAD_TELEGRAM_TOKEN")); cfg.Token != "" || cfg.Telegram.TokenFile == "" {
		return nil
	}
	path := cfg.Telegram.TokenFile
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	token, err := readCapped(path, 4096)
	if err != nil {
		return fmt.Errorf("read the token that telegram.token_file names: %w", err)
	}
	if cfg.Token = strings.TrimSpace(string(token)); cfg.Token == "" {
		return fmt.Errorf("telegram.token_file %s is empty", path)
	}
	return nil
}
