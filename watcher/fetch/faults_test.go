package fetch_test

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"github.com/rasadnews/rasad/watcher/fetch"
	"github.com/rasadnews/rasad/watcher/sitetest"
)

// httpStatus stands, among errors, for a StatusError of that status.
type httpStatus int

func (s httpStatus) Error() string { return fmt.Sprint("HTTP ", int(s)) }

// is is errors.Is, which knows statuses too.
func is(err, want error) bool {
	var status *fetch.StatusError
	if code, ok := want.(httpStatus); ok {
		return errors.As(err, &status) && status.Status == int(code)
	}
	return errors.Is(err, want)
}

// faultErrors are what each fault of the bundled site comes to. Those that are
// none to HTTP are nil: what reads the document has to deal with them.
var faultErrors = map[string]error{
	"500": httpStatus(500), "gone": httpStatus(410),
	"slow": fetch.ErrTimeout, "silent": fetch.ErrTimeout, "trickle": fetch.ErrTimeout, "trickling-head": fetch.ErrTimeout,
	"endless": fetch.ErrTooLarge, "large": fetch.ErrTooLarge, "bomb": fetch.ErrTooLarge,
	"cut": fetch.ErrTruncated, "torn-chunks": fetch.ErrTruncated, "torn-coding": fetch.ErrTruncated, "reset-midway": fetch.ErrTruncated,
	"reset": fetch.ErrTruncated, "hang-up": fetch.ErrTruncated,
	"rubbish": fetch.ErrProtocol, "another": fetch.ErrProtocol, "odd-status": fetch.ErrProtocol, "two-lengths": fetch.ErrProtocol,
	"odd-length": fetch.ErrProtocol, "odd-chunks": fetch.ErrProtocol, "huge-chunk": fetch.ErrProtocol,
	"huge-header": fetch.ErrProtocol, "endless-head": fetch.ErrProtocol, "hints": fetch.ErrProtocol,
	"no-coding": fetch.ErrEncoding, "odd-coding": fetch.ErrEncoding, "film": fetch.ErrNotText,
	"loop": fetch.ErrRedirects, "redirects": fetch.ErrRedirects, "redirect-none": fetch.ErrRedirects,
	"redirect-odd": fetch.ErrBadURL, "redirect-file": fetch.ErrBadURL,
	"redirect-self": fetch.ErrForbiddenAddress, "redirect-six": fetch.ErrForbiddenAddress, "redirect-mapped": fetch.ErrForbiddenAddress,
	"redirect-number": fetch.ErrForbiddenAddress, "redirect-cloud": fetch.ErrForbiddenAddress, "redirect-inside": fetch.ErrForbiddenAddress,
	"junk": nil, "empty": nil, "nothing": nil, "charset": nil, "html-feed": nil, "longer": nil,
}

// TestEveryFaultEndsByItsName has all faults of the bundled site met at once:
// each ends with the error that is meant for it, and a good page of the same
// host is had all the while. Those that time out are met by a client with less
// patience, so that the others may take theirs.
func TestEveryFaultEndsByItsName(t *testing.T) {
	site, err := sitetest.Load(os.DirFS("../../testdata/site"))
	if err != nil {
		t.Fatal(err)
	}
	s := serve(t, site.ServeHTTP)
	limits := fetch.Config{
		AllowNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}, HostDelay: -1, HostConns: 64, MaxBytes: 2 << 20,
	}
	c := fetch.New(limits)
	t.Cleanup(c.Close)
	limits.Timeout = time.Second
	hasty := fetch.New(limits)
	t.Cleanup(hasty.Close)
	index, err := c.Get(t.Context(), fetch.Request{URL: s.URL + "/faults/"})
	if err != nil {
		t.Fatal(err)
	}
	links := regexp.MustCompile(`href="(/faults/([^"]+))"`).FindAllStringSubmatch(string(index.Body), -1)
	if len(links) != len(faultErrors) {
		t.Errorf("the site has %d faults, and %d are known here", len(links), len(faultErrors))
	}
	var all sync.WaitGroup
	for _, link := range links {
		want, known := faultErrors[link[2]]
		if !known {
			t.Errorf("what does %s come to?", link[2])
		}
		all.Go(func() {
			client := c
			if want == fetch.ErrTimeout {
				client = hasty
			}
			_, err := client.Get(t.Context(), fetch.Request{URL: s.URL + link[1]})
			if !is(err, want) {
				t.Errorf("%s: %v, want %v", link[2], err, want)
			}
		})
		all.Go(func() {
			if _, err := c.Get(t.Context(), fetch.Request{URL: s.URL + "/"}); err != nil {
				t.Errorf("a good page beside %s: %v", link[2], err)
			}
		})
	}
	all.Wait()
}

