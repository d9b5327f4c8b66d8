package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/move"
	"github.com/rasadnews/rasad/store/storetest"
)

// told runs a command that ends, and returns what it printed and its error.
func told(args ...string) (string, error) {
	root := rootCommand()
	var out, progress bytes.Buffer
	root.SetOut(&out)
	root.SetErr(&progress)
	root.SetArgs(args)
	err := root.Execute()
	return out.String(), err
}

// filled returns the path of a store's file with something of everything, many
// articles, and many deliveries.
func filled(t *testing.T, articles, deliveries int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "rasad.db")
	s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	storetest.Furnish(t, s, now)
	archiveMany(t, s, articles, now)
	var chats []int64
	for chat := range int64(mostChats) {
		chats = append(chats, 1000+chat)
	}
	for n := 0; n < deliveries; n += len(chats) {
		d := news.Delivery{Text: fmt.Sprintf("<b>%d</b> %s", n, strings.Repeat("گزارش ", 40)), Topics: []string{"terror"}}
		if err := s.EnqueueAll(t.Context(), fmt.Sprint("many", n), d, chats); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// archiveMany puts articles into the archive as a move does, which is quicker than
// to claim one after the other.
func archiveMany(t *testing.T, s store.Store, articles int, now time.Time) {
	t.Helper()
	const after = 1000 // claims that were before
	press := storetest.NewPress(5)
	batch := move.NewBatch(func(rows []move.Row) error { return s.Import(t.Context(), move.Articles, rows) })
	seen := move.NewBatch(func(rows []move.Row) error { return s.Import(t.Context(), move.Seen, rows) })
	for i := range articles {
		c := press.Claim(i, now)
		article, err := json.Marshal(c.Article)
		matches, wrong := json.Marshal(c.Matches)
		id, hash := c.Article.ID, sha256.Sum256([]byte(c.Article.ID))
		row := move.Row{fmt.Sprint(after + i), id, fmt.Sprint(now.UnixMicro() - int64(articles-i)), string(article), string(matches)}
		if err := errors.Join(err, wrong, batch.Add(row), seen.Add(move.Row{string(hash[:16])})); err != nil {
			t.Fatal(err)
		}
	}
	last := []move.Row{{"claims", fmt.Sprint(after + articles)}}
	if err := errors.Join(batch.Flush(), seen.Flush(), s.Import(t.Context(), move.Counters, last)); err != nil {
		t.Fatal(err)
	}
}

// mostChats is the most chats that are enqueued for at once.
const mostChats = 500

// migrated runs rasad migrate in this process, and returns its report.
func migrated(t *testing.T, path, to string) migratedJSON {
	t.Helper()
	out, err := told("migrate", "--from", "sqlite:"+path, "--to", to, "--json", "--config", "../../config.yaml")
	var report migratedJSON
	if err = errors.Join(err, json.Unmarshal([]byte(out), &report)); err != nil || !report.Equal {
		t.Fatalf("rasad migrate ends with %v: %s", err, out)
	}
	return report
}

// hashes returns the server's hash of each kind.
func (m migratedJSON) hashes() map[string]string {
	all := map[string]string{}
	for _, k := range m.Kinds {
		all[string(k.Kind)] = fmt.Sprint(k.Server, " ", k.Hash)
	}
	return all
}

// TestKilledMigrationIsMadeGood kills rasad migrate with SIGKILL at one stage
// after another, and at any moment, holds that no service opens what has not moved
// as a whole, and that in the end it is what a move without kills brings.
func TestKilledMigrationIsMadeGood(t *testing.T) {
	articles, deliveries, kills := 400, 2000, 3
	if *long {
		articles, deliveries, kills = 2000, 10000, 15
	}
	path, server := filled(t, articles, deliveries), storetest.Redis(t)
	to := server.Address()
	want := migrated(t, path, server.Address()).hashes()
	stages := []string{"moving seen", "moving articles", "moving deliveries", "moving counters", "comparing"}
	half := 0
	for i := range len(stages) + kills {
		p := startProgram(t, "", "migrate", "--from", "sqlite:"+path, "--to", to, "--config", "../../config.yaml")
		if i < len(stages) {
			p.awaitLine(t, stages[i])
		} else {
			p.awaitLine(t, stages[0])
			time.Sleep(time.Duration(rand.IntN(1000)) * time.Millisecond)
		}
		p.kill()
		s, err := store.Open(t.Context(), to, store.Config{})
		if err == nil {
			s.Close() // it was through
			continue
		}
		half++
		if errors.Is(err, store.ErrAway) || !strings.Contains(err.Error(), "run rasad migrate again") {
			t.Errorf("Open after a kill = %v, want that rasad migrate is to be run again", err)
		}
	}
	if half == 0 {
		t.Error("no kill met a move under way")
	}
	if got := migrated(t, path, to).hashes(); !maps.Equal(got, want) {
		t.Errorf("after %d kills there is\n%v\nwant\n%v", len(stages)+kills, got, want)
	}
	if again := migrated(t, path, to); again.Moved {
		t.Error("another move changed something")
	}
	t.Logf("%d kills, %d in the middle; %d articles and %d deliveries are all there", len(stages)+kills, half, articles, deliveries)
}

// awaitLine waits until the program has printed a line that begins so, or has
// ended.
func (p *process) awaitLine(t *testing.T, begin string) {
	t.Helper()
	for deadline := time.Now().Add(longestAwait); !strings.Contains("\n"+p.output(), "\n"+begin); time.Sleep(time.Millisecond) {
		select {
		case <-p.end:
			return
		default:
		}
		if time.Now().After(deadline) {
			t.Fatalf("no line %q within %v; the program said:\n%s", begin, longestAwait, p.output())
		}
	}
}

// TestServiceMovesHouse kills the service over a file in the middle of its work,
// moves the store to a server, and lets the service go on there: every alert
// arrives, and none a second time but for what was under way.
func TestServiceMovesHouse(t *testing.T) {
	t.Parallel()
	path, to := filepath.Join(t.TempDir(), "rasad.db"), storetest.Redis(t).Address()
	w := newWorld(t, "sqlite:"+path)
	w.reader.Say(w.reader.Private(), "/start")
	w.reader.Say(w.reader.Private(), "/subscribe all")
	p := w.start("run")
	w.await("baselines", p, func() bool { return strings.Count(p.output(), "msg=baseline") >= len(w.site.Sources(w.siteURL)) })
	w.await("the subscription", p, func() bool { return len(w.reader.Private().Messages()) >= 4 })
	alerts := 0
	for alerts < 3 {
		a, more := w.site.PublishNext()
		if !more {
			t.Fatal("the site has too few articles")
		}
		if a.Alerts() {
			alerts++
		}
	}
	w.await("the first alerts", p, func() bool { count, _ := w.told(); return len(count) >= 1 })
	refused := w.start("migrate", "--to", to)
	<-refused.end
	if code := refused.cmd.ProcessState.ExitCode(); code != exitFailed || !strings.Contains(refused.output(), "stop it first") {
		t.Errorf("rasad migrate beside the service: exit code %d; it said:\n%s", code, refused.output())
	}
	p.kill()
	mover := w.start("migrate", "--to", to)
	<-mover.end
	if code := mover.cmd.ProcessState.ExitCode(); code != exitDone || !strings.Contains(mover.output(), "moved to") {
		t.Fatalf("rasad migrate: exit code %d; it said:\n%s", code, mover.output())
	}
	w.edit(func(doc map[string]any) { doc["store"] = to })
	p = w.start("run")
	for more := true; more; {
		_, more = w.site.PublishNext()
	}
	w.await("every expected alert", p, func() bool { return len(w.missing()) == 0 }, w.missing)
	time.Sleep(2 * time.Second) // for what should not come
	count, marked := w.told()
	for _, a := range w.site.Articles() {
		if n := count[a.ID]; a.Alerts() && n-marked[a.ID] > 1 || !a.Alerts() && a.DuplicateOf == "" && n > 0 {
			t.Errorf("told %d times of %s, %d of them marked as a possible repeat", n, a.ID, marked[a.ID])
		}
	}
}

// TestMigrateMovesTheFileThatRunUses calls rasad migrate with the file of the store
// named in the environment, in the configuration, in both, and in a flag: it looks for
// that on which rasad run would run, which is not there.
func TestMigrateMovesTheFileThatRunUses(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.yaml")
	for _, test := range []struct{ config, variable, flag, want string }{
		{"store: sqlite:none/c.db\n", "sqlite:none/v.db", "", "sqlite:none/v.db: there"},
		{"store: redis://127.0.0.1:2/0\n", "sqlite:none/v.db", "", "sqlite:none/v.db: there"},
		{"store: sqlite:none/c.db\n", "redis://127.0.0.1:2/0", "", "sqlite:none/c.db: there"},
		{"store: sqlite:none/c.db\n", "", "", "sqlite:none/c.db: there"},
		{"", "", "", "sqlite:data/rasad.db: there"},
		{"store: sqlite:none/c.db\n", "sqlite:none/v.db", "sqlite:none/f.db", "sqlite:none/f.db: there"},
		{"store: redis://127.0.0.1:2/0\n", "redis://127.0.0.1:2/0", "", "give --from"},
	} {
		write(t, file, []byte(test.config+"sources: [{id: a, url: \"https://a.example/feed\", lang: fa}]\n"))
		t.Setenv("RASAD_REDIS_URL", "redis://127.0.0.1:1/0")
		t.Setenv("RASAD_STORE", test.variable)
		if _, err := told("migrate", "--config", file, "--from", test.flag); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("with %q, RASAD_STORE=%s, --from %q, rasad migrate ends with %v, want %q", test.config, test.variable, test.flag, err, test.want)
		}
	}
}

