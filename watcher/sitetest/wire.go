package sitetest

import (
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// wireFaults are the answers under /faults/ that go wrong below what a feed or
// page says: in HTTP itself, or in where it leads.
var wireFaults = map[string]fault{
	"silent":          {"no answer, ever", serveSilent},
	"trickle":         {"a feed that comes at one byte a second", serveTrickle},
	"large":           {"a feed of 100 MB, as its header says", serveLarge},
	"bomb":            {"a feed of 100 MB that comes as a hundredth of it", serveBomb},
	"film":            {"a feed that calls itself a film", serveFilm},
	"no-coding":       {"a feed that calls itself compressed, and is not", serveNoCoding},
	"odd-coding":      {"a feed in a coding that nobody knows", serveOddCoding},
	"torn-coding":     {"a compressed feed that breaks off", serveTornCoding},
	"redirects":       {"redirects that lead on and on", serveRedirects},
	"redirect-none":   {"a redirect that doesn't say where to", serveTo("")},
	"redirect-odd":    {"a redirect to what is no address", serveTo("http://[")},
	"redirect-file":   {"a redirect to a file of the reader", serveTo("file:///etc/passwd")},
	"redirect-self":   {"a redirect to the reader's own machine", serveTo("http://127.0.0.2/")},
	"redirect-six":    {"the same, in IPv6", serveTo("http://[::1]/")},
	"redirect-mapped": {"the same, in IPv4 written as IPv6", serveTo("http://[::ffff:127.0.0.2]/")},
	"redirect-number": {"the same, as one number", serveTo("http://2130706434/")},
	"redirect-cloud":  {"a redirect to the secrets of a machine in a cloud", serveTo("http://169.254.169.254/latest/meta-data/")},
	"redirect-inside": {"a redirect into a private network", serveTo("http://10.0.0.1/")},

	"reset":          {"a connection that is reset at once", wire("", true)},
	"hang-up":        {"a connection that ends without an answer", wire("", false)},
	"reset-midway":   {"a connection that is reset in the middle", wire("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss>", true)},
	"rubbish":        {"an answer of the time before HTTP had headers", wire("<html>Hello", false)},
	"another":        {"an answer of another protocol", wire("SSH-2.0-OpenSSH_9.9\r\n", false)},
	"odd-status":     {"an answer whose status is no number", wire("HTTP/1.1 OK 200\r\n\r\n", false)},
	"two-lengths":    {"an answer that says twice how long it is", wire("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde", false)},
	"odd-length":     {"an answer of less than no bytes", wire("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nabcde", false)},
	"longer":         {"an answer that goes on beyond what it says", wire("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>"+strings.Repeat("x", 1000), false)},
	"torn-chunks":    {"chunks that break off", wire("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n", false)},
	"odd-chunks":     {"chunks of an odd length", wire("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<rss>\r\n", false)},
	"huge-chunk":     {"a chunk that is longer than anything", wire("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n<rss>\r\n", false)},
	"huge-header":    {"a header of a megabyte", wire("HTTP/1.1 200 OK\r\nX-A: "+strings.Repeat("x", 1<<20)+"\r\n\r\n", false)},
	"endless-head":   {"headers without end", wireOn("HTTP/1.1 200 OK\r\n", "X-A: "+strings.Repeat("x", 1000)+"\r\n", 0)},
	"trickling-head": {"headers that come one a second", wireOn("HTTP/1.1 200 OK\r\n", "X-A: b\r\n", time.Second)},
	"hints":          {"early hints without end, and no answer", wireOn("", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", 0)},
}

// hundred is the number of bytes of a document that no source has: 100 MB.
const hundred = 100_000_000

func serveSilent(_ *Site, _ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func serveTrickle(_ *Site, w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/rss+xml")
	second := time.NewTicker(time.Second)
	defer second.Stop()
	for text := `<?xml version="1.0"?><rss version="2.0"><channel>`; ; text += " " {
		fmt.Fprint(w, text[:1])
		text = text[1:]
		http.NewResponseController(w).Flush()
		select {
		case <-second.C:
		case <-r.Context().Done():
			return
		}
	}
}

// writeFeed writes a feed of so many bytes, as far as its reader goes along.
func writeFeed(w io.Writer, size int) {
	block := strings.Repeat("<item><title>Again</title></item>\n", 1000)
	for size > 0 {
		n, err := io.WriteString(w, block[:min(size, len(block))])
		if err != nil {
			return
		}
		size -= n
	}
}

func serveLarge(_ *Site, w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/rss+xml")
	w.Header().Set("Content-Length", strconv.Itoa(hundred))
	writeFeed(w, hundred)
}

func serveBomb(_ *Site, w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/rss+xml")
	w.Header().Set("Content-Encoding", "gzip")
	const parts = 100 // gzip files, one behind the other, are one
	var part strings.Builder
	z := gzip.NewWriter(&part)
	writeFeed(z, hundred/parts)
	_ = z.Close() // it writes to memory
	for range parts {
		if _, err := io.WriteString(w, part.String()); err != nil {
			return
		}
	}
}

func serveFilm(_ *Site, w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "video/mp4")
	fmt.Fprint(w, emptyFeed)
}

func serveNoCoding(s *Site, w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Encoding", "br")
	serveEmpty(s, w, r)
}

func serveOddCoding(s *Site, w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Encoding", "rot13")
	serveEmpty(s, w, r)
}

// serveTornCoding serves the beginning of a gzip file, well as far as HTTP goes.
func serveTornCoding(_ *Site, w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Encoding", "gzip")
	z := gzip.NewWriter(w)
	writeFeed(z, 10_000)
	_ = z.Flush() // and no end
}

// serveRedirects sends its reader to an address that is new each time.
func serveRedirects(_ *Site, w http.ResponseWriter, r *http.Request) {
	n, _ := strconv.Atoi(r.URL.RawQuery) // the first has none
	http.Redirect(w, r, fmt.Sprint(r.URL.Path, "?", n+1), http.StatusMovedPermanently)
}

func serveTo(target string) func(*Site, http.ResponseWriter, *http.Request) {
	return func(_ *Site, w http.ResponseWriter, _ *http.Request) {
		if target != "" {
			w.Header().Set("Location", target)
		}
		w.WriteHeader(http.StatusFound)
	}
}

// wire answers with these very bytes and ends the connection, by a reset if so
// wanted.
func wire(answer string, reset bool) func(*Site, http.ResponseWriter, *http.Request) {
	return func(_ *Site, w http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			http.Error(w, err.Error(), http.StatusHTTPVersionNotSupported)
			return
		}
		defer conn.Close()
		_, _ = io.WriteString(conn, answer) // a reader that left misses nothing
		if tcp, ok := conn.(*net.TCPConn); ok && reset {
			_ = tcp.SetLinger(0)
		}
	}
}

// wireOn answers with the beginning, and with the rest over and over, until
// the reader leaves.
func wireOn(beginning, rest string, pause time.Duration) func(*Site, http.ResponseWriter, *http.Request) {
	return func(_ *Site, w http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			http.Error(w, err.Error(), http.StatusHTTPVersionNotSupported)
			return
		}
		defer conn.Close()
		tick := time.NewTicker(max(pause, 1))
		defer tick.Stop()
		for text := beginning + rest; ; text = rest {
			if _, err := io.WriteString(conn, text); err != nil {
				return
			}
			<-tick.C
		}
	}
}