// TestBombsAreNotUnpacked holds that what unpacks to 100 MB costs no more
// memory than the limit allows, in each coding, and in one inside another.
func TestBombsAreNotUnpacked(t *testing.T) {
	const size, limit, most = 100 << 20, 1 << 20, 40 << 20
	zeros := make([]byte, 1<<20)
	fill := func(w io.WriteCloser) {
		for range size / len(zeros) {
			w.Write(zeros)
		}
		w.Close()
	}
	var br, zs, nested strings.Builder
	fill(brotli.NewWriterLevel(&br, 5))
	z, err := zstd.NewWriter(&zs)
	if err != nil {
		t.Fatal(err)
	}
	fill(z)
	outer := brotli.NewWriterLevel(&nested, 5)
	io.WriteString(outer, zs.String())
	outer.Close()
	for coding, body := range map[string]string{"br": br.String(), "zstd": zs.String(), "zstd, br": nested.String()} {
		s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", coding)
			io.WriteString(w, body)
		})
		c := local(t, fetch.Config{MaxBytes: limit})
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := c.Get(t.Context(), fetch.Request{URL: s.URL})
		runtime.ReadMemStats(&after)
		if !errors.Is(err, fetch.ErrTooLarge) {
			t.Errorf("a bomb in %s of %d bytes: %v, want ErrTooLarge", coding, len(body), err)
		}
		if spent := after.TotalAlloc - before.TotalAlloc; spent > most {
			t.Errorf("a bomb in %s cost %d bytes of memory, want %d at most", coding, spent, most)
		}
	}
}

// TestAZstdWindowIsBounded holds that a frame can't have its reader set memory
// aside for a window of a gigabyte (RFC 9659).
func TestAZstdWindowIsBounded(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "zstd")
		w.Write([]byte{0x28, 0xb5, 0x2f, 0xfd, 0x00, 20 << 3, 0x01, 0x00, 0x00}) // a window of 2^30, one empty block
	})
	if _, err := local(t, fetch.Config{}).Get(t.Context(), fetch.Request{URL: s.URL}); !errors.Is(err, fetch.ErrEncoding) {
		t.Errorf("Get = %v, want ErrEncoding", err)
	}
}

