package fetch_test

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// outletsVariable has the test binary be the outlets, in HTTP/1 or HTTP/2.
const outletsVariable = "RASAD_TEST_OUTLETS"

// serveOutlets serves a feed of 30 items, compressed, with an ETag, until its
// parent is gone. It prints its addresses: plain, and over TLS.
func serveOutlets(protocol string) {
	var text strings.Builder
	text.WriteString(`<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>خبر</title><link>https://news.example/</link>`)
	for i := range 30 {
		fmt.Fprintf(&text, "<item><title>نشست شورای امنیت درباره وضعیت منطقه %d</title><link>https://news.example/fa/news/%d/story-of-the-day</link>"+
			"<guid>%d</guid><pubDate>Mon, 02 Jan 2006 15:04:05 +0330</pubDate><description>%s</description></item>",
			i, 1000+i, i, strings.Repeat("سازمان ملل از برگزاری نشست مشترک خبر داد و گفت که این نشست روز دوشنبه است. ", 4))
	}
	text.WriteString("</channel></rss>")
	var packed strings.Builder
	z := gzip.NewWriter(&packed)
	io.WriteString(z, text.String())
	z.Close()
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"1"`)
		w.Header().Set("Content-Type", "application/rss+xml; charset=utf-8")
		if r.Header.Get("If-None-Match") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("Content-Encoding", "gzip")
		io.WriteString(w, packed.String())
	})
	plain := httptest.NewServer(h)
	secure := httptest.NewUnstartedServer(h)
	secure.EnableHTTP2 = protocol == "h2"
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	fmt.Println(plain.Listener.Addr(), secure.Listener.Addr())
	io.Copy(io.Discard, os.Stdin)
}

// openOutlets starts the outlets and returns their ports.
func openOutlets(b *testing.B, protocol string) (plain, secure string) {
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	c := exec.Command(self)
	c.Env = append(os.Environ(), outletsVariable+"="+protocol)
	in, err := c.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := c.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { in.Close(); c.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	first, second, _ := strings.Cut(strings.TrimSpace(line), " ")
	_, plain, _ = net.SplitHostPort(first)
	_, secure, _ = net.SplitHostPort(second)
	return plain, secure
}
