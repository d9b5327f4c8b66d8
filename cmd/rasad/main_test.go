package main

import (
	"context"
	"flag"
	"os"
	"os/signal"
	"path/filepath"
	"testing"
)

// asProgram is the variable that turns the test binary into rasad itself, so
// that tests can start, watch and kill the real program.
const asProgram = "RASAD_TEST_AS_PROGRAM"

// long lets processes die as often as docs/reliability.md says; make chaos sets
// it.
var long = flag.Bool("long", false, "kill processes as often as promised, which takes minutes")

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
		code := execute(ctx, os.Args[1:])
		stop()
		os.Exit(code)
	}
	os.Exit(m.Run())
}

func TestExitCodes(t *testing.T) {
	t.Setenv("RASAD_TELEGRAM_TOKEN", "")
	broken := filepath.Join(t.TempDir(), "broken.yaml")
	if err := os.WriteFile(broken, []byte("sources: none\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		args []string
		want int
	}{
		{[]string{"version"}, exitDone},
		{[]string{"check", "--config", "../../config.yaml"}, exitDone},
		{[]string{"check", "--config", broken}, exitFailed},
		{[]string{"run", "--config", broken}, exitFailed},
		{[]string{"run", "--config", "no-such-file.yaml"}, exitFailed},
		{[]string{"rnu"}, exitUsage},
		{[]string{"run", "--dryrun"}, exitUsage},
		{[]string{"check", "this"}, exitUsage},
		{[]string{"demo", "--speed", "fast"}, exitUsage},
		{[]string{"demo", "--speed", "0"}, exitUsage},
		{[]string{"run", "--roles", "sing"}, exitUsage},
		{[]string{"run", "--roles", ""}, exitUsage},
		{[]string{"run", "--roles", "send", "--config", "../../config.yaml"}, exitFailed}, // no token
	} {
		if got := execute(t.Context(), test.args); got != test.want {
			t.Errorf("rasad %v = %d, want %d", test.args, got, test.want)
		}
	}
}