// TestRedirectsToOneself holds what the faults of the bundled site can't show,
// as it stands at 127.0.0.1 itself.
func TestRedirectsToOneself(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.2:0")
	if err != nil {
		t.Skip("this machine has no 127.0.0.2")
	}
	inner := serve(t, says("inner"))
	_, port, _ := net.SplitHostPort(inner.Listener.Addr().String())
	for _, host := range []string{"127.0.0.1", "localhost", "2130706433", "0x7f000001", "017700000001", "127.1", "[::ffff:7f00:1]"} {
		s := httptest.NewUnstartedServer(http.RedirectHandler("http://"+host+":"+port+"/", http.StatusFound))
		s.Listener.Close()
		if s.Listener = l; l == nil {
			if s.Listener, err = net.Listen("tcp", "127.0.0.2:0"); err != nil {
				t.Fatal(err)
			}
		}
		l = nil
		s.Start()
		c := fetch.New(fetch.Config{AllowNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.2/32")}, HostDelay: -1})
		if _, err := c.Get(t.Context(), fetch.Request{URL: s.URL}); !errors.Is(err, fetch.ErrForbiddenAddress) {
			t.Errorf("a redirect to %s: %v, want ErrForbiddenAddress", host, err)
		}
		c.Close()
		s.Close()
	}
}

func TestTLSThatCannotBeTrusted(t *testing.T) {
	secure, _ := serveTLS(t, true, says("secure"))
	_, port, _ := net.SplitHostPort(secure.Listener.Addr().String())
	plain := serve(t, says("plain"))
	old := httptest.NewUnstartedServer(says("old"))
	old.TLS = &tls.Config{MaxVersion: tls.VersionTLS11}
	old.StartTLS()
	t.Cleanup(old.Close)
	mute, err := net.Listen("tcp", "127.0.0.1:0") // connects, and says nothing
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { mute.Close() })
	n := openNames(t)
	n.set("another.example.net.", "127.0.0.1")
	c := local(t, fetch.Config{Resolver: n.resolver(), TLSTimeout: 2 * time.Second})
	for name, test := range map[string]struct {
		url  string
		want error
	}{
		"another's certificate": {"https://another.example.net:" + port, fetch.ErrTLS},
		"no TLS at all":         {strings.Replace(plain.URL, "http:", "https:", 1), fetch.ErrTLS},
		"TLS of yesterday":      {old.URL, fetch.ErrTLS},
		"no handshake":          {"https://" + mute.Addr().String(), fetch.ErrTimeout},
		"TLS where none is":     {strings.Replace(secure.URL, "https:", "http:", 1), httpStatus(400)},
	} {
		if _, err := c.Get(t.Context(), fetch.Request{URL: test.url}); !is(err, test.want) {
			t.Errorf("%s: %v, want %v", name, err, test.want)
		}
	}
}

// TestFaultsOfHTTP2 holds that what goes wrong in HTTP/2 has the same names.
func TestFaultsOfHTTP2(t *testing.T) {
	s, _ := serveTLS(t, true, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/hang-up":
			panic(http.ErrAbortHandler)
		case "/reset-midway":
			io.WriteString(w, "<rss>")
			http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		case "/cut":
			w.Header().Set("Content-Length", "100")
			io.WriteString(w, "<rss>")
		case "/silent":
			<-r.Context().Done()
		case "/endless":
			for r.Context().Err() == nil {
				if _, err := w.Write(make([]byte, 1<<16)); err != nil {
					return
				}
			}
		case "/huge-header":
			w.Header().Set("X-A", strings.Repeat("x", 1<<20))
		default:
			io.WriteString(w, "good")
		}
	})
	limits := fetch.Config{MaxBytes: 1 << 20, HostConns: 16}
	c := local(t, limits)
	limits.Timeout = time.Second
	hasty := local(t, limits)
	var all sync.WaitGroup
	for path, want := range map[string]error{
		"/hang-up": fetch.ErrTruncated, "/reset-midway": fetch.ErrTruncated, "/cut": fetch.ErrTruncated, "/silent": fetch.ErrTimeout,
		"/endless": fetch.ErrTooLarge, "/good": nil,
	} {
		all.Go(func() {
			client := c
			if want == fetch.ErrTimeout {
				client = hasty
			}
			if _, err := client.Get(t.Context(), fetch.Request{URL: s.URL + path}); !is(err, want) {
				t.Errorf("%s: %v, want %v", path, err, want)
			}
		})
	}
	all.Wait()
	// This one takes the connection, with all that is on it, along.
	if _, err := c.Get(t.Context(), fetch.Request{URL: s.URL + "/huge-header"}); !errors.Is(err, fetch.ErrProtocol) {
		t.Errorf("/huge-header: %v, want ErrProtocol", err)
	}
	if _, err := c.Get(t.Context(), fetch.Request{URL: s.URL + "/good"}); err != nil {
		t.Errorf("after it: %v", err)
	}
}
