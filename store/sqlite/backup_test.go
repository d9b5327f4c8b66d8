package sqlite_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
)

// wantSound opens a copy and checks that it is whole and holds claims.
func wantSound(t *testing.T, path string, claims []string) {
	t.Helper()
	if wrong, err := store.Check(t.Context(), "sqlite:"+path); err != nil || wrong != nil {
		t.Errorf("Check of the copy = %q, %v", wrong, err)
	}
	s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, id := range claims {
		if a, found, err := s.Archived(t.Context(), id); err != nil || !found || a.Article.ID != id {
			t.Fatalf("Archived(%s) of the copy = %v, %v", id, found, err)
		}
	}
}

// wantOnly checks that in a folder there is nothing but the named files.
func wantOnly(t *testing.T, folder string, names ...string) {
	t.Helper()
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var there []string
	for _, f := range files {
		there = append(there, f.Name())
	}
	if fmt.Sprint(there) != fmt.Sprint(names) {
		t.Errorf("in the folder there is %v, want %v", there, names)
	}
}

// TestBackupOfAnotherProcess copies the store of a process that claims, of one
// that was killed, and of one that holds it here.
func TestBackupOfAnotherProcess(t *testing.T) {
	path, folder := filepath.Join(t.TempDir(), "rasad.db"), t.TempDir()
	address, copied := "sqlite:"+path, filepath.Join(folder, "copy.db")
	var before []string
	claims := killWhen(t, address, func(acknowledged []string) bool {
		if len(acknowledged) < 200 {
			return false
		}
		before = acknowledged
		if err := store.Backup(t.Context(), address, copied, false); err != nil {
			t.Error(err)
		}
		return true
	})
	wantOnly(t, folder, "copy.db")
	wantSound(t, copied, before)
	if err := store.Backup(t.Context(), address, copied, true); err != nil {
		t.Fatal("after kill -9:", err)
	}
	wantSound(t, copied, claims)
	s, err := store.Open(t.Context(), address, store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if v, err := s.Claim(t.Context(), claimOf("last")); v != news.New || err != nil {
		t.Fatalf("Claim = %v, %v", v, err)
	}
	if err := store.Backup(t.Context(), address, copied, true); err != nil {
		t.Fatal("while it is open here:", err)
	}
	wantSound(t, copied, append(claims, "last"))
	t.Logf("copied while %d claims were acknowledged, and after %d", len(before), len(claims))
}

func TestBackupOverwritesNothingUntold(t *testing.T) {
	path, folder := made(t), t.TempDir()
	to := filepath.Join(folder, "copy.db")
	if err := os.WriteFile(to, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to+".part", []byte("broken off"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := store.Backup(t.Context(), "sqlite:"+path, to, false); !errors.Is(err, store.ErrExists) {
		t.Errorf("Backup = %v, want ErrExists", err)
	}
	if got, err := os.ReadFile(to); string(got) != "precious" || err != nil {
		t.Errorf("the file holds %q, %v", got, err)
	}
	if err := store.Backup(t.Context(), "sqlite:"+path, to, true); err != nil {
		t.Error(err)
	}
	wantOnly(t, folder, "copy.db")
	wantSound(t, to, nil)
}

// TestBackupsToOnePlaceAreParted begins several backups to one path at once: no
// two write it together, and in the end there is one that is sound.
func TestBackupsToOnePlaceAreParted(t *testing.T) {
	path, folder := made(t), t.TempDir()
	to := filepath.Join(folder, "copy.db")
	const callers = 8
	errs := make(chan error, callers)
	for range callers {
		go func() { errs <- store.Backup(t.Context(), "sqlite:"+path, to, true) }()
	}
	made := 0
	for range callers {
		switch err := <-errs; {
		case err == nil:
			made++
		case !strings.Contains(err.Error(), "another backup to there is under way"):
			t.Error(err)
		}
	}
	if made == 0 {
		t.Error("none of the backups was made")
	}
	wantOnly(t, folder, "copy.db")
	wantSound(t, to, nil)
}

func TestBackupIsRefused(t *testing.T) {
	path, folder := made(t), t.TempDir()
	foreign := filepath.Join(t.TempDir(), "theirs.db")
	query(t, foreign, "CREATE TABLE accounts (id INTEGER)")
	damaged := made(t)
	spoil(t, damaged, 4096, 20*4096)
	newer := made(t)
	query(t, newer, "PRAGMA user_version = 4711")
	to := filepath.Join(folder, "copy.db")
	for _, c := range []struct{ from, to, why string }{
		{"sqlite:" + path, path, "the store itself"},
		{"sqlite:" + path, folder, "no regular file"},
		{"sqlite:" + path, filepath.Join(folder, "none", "copy.db"), "there is no folder"},
		{"sqlite:" + filepath.Join(folder, "none.db"), to, "no such file"},
		{"sqlite:" + foreign, to, "another program's"},
		{"sqlite:" + damaged, to, "damaged"},
		{"sqlite:" + newer, to, "run the newer program"},
		{"sqlite:", to, "names no file"},
		{"redis://127.0.0.1:1/0", to, "the server's own means"},
		{"mysql://x", to, "sqlite:FILE"},
	} {
		err := store.Backup(t.Context(), c.from, c.to, true)
		if err == nil || !strings.Contains(err.Error(), c.why) {
			t.Errorf("Backup(%s, %s) = %v, want an error with %q", c.from, c.to, err, c.why)
		}
	}
	wantOnly(t, folder)
}

// spoil turns the bits of a part of a file.
func spoil(t *testing.T, path string, at, n int) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil || len(data) < at+n {
		t.Fatalf("ReadFile = %d bytes, %v, want %d", len(data), err, at+n)
	}
	for i := at; i < at+n; i++ {
		data[i] ^= 0xa5
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestCheckFindsWhatIsWrong breaks one thing of a sound store at a time.
func TestCheckFindsWhatIsWrong(t *testing.T) {
	for _, c := range []struct{ harm, want string }{
		{`UPDATE counts SET n = n + 1 WHERE what = 'seen'`, "the count of seen is 2, but there are 1"},
		{`DROP TABLE jobs`, "the table jobs is not there"},
		{`DROP INDEX articles_newest`, "the index articles_newest is not there"},
		{`DROP TABLE notes; CREATE TABLE notes (name TEXT)`, "the table notes is not what this version has"},
		{`UPDATE counts SET n = 0 WHERE what = 'claims'`, "has the number 1, but the last claim is 0"},
		{`UPDATE articles SET article = '{"id":'`, "its JSON is broken"},
		{`DELETE FROM articles; UPDATE counts SET n = 0 WHERE what = 'articles'`, "which is not there"},
		{`DELETE FROM lanes`, "the lane of chat 7 begins with delivery 0, but the first that waits is 1"},
		{`UPDATE deliveries SET state = 'sent' WHERE id = 1`, "begins with delivery 1, which does not wait"},
		{`UPDATE deliveries SET state = 'joined', joined_to = 99 WHERE id = 2`, "delivery 2 is joined to 99"},
		{`DROP INDEX articles_newest; CREATE INDEX articles_newest ON articles (at, number) WHERE 0;
			PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = replace(sql, ' WHERE 0', '') WHERE name = 'articles_newest'`,
			"missing from index articles_newest"},
	} {
		path := filepath.Join(t.TempDir(), "rasad.db")
		s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{})
		if err != nil {
			t.Fatal(err)
		}
		claim := news.Claim{Keys: []string{"key"}, Article: news.Article{ID: "a"}, Matches: []news.Match{{Topic: "terror"}}}
		if _, err := s.Claim(t.Context(), claim); err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{"one", "two"} {
			if err := s.Enqueue(t.Context(), key, news.Delivery{Recipient: news.Recipient{Chat: 7}, Text: key}); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if wrong, err := store.Check(t.Context(), "sqlite:"+path); err != nil || wrong != nil {
			t.Fatalf("Check before = %q, %v", wrong, err)
		}
		query(t, path, c.harm)
		wrong, err := store.Check(t.Context(), "sqlite:"+path)
		if err != nil || !strings.Contains(fmt.Sprint(wrong), c.want) {
			t.Errorf("after %s: Check = %q, %v, want %q", c.harm, wrong, err, c.want)
		}
	}
	damaged := made(t)
	spoil(t, damaged, 3*4096, 4096)
	spoil(t, damaged, 6*4096, 3*4096)
	wrong, err := store.Check(t.Context(), "sqlite:"+damaged)
	for _, want := range []string{"page 4", "page 7", "page 8", "page 9", "not all of it could be read: the file is damaged: restore a backup"} {
		if err != nil || !slices.ContainsFunc(wrong, func(f store.Fault) bool { return strings.Contains(f.Text, want) }) {
			t.Errorf("Check of a file with damaged pages = %q, %v, want %q", wrong, err, want)
		}
	}
}
