package storetest

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// A Server is a Redis server for a test.
type Server struct {
	url    string
	binary string
	args   []string // of the process, such as --sentinel
	folder string   // with its append-only file
	conf   string   // its configuration, which comes by stdin if no file is among args
	ready  string   // what its log says when it listens
	certs  *certificates
	cmd    *exec.Cmd
	ended  chan error
}

// Redis returns a server that a test shares with others: the one at
// RASAD_TEST_REDIS if that is set, else one started for it.
func Redis(t testing.TB) *Server {
	t.Helper()
	if u := os.Getenv("RASAD_TEST_REDIS"); u != "" {
		return &Server{url: u}
	}
	return StartRedis(t)
}

// StartRedis starts a redis-server for one test, on a free loopback port, in
// a folder of its own, with an append-only file, and ends it with the test.
// Settings are lines of redis.conf. Without the binary the test is skipped,
// or fails if CI=true.
func StartRedis(t testing.TB, settings ...string) *Server {
	t.Helper()
	return (*certificates)(nil).startRedis(t, settings...)
}

// startRedis does so, with these certificates or none.
func (c *certificates) startRedis(t testing.TB, settings ...string) *Server {
	t.Helper()
	folder := t.TempDir()
	s := c.startServer(t, func() []string {
		return append([]string{"dir " + folder, "appendonly yes", `save ""`, "repl-diskless-sync-delay 0"}, settings...)
	})
	s.folder = folder
	return s
}

// LoseEnd takes the end, so many bytes at most, of the append-only file of a server
// that was killed: what it had answered before it was written. As servers write no
// part of a transaction, it begins with one.
func (s *Server) LoseEnd(t testing.TB, most int64) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(s.folder, "appendonlydir", "*.incr.aof"))
	if err != nil || len(files) != 1 {
		t.Fatalf("the append-only file: %q, %v, want one", files, err)
	}
	all, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	from := max(0, len(all)-int(most))
	begin := bytes.Index(all[from:], []byte("*1\r\n$5\r\nMULTI\r\n"))
	if begin < 0 {
		t.Fatalf("no transaction begins in the last %d bytes of %s", most, files[0])
	}
	if err := os.Truncate(files[0], int64(from+begin)); err != nil {
		t.Fatal(err)
	}
}

// startServer starts a server, with settings that are asked for at each try.
func (c *certificates) startServer(t testing.TB, settings func() []string) *Server {
	t.Helper()
	s := &Server{binary: binary(t), args: []string{"-"}, ready: "Ready to accept connections", certs: c}
	t.Cleanup(s.Kill)
	var err error
	const tries = 5 // another process may take the port that was free
	for range tries {
		port := freePort(t)
		s.url = c.address(fmt.Sprintf("redis://127.0.0.1:%d/0", port))
		s.conf = strings.Join(append(c.listening(port), settings()...), "\n")
		if err = s.start(); err == nil {
			return s
		}
	}
	t.Fatalf("start redis-server: %v", err)
	return nil
}

// binary finds redis-server, or skips the test.
func binary(t testing.TB) string {
	t.Helper()
	path, err := exec.LookPath("redis-server")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("redis-server is not installed")
		}
		t.Skip("redis-server is not installed: what needs a real Redis is not tested")
	}
	return path
}

// URL returns the server's address.
func (s *Server) URL() string { return s.url }

// Address returns the server's address with a prefix that nobody used before.
func (s *Server) Address() string { return withPrefix(s.url) }

func withPrefix(address string) string {
	sign := "?"
	if strings.Contains(address, "?") {
		sign = "&"
	}
	return address + sign + "prefix=test-" + rand.Text()
}

// Host returns the server's host and port.
func (s *Server) Host() string {
	u, err := url.Parse(s.url)
	if err != nil {
		return s.url
	}
	return u.Host
}

// Kill ends the server as kill -9 does.
func (s *Server) Kill() {
	if s.cmd != nil {
		s.cmd.Process.Kill()
		<-s.ended
		s.cmd = nil
	}
}

// Restart starts a server that was killed again, with its data.
func (s *Server) Restart(t testing.TB) {
	t.Helper()
	if err := s.start(); err != nil {
		t.Fatalf("restart redis-server: %v", err)
	}
}

// start starts the process and returns when it listens.
func (s *Server) start() error {
	s.cmd = exec.Command(s.binary, s.args...)
	s.cmd.Stdin = strings.NewReader(s.conf)
	dieWithTest(s.cmd)
	log, err := s.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	started, ready := make(chan error), make(chan error, 1)
	s.ended = make(chan error, 1)
	go func() {
		// The system watches the thread that started the process.
		runtime.LockOSThread()
		if err := s.cmd.Start(); err != nil {
			started <- err
			return
		}
		started <- nil
		watch(log, s.ready, ready)
		s.ended <- s.cmd.Wait()
	}()
	if err := <-started; err != nil {
		s.cmd = nil
		return err
	}
	if err := <-ready; err != nil {
		s.Kill()
		return err
	}
	return nil
}

// watch reads a server's log until it ends, and tells when the server says that
// it is ready, or that it never was.
func watch(log io.Reader, saying string, ready chan<- error) {
	var said []string
	for lines := bufio.NewScanner(log); lines.Scan(); {
		said = append(said, lines.Text())
		if strings.Contains(lines.Text(), saying) {
			ready <- nil
			break
		}
	}
	_, err := io.Copy(io.Discard, log)
	select {
	case ready <- errors.Join(err, errors.New(strings.Join(said, "\n"))):
	default:
	}
}

func freePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}
