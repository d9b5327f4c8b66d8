package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestNoPasswordIsShown checks configurations with a fault, and a password in the line
// that is shown, by rasad check and by rasad run.
func TestNoPasswordIsShown(t *testing.T) {
	t.Setenv("RASAD_REDIS_URL", "")
	t.Setenv("RASAD_STORE", "")
	file := filepath.Join(t.TempDir(), "config.yaml")
	for _, source := range []string{
		"store: redis://rasad:S3cretPw@127.0.0.1:6379/0?prefx=1\n",
		"store: redis://rasad:n3wS3cretPw/ret@127.0.0.1:6379/0\n",
		"store: redis://rasad:S3cretPw?#@127.0.0.1:6379/0\n",
		"store: \"redis://rasad:new S3cretPw@127.0.0.1:6379/0\"\n",
		"store: redis://rasad:a@S3cretPw@127.0.0.1:6379/0?x=1\n",
		"store: redis://rasad:S3cretPw:6379\n",
		"store: REDIS://rasad:S3cretPw@127.0.0.1/0\n",
		"store: reids://rasad:new,S3cretPw@127.0.0.1/0\n",
		"store: rasad:S3cretPw@127.0.0.1/0\n",
		"store:\n  redis://rasad:S3cretPw@127.0.0.1/0?prefx=1\n",
		"store: redis+sentinel://127.0.0.1/m/0?sentinel_passwor%64=S3cretPw&prefx=1\n",
		"{store: \"redis://rasad:S3cretPw@127.0.0.1/0\", log: loud}\n",
		"stor: redis://rasad:S3cretPw@127.0.0.1/0\n",
		"store: [redis://rasad:S3cretPw@127.0.0.1/0]\n",
		"store: redis://rasad:S3cretPw@127.0.0.1/0: x\n",
		"fetch: {proxy: \"ftp://me:S3cretPw@127.0.0.1:1\"}\n",
	} {
		write(t, file, []byte(source))
		for _, command := range []string{"check", "run"} {
			out, err := told(command, "--config", file)
			if said := out + errorText(err); err == nil || !strings.Contains(said, hidden) || strings.Contains(said, "S3cret") {
				t.Errorf("rasad %s of %q says %s, want no password", command, source, said)
			}
		}
	}
}

// TestALineWithoutAPasswordIsShown wants the line and the place of a fault beside an
// address in which there is no secret.
func TestALineWithoutAPasswordIsShown(t *testing.T) {
	for _, source := range []string{
		"{store: redis://127.0.0.1:6379/0, log: loud}",
		"{store: \"sqlite:a@b:c.db\", log: loud}",
		"{telegram: {api: \"https://a.example:80\"}, log: loud} # @me",
	} {
		_, err := parseConfig("test.yaml", []byte(source))
		mark := "\n    " + strings.Repeat(" ", strings.Index(source, "loud")) + "^"
		if said := errorText(err); !strings.Contains(said, source) || !strings.Contains(said, mark) {
			t.Errorf("%q is shown as\n%s", source, said)
		}
	}
}

// TestCheckWarnsOfAPassword wants a word of a password that stands in the file, also
// where another address counts, and none of an address without one.
func TestCheckWarnsOfAPassword(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.yaml")
	const sources = "sources: [{id: a, url: \"https://a.example/feed\", lang: fa}]\n"
	for _, test := range []struct {
		store, variable string
		warned          bool
	}{
		{"redis://rasad:S3cretPw@127.0.0.1:6379/0", "", true},
		{"redis://rasad:S3cretPw@127.0.0.1:6379/0", "redis://127.0.0.1:6379/0", true},
		{"redis+sentinel://127.0.0.1/m/0?sentinel_password=S3cretPw", "", true},
		{"redis://rasad@127.0.0.1:6379/0", "redis://rasad:S3cretPw@127.0.0.1:6379/0", false},
		{"sqlite:a.db", "", false},
	} {
		t.Setenv("RASAD_REDIS_URL", test.variable)
		write(t, file, []byte("store: "+test.store+"\n"+sources))
		out, err := told("check", "--config", file)
		warned := strings.Contains(out, "1:8: warning: a password stands in the file: put the address into RASAD_REDIS_URL")
		if err != nil || warned != test.warned || strings.Contains(out, "S3cret") {
			t.Errorf("rasad check of %s says %s (%v), want a warning: %v", test.store, out, err, test.warned)
		}
	}
}
