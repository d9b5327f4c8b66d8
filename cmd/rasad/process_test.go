package main

import (
	"bufio"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
)

// A process is the real program, started by a test.
type process struct {
	cmd *exec.Cmd

	mu  sync.Mutex
	log []string
	end chan struct{} // closed when it has ended and its output is read
}

// startProgram runs the program until it ends, is stopped, or the test ends.
func startProgram(t *testing.T, token string, args ...string) *process {
	t.Helper()
	return startIn(t, withToken(token, t.TempDir()), args...)
}

// withToken returns an environment with a bot's token and a folder for what is
// made anew when it is missing, and with no store but that of the configuration.
func withToken(token, cache string) []string {
	return []string{"RASAD_TELEGRAM_TOKEN=" + token, "XDG_CACHE_HOME=" + cache, "RASAD_REDIS_URL=", "RASAD_STORE="}
}

// startIn starts it with an environment beside that of the test.
func startIn(t *testing.T, environment []string, args ...string) *process {
	t.Helper()
	p := &process{cmd: exec.Command(os.Args[0], args...), end: make(chan struct{})}
	p.cmd.Env = slices.Concat(os.Environ(), []string{asProgram + "=1"}, environment)
	output, err := p.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.cmd.Stdout = p.cmd.Stderr
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(p.end)
		for lines := bufio.NewScanner(output); lines.Scan(); {
			p.mu.Lock()
			p.log = append(p.log, lines.Text())
			p.mu.Unlock()
		}
		_ = p.cmd.Wait() // a killed program's exit code says nothing
	}()
	t.Cleanup(p.kill)
	return p
}

// kill ends the program as kill -9 does.
func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	<-p.end
}

func (p *process) output() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Join(p.log, "\n")
}
