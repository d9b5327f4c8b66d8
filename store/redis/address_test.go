package redis_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/store"
)

// TestAnAddressIsReadWhole checks addresses without a server: all that is wrong
// with one is found then, and not by waiting for a server that cannot be.
func TestAnAddressIsReadWhole(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for address, why := range map[string]string{
		"redis://localhost:99999/0":                          "no number from 1 to 65535",
		"redis://localhost:0/0":                              "no number from 1 to 65535",
		"redis://user:sec/ret@localhost:6379/0":              "%-escapes",
		"redis+sentinel://a:26379,b:port/mymaster/0":         "no number from 1 to 65535",
		"redis+cluster://a:6379,b c:6379":                    "a host that is none",
		"redis+cluster://a,::g":                              "a host that is none",
		"redis://localhost/-1":                               "the number of a database",
		"redis://localhost/0?read_timeout=soon":              "read_timeout",
		"rediss://localhost/0?ca=" + empty:                   "no certificate",
		"rediss://localhost/0?ca=/nowhere":                   "/nowhere",
		"rediss+cluster://localhost?cert=/nowhere&key=/none": "/nowhere",
		"sqlite:":               "names no file",
		"sqlite://host/file.db": "names no file",
	} {
		err := store.CheckAddress(address)
		if err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("CheckAddress(%q) = %v, want an error with %q", address, err, why)
		}
		if err != nil && strings.Contains(err.Error(), "sec") && strings.Contains(address, "sec/ret") {
			t.Errorf("CheckAddress(%q) = %v, which tells of the password", address, err)
		}
	}
	for _, address := range []string{
		"redis://localhost", "redis://[::1]:6379/0", "redis://::1/0", "redis://[fe80::1%25eth0]:6379", "redis://redis_1.example.:65535/3",
		"rediss://user:p%40ss@کوه.example:1/0?prefix=a&read_timeout=3s",
		"redis+sentinel://a,b:26379,[::1]/mymaster/0?sentinel_password=x", "redis+cluster://10.0.0.1,10.0.0.2:7000",
		"sqlite:data/rasad.db", "sqlite:/var/lib/rasad.db",
	} {
		if err := store.CheckAddress(address); err != nil {
			t.Errorf("CheckAddress(%q) = %v", address, err)
		}
	}
}
