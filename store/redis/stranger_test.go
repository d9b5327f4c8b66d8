package redis_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// TestStrangersAreExplained opens what is no Redis server, no sentinel, or holds
// something else: waiting mends none of these, and the error says so at once.
func TestStrangersAreExplained(t *testing.T) {
	web := httptest.NewServer(http.NotFoundHandler())
	defer web.Close()
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, _, err := http.NewResponseController(w).Hijack()
		if err == nil {
			c.Write([]byte("<!DOCTYPE HTML>\n"))
			c.Close()
		}
	}))
	defer page.Close()
	server := storetest.StartRedis(t)
	server.Do(t, "RPUSH", "{listed}:version", "theirs")
	server.Do(t, "RPUSH", "{moved}:epoch", "theirs")
	for address, why := range map[string]string{
		strings.Replace(web.URL, "http://", "redis://", 1):                                                          "does not speak as redis does",
		strings.Replace(page.URL, "http://", "redis://", 1):                                                         "does not speak as redis does",
		server.URL() + "?prefix=listed":                                                                             "give another prefix",
		server.URL() + "?prefix=moved":                                                                              "give another prefix",
		storetest.StartSentinel(t, 0).Sentinels[0].URL():                                                            "write redis+sentinel://",
		strings.Replace(storetest.StartTLS(t).URL(), "rediss://", "rediss+cluster://", 1):                           "write rediss:// in the place of rediss+cluster://",
		strings.Replace(strings.TrimSuffix(server.URL(), "/0"), "redis://", "redis+sentinel://", 1) + "/mymaster/0": "is no sentinel",
	} {
		s, err := store.Open(t.Context(), address, store.Config{})
		if err == nil {
			s.Close()
		}
		if err == nil || errors.Is(err, store.ErrAway) || !strings.Contains(err.Error(), why) {
			t.Errorf("Open(%s) = %v, want an error with %q that does not pass", address, err, why)
		}
	}
	from := "sqlite:" + t.TempDir() + "/rasad.db"
	open(t, from, store.Config{}).Close()
	if _, err := store.Migrate(t.Context(), from, server.URL()+"?prefix=listed", store.Migration{Replace: true}); err == nil {
		t.Error("a store moved over another program's key")
	}
}
