package rasad_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/rasadnews/rasad"

// allowed lists what a room may import of the other rooms, by prefix. A
// sub-room follows its room's line unless it has one of its own.
var allowed = map[string][]string{
	".":                {},
	"cmd/rasad":        {"."},
	"news":             {"news/text"},
	"news/text":        {},
	"news/calendar":    {},
	"watcher":          {"news", "watcher"},
	"watcher/fetch":    {"watcher/robots"},
	"watcher/robots":   {},
	"watcher/feed":     {"news", "watcher/fetch"},
	"watcher/extract":  {"news", "watcher/fetch"},
	"watcher/sitetest": {"news"},
	"matcher":          {"news", "matcher"},
	"bot":              {"news", "bot"},
	"bot/telegram":     {},
	"bot/telegramtest": {},
	"bot/message":      {"news"},
	"bot/chart":        {"news/calendar"},
	"store":            {"news", "store"},
	"web":              {"news", "web"},
}

// homes names the one room of each library.
var homes = map[string][]string{
	"codeberg.org/readeck/go-readability":   {"cmd/rasad"}, // a peer of rasad bench extract
	"github.com/PuerkitoBio/goquery":        {"watcher"},
	"github.com/andybalholm/cascadia":       {"watcher"},
	"github.com/andybalholm/brotli":         {"watcher/fetch"},
	"github.com/klauspost/compress":         {"watcher/fetch"},
	"golang.org/x/net":                      {"watcher"},
	"golang.org/x/text":                     {"watcher", "bot/message"},
	"github.com/go-telegram-bot-api":        {"bot/telegram"},
	"github.com/nicksnyder/go-i18n":         {"bot/message"},
	"github.com/BurntSushi/toml":            {"bot/message"}, // the locale files
	"github.com/go-text/typesetting":        {"bot/chart"},
	"golang.org/x/image":                    {"bot/chart"},
	"eliasnaur.com/font":                    {"bot/chart"}, // Roboto and Noto Sans Arabic
	"github.com/redis/go-redis":             {"store/redis", "store/storetest"},
	"modernc.org/sqlite":                    {"store/sqlite"},
	"github.com/spf13/viper":                {"cmd/rasad"},
	"github.com/spf13/cobra":                {"cmd/rasad"},
	"golang.org/x/sync":                     {"cmd/rasad"},
	"go.yaml.in/yaml":                       {"cmd/rasad"},
	"github.com/yaa110/go-persian-calendar": {"news/calendar"},
}

// TestRoomsImportOnlyWhatStandsBeneath holds the floor plan: every room
// imports what stands under it, and every library has one home. Tests are
// free to bring real collaborators together.
func TestRoomsImportOnlyWhatStandsBeneath(t *testing.T) {
	seen := 0
	err := filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && file != "."):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go"):
			return nil
		}
		seen++
		room := filepath.ToSlash(filepath.Dir(file))
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range f.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if fault := judge(room, imported); fault != "" {
				t.Errorf("%s imports %s: %s", file, imported, fault)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 20 {
		t.Fatalf("only %d files were read: the walk does not see the house", seen)
	}
}

// judge says what is wrong with a room's import, or nothing.
func judge(room, imported string) string {
	if imported == module || strings.HasPrefix(imported, module+"/") {
		target := strings.TrimPrefix(strings.TrimPrefix(imported, module), "/")
		if target == "" {
			target = "."
		}
		rules, ok := rulesOf(room)
		switch {
		case !ok:
			return "the room " + room + " has no line in the floor plan"
		case !within(target, rules):
			return room + " may import only " + strings.Join(rules, ", ")
		}
		return ""
	}
	if first, _, _ := strings.Cut(imported, "/"); !strings.Contains(first, ".") {
		return "" // the standard library
	}
	for library, rooms := range homes {
		if strings.HasPrefix(imported, library) {
			if !within(room, rooms) {
				return "its home is " + strings.Join(rooms, ", ")
			}
			return ""
		}
	}
	return "a library without a home in the floor plan"
}

func rulesOf(room string) ([]string, bool) {
	for r := room; ; r = path.Dir(r) {
		if rules, ok := allowed[r]; ok {
			return rules, true
		}
		if !strings.Contains(r, "/") {
			return nil, false
		}
	}
}

// within reports whether a room is one of those named, or stands inside one.
// "." allows every room.
func within(room string, rooms []string) bool {
	return slices.ContainsFunc(rooms, func(r string) bool {
		return r == "." || room == r || strings.HasPrefix(room, r+"/")
	})
}
