package sqlite_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// furnished returns the path of a closed store with something of everything.
func furnished(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "rasad.db")
	s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	storetest.Furnish(t, s, time.Now())
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// allOf returns what a file holds, by table.
func allOf(t *testing.T, path string) map[string][][]any {
	t.Helper()
	all := map[string][][]any{"schema": rowsOf(t, path, `SELECT type, name, sql FROM sqlite_schema ORDER BY type, name`)}
	for _, form := range []string{"page_size", "auto_vacuum", "application_id", "user_version"} {
		all[form] = rowsOf(t, path, `PRAGMA `+form)
	}
	for _, row := range rowsOf(t, path, `SELECT name FROM sqlite_schema WHERE type = 'table'`) {
		name := fmt.Sprint(row[0])
		all[name] = rowsOf(t, path, `SELECT * FROM `+name+` ORDER BY 1, 2`)
	}
	return all
}

// TestBackupHasDamagedIndexesAnew empties a page at a time: if it is an index's, the
// copy has all that was there, and an index; if it is a table's, there is none.
func TestBackupHasDamagedIndexesAnew(t *testing.T) {
	whole, folder := furnished(t), t.TempDir()
	want, indexes := allOf(t, whole), 0
	all, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	damaged, copied := filepath.Join(folder, "damaged.db"), filepath.Join(folder, "copy.db")
	for _, row := range rowsOf(t, whole, `SELECT type, name, rootpage FROM sqlite_schema WHERE rootpage > 0`) {
		const page = 4096
		data, from := append([]byte(nil), all...), (int(row[2].(int64))-1)*page
		clear(data[from : from+page])
		if err := os.WriteFile(damaged, data, 0o600); err != nil {
			t.Fatal(err)
		}
		err := store.Backup(t.Context(), "sqlite:"+damaged, copied, true)
		if row[0] == "table" {
			if err == nil {
				t.Errorf("Backup without the table %s went well", row[1])
			}
			continue
		}
		indexes++
		if err != nil {
			t.Errorf("Backup without the index %s = %v", row[1], err)
			continue
		}
		wantSound(t, copied, nil)
		for name, rows := range allOf(t, copied) {
			if !reflect.DeepEqual(rows, want[name]) {
				t.Errorf("without the index %s the copy has of %s\n%v\nwant\n%v", row[1], name, rows, want[name])
			}
		}
	}
	if indexes == 0 {
		t.Error("there was no index to damage")
	}
	wantOnly(t, folder, "copy.db", "copy.db.lock", "damaged.db")
}

// TestBackupSeesWhatATableLost damages an index of a store that has lost a row, of
// which only a count tells: there is no copy.
func TestBackupSeesWhatATableLost(t *testing.T) {
	path, folder := furnished(t), t.TempDir()
	query(t, path, `DELETE FROM seen; UPDATE counts SET n = 1 WHERE what = 'seen'`)
	for _, row := range rowsOf(t, path, `SELECT rootpage FROM sqlite_schema WHERE name = 'deliveries_over'`) {
		spoil(t, path, (int(row[0].(int64))-1)*4096, 4096)
	}
	if err := store.Backup(t.Context(), "sqlite:"+path, filepath.Join(folder, "copy.db"), false); err == nil {
		t.Error("Backup of a store that has lost rows went well")
	}
	wantOnly(t, folder)
}

// TestBackupMendsAnIndexThatLacksRows copies a store in use, one of whose indexes is
// readable, but lacks what it should have.
func TestBackupMendsAnIndexThatLacksRows(t *testing.T) {
	path, copied := furnished(t), filepath.Join(t.TempDir(), "copy.db")
	query(t, path, `DROP INDEX articles_newest; CREATE INDEX articles_newest ON articles (at, number) WHERE 0;
		PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = replace(sql, ' WHERE 0', '') WHERE name = 'articles_newest'`)
	s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := store.Backup(t.Context(), "sqlite:"+path, copied, false); err != nil {
		t.Fatal(err)
	}
	wantSound(t, copied, []string{"sent", "half", "plain"})
}
