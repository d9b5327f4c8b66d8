package watcher_test

import (
	"bufio"
	"fmt"
	"hash/fnv"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/fetch"
	"github.com/rasadnews/rasad/watcher/sitetest"
)

// TestMain has this program be the farm of another one, if it is asked to.
func TestMain(m *testing.M) {
	if os.Getenv("RASAD_TEST_FARM") == "" {
		os.Exit(m.Run())
	}
	s := httptest.NewServer(http.HandlerFunc(serveFarm))
	fmt.Println(s.URL)
	io.Copy(io.Discard, os.Stdin) // until the other one ends
}

// A farm is a process of its own with any number of outlets, each at a virtual
// host, so that what a watcher costs can be told from what they cost.
type farm struct{ port uint16 }

func newFarm(b testing.TB) farm {
	b.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), "RASAD_TEST_FARM=1")
	stdin, err := c.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	stdout, err := c.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := c.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { stdin.Close(); c.Wait() })
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	u, err := url.Parse(strings.TrimSpace(line))
	if err != nil {
		b.Fatal(err)
	}
	port, err := strconv.ParseUint(u.Port(), 10, 16)
	if err != nil {
		b.Fatal(err)
	}
	return farm{uint16(port)}
}

// sources returns n outlets of the farm.
func (f farm) sources(n int) []news.Source {
	sources := make([]news.Source, n)
	for i := range sources {
		id := fmt.Sprintf("outlet-%d", i)
		sources[i] = news.Source{ID: id, Name: id, Publisher: id, URL: fmt.Sprintf("http://%s.test:%d/rss", id, f.port), Kind: news.KindFeed, Lang: "fa", Country: "ir"}
	}
	return sources
}

// fetching returns how the farm is reached.
func (f farm) fetching() fetch.Config {
	home := netip.MustParseAddr("127.0.0.1")
	return fetch.Config{Resolver: sitetest.Resolver(home), AllowNetworks: []netip.Prefix{netip.PrefixFrom(home, 32)}, HostDelay: -1}
}

// The life of an outlet: its feed changes every so often, and every tenth time
// there is a new item in it. The changes are spread over the outlets.
const (
	changes = 20 * time.Second
	perItem = 10
)

func serveFarm(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/rss" {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, farmPage(r.Host+r.URL.Path))
		return
	}
	h := fnv.New32a()
	io.WriteString(h, r.Host)
	version := (time.Now().UnixNano() + int64(h.Sum32())*1e3) / int64(changes)
	tag := fmt.Sprintf(`"%d"`, version)
	w.Header().Set("ETag", tag)
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("Content-Type", "application/rss+xml; charset=utf-8")
	fmt.Fprintf(w, `<rss version="2.0"><channel><title>%s</title><link>http://%[1]s/</link><lastBuildDate>%s</lastBuildDate>`, r.Host, time.Now().Format(time.RFC1123Z))
	for i := range int64(25) {
		n := version/perItem - i
		at := time.Unix(0, n*perItem*int64(changes))
		fmt.Fprintf(w, `<item><title>خبر شمارهٔ %d از %s</title><link>http://%[2]s/news/%[1]d/</link><guid>http://%[2]s/news/%[1]d/</guid><pubDate>%s</pubDate><description>%s</description></item>`,
			n, r.Host, at.Format(time.RFC1123Z), strings.Repeat("شورای استان روز دوشنبه دربارهٔ پل تازه سخن گفت. ", 6))
	}
	io.WriteString(w, `</channel></rss>`)
}

func farmPage(name string) string {
	return `<!doctype html><html lang="fa"><head><title>` + name + `</title></head><body><nav>` + strings.Repeat(`<a href="/x">بخش</a> `, 100) + `</nav>
<article><h1>خبر ` + name + `</h1>` + strings.Repeat(`<p>شورای استان روز دوشنبه دربارهٔ پل تازه بر رودخانه گفتگو کرد و مهندسان گفتند که کار دو تابستان طول دارد. `+name+`</p>`, 12) + `</article></body></html>`
}