// TestMigrateIsUsedRightly calls rasad migrate in ways that cannot be meant.
func TestMigrateIsUsedRightly(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.yaml")
	for _, test := range []struct {
		name, config, redis string
		args                []string
		want                string
	}{
		{"no server", "store: sqlite:x.db\n", "", nil, "Set RASAD_REDIS_URL"},
		{"no file", "store: redis://127.0.0.1:1/0\n", "", nil, "give --from"},
		{"a password", "store: sqlite:x.db\n", "", []string{"--to", "redis://rasad:secret@127.0.0.1:1/0"}, "everybody sees"},
		{"a sentinel's", "store: sqlite:x.db\n", "", []string{"--to", "redis+sentinel://127.0.0.1:1/m/0?sentinel_password=secret"}, "everybody sees"},
		{"a sentinel's, escaped", "store: sqlite:x.db\n", "", []string{"--to", "redis+sentinel://127.0.0.1:1/m/0?sentinel_passwor%64=secret"}, "everybody sees"},
		{"a password with a slash", "store: sqlite:x.db\n", "", []string{"--to", "redis://rasad:a/secret@127.0.0.1:1/0"}, "everybody sees"},
		{"from the configuration", "store: sqlite:none/x.db\n", "redis://127.0.0.1:1/0", nil, "sqlite:none/x.db: there is no such file"},
		{"no argument", "store: sqlite:x.db\n", "", []string{"this"}, "unknown command"},
	} {
		t.Run(test.name, func(t *testing.T) {
			write(t, file, []byte(test.config+"sources: [{id: a, url: \"https://a.example/feed\", lang: fa}]\n"))
			t.Setenv("RASAD_REDIS_URL", test.redis)
			out, err := told(append([]string{"migrate", "--config", file}, test.args...)...)
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(out+err.Error(), "secret") {
				t.Errorf("rasad migrate ends with %v, want %q, and no secret; it said %s", err, test.want, out)
			}
		})
	}
}
