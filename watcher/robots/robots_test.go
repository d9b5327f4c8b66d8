package robots_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/watcher/robots"
)

func Example() {
	rules := robots.Parse([]byte("User-agent: *\nDisallow: /search\nAllow: /search/about\n"), "rasad")
	for _, target := range []string{"/search?q=1", "/search/about", "/news/5"} {
		fmt.Println(target, rules.Allow(target))
	}
	// Output:
	// /search?q=1 false
	// /search/about true
	// /news/5 true
}

// The examples of RFC 9309, sections 5.1 and 5.2.
const (
	simple = `User-agent: *
Disallow: *.gif$
Disallow: /example/
Allow: /publications/

User-agent: foobot
Disallow:/
Allow:/example/page.html
Allow:/example/allowed.gif

User-agent: barbot
User-agent: bazbot
Disallow: /example/page.html

User-agent: quxbot
`
	longest = `User-Agent: foobot
Allow: /example/page/
Disallow: /example/page/disallowed.gif
`
)

func TestAllow(t *testing.T) {
	tests := []struct {
		name, file, token, target string
		want                      bool
	}{
		{"everyone: pictures", simple, "rasad", "/a/b.gif", false},
		{"everyone: the end is meant", simple, "rasad", "/a/b.gif?x", true},
		{"everyone: a folder", simple, "rasad", "/example/page.html", false},
		{"everyone: what is allowed", simple, "rasad", "/publications/", true},
		{"everyone: a picture in what is allowed", simple, "rasad", "/publications/x.gif", true},
		{"everyone: what is not named", simple, "rasad", "/other", true},
		{"a group of one's own", simple, "foobot", "/publications/", false},
		{"and what it allows", simple, "foobot", "/example/page.html", true},
		{"and its other line", simple, "foobot", "/example/allowed.gif", true},
		{"one group for two: the first", simple, "barbot", "/example/page.html", false},
		{"one group for two: the second", simple, "bazbot", "/example/page.html", false},
		{"which frees them of the rest", simple, "bazbot", "/example/", true},
		{"a group without rules", simple, "quxbot", "/example/", true},
		{"the longest match allows", longest, "foobot", "/example/page/x", true},
		{"the longest match forbids", longest, "foobot", "/example/page/disallowed.gif", false},

		{"case of the token", "USER-AGENT: RaSaD\nDISALLOW: /", "rasad", "/", false},
		{"a version after the token", "User-agent: rasad/2.0 (+https://x)\nDisallow: /", "rasad", "/", false},
		{"another that begins alike", "User-agent: rasadbot\nDisallow: /", "rasad", "/", true},
		{"another that ours begins with", "User-agent: ras\nDisallow: /", "rasad", "/", true},
		{"two groups of one's own are one", "User-agent: rasad\nDisallow: /a\n\nUser-agent: x\nDisallow: /\n\nUser-agent: rasad\nDisallow: /b", "rasad", "/b", false},
		{"and the first counts still", "User-agent: rasad\nDisallow: /a\n\nUser-agent: rasad\nDisallow: /b", "rasad", "/a", false},
		{"everyone and we in one group", "User-agent: *\nUser-agent: rasad\nDisallow: /a", "rasad", "/a", false},
		{"rules before any agent", "Disallow: /\n\nUser-agent: *\nDisallow: /a", "rasad", "/b", true},
		{"rules before an agent join no group", "Disallow: /a\nUser-agent: *\nDisallow: /b", "rasad", "/a", true},
		{"blank lines end no group", "User-agent: rasad\n\n\nDisallow: /a", "rasad", "/a", false},
		{"nor do lines of another kind", "User-agent: x\nCrawl-delay: 3\nSitemap: /s.xml\nUser-agent: rasad\nDisallow: /a", "rasad", "/a", false},
		{"a rule that says nothing ends its beginning", "User-agent: x\nDisallow:\nUser-agent: rasad\nDisallow: /a", "x", "/a", true},

		{"a tie allows", "User-agent: *\nDisallow: /page\nAllow: /page", "rasad", "/page", true},
		{"a tie by other words allows", "User-agent: *\nAllow: /p*\nDisallow: /pa", "rasad", "/page", true},
		{"a tie of escapes allows", "User-agent: *\nAllow: /%7Ea\nDisallow: /~a", "rasad", "/~a", true},
		{"the longer one forbids, whatever the order", "User-agent: *\nDisallow: /page/x\nAllow: /page", "rasad", "/page/x", false},
		{"nothing to disallow", "User-agent: *\nDisallow:", "rasad", "/x", true},
		{"nothing to allow", "User-agent: *\nAllow:\nDisallow: /x", "rasad", "/x", false},
		{"robots.txt itself", "User-agent: *\nDisallow: /", "rasad", "/robots.txt", true},
		{"one that is named so elsewhere", "User-agent: *\nDisallow: /", "rasad", "/x/robots.txt", false},

		{"a query", "User-agent: *\nDisallow: /foo/bar?baz=quz", "rasad", "/foo/bar?baz=quz&x", false},
		{"an escaped query", "User-agent: *\nDisallow: /foo/bar?baz=https://foo.bar", "rasad", "/foo/bar?baz=https%3A%2F%2Ffoo.bar", false},
		{"letters bare in the file", "User-agent: *\nDisallow: /foo/bar/ツ", "rasad", "/foo/bar/%E3%83%84", false},
		{"letters escaped in the file", "User-agent: *\nDisallow: /foo/bar/%E3%83%84", "rasad", "/foo/bar/ツ", false},
		{"letters escaped in lower case", "User-agent: *\nDisallow: /foo/bar/%e3%83%84", "rasad", "/foo/bar/%E3%83%84", false},
		{"Persian letters", "User-agent: *\nDisallow: /خبر/", "rasad", "/%D8%AE%D8%A8%D8%B1/12", false},
		{"Persian letters that are others", "User-agent: *\nDisallow: /خبر/", "rasad", "/%D8%AE%D8%A8%DB%8C/12", true},
		{"escapes that need not be", "User-agent: *\nDisallow: /foo/bar/%62%61%7A", "rasad", "/foo/bar/baz", false},
		{"an escaped slash is none", "User-agent: *\nDisallow: /a%2Fb", "rasad", "/a/b", true},
		{"but it is itself", "User-agent: *\nDisallow: /a%2fb", "rasad", "/a%2Fb", false},
		{"an escaped question mark is none", "User-agent: *\nDisallow: /a?b", "rasad", "/a%3Fb", true},
		{"a percent sign that begins no escape", "User-agent: *\nDisallow: /100%", "rasad", "/100%25", false},
		{"case of the path", "User-agent: *\nDisallow: /A", "rasad", "/a", true},
		{"a blank in the path", "User-agent: *\nDisallow: /a b", "rasad", "/a%20b", false},

		{"a star in the middle", "User-agent: *\nDisallow: /this/*/exactly", "rasad", "/this/is/not/exactly/so", false},
		{"a star for nothing", "User-agent: *\nDisallow: /a*b", "rasad", "/ab", false},
		{"stars in order", "User-agent: *\nDisallow: /*b*a", "rasad", "/ab", true},
		{"many stars", "User-agent: *\nDisallow: /***a***b***$", "rasad", "/xaxbx", false},
		{"a star that must give back", "User-agent: *\nDisallow: /*.php$", "rasad", "/a.php.php", false},
		{"a star and an end that overlap", "User-agent: *\nDisallow: /a*ab$", "rasad", "/ab", true},
		{"the end", "User-agent: *\nDisallow: /exactly$", "rasad", "/exactly/not", true},
		{"the end alone", "User-agent: *\nDisallow: /$", "rasad", "/", false},
		{"the end alone, of more", "User-agent: *\nDisallow: /$", "rasad", "/a", true},
		{"a dollar that is no end", "User-agent: *\nDisallow: /a$b", "rasad", "/a$b", false},
		{"an escaped dollar", "User-agent: *\nDisallow: /a%24", "rasad", "/a$b", false},
		{"an escaped dollar is no end", "User-agent: *\nDisallow: /a%24", "rasad", "/a", true},
		{"an escaped star", "User-agent: *\nDisallow: /a-%2A.html", "rasad", "/a-*.html", false},
		{"an escaped star stands for itself", "User-agent: *\nDisallow: /a-%2A.html", "rasad", "/a-b.html", true},
		{"a hash ends the line", "User-agent: * # all\nDisallow: /a # not this\n", "rasad", "/a/b", false},
		{"an escaped hash", "User-agent: *\nDisallow: /a%23b", "rasad", "/a%23b", false},
		{"a pattern without its slash", "User-agent: *\nDisallow: a", "rasad", "/a", true},

		{"a byte order mark", "\ufeffUser-agent: *\nDisallow: /", "rasad", "/", false},
		{"old line ends", "User-agent: *\rDisallow: /a\rDisallow: /b", "rasad", "/b", false},
		{"both line ends", "User-agent: *\r\nDisallow: /a\r\n", "rasad", "/a", false},
		{"blanks and tabs", "  User-agent \t:\t*  \n\tDisallow : /a  ", "rasad", "/a", false},
		{"a page in place of the file", "<!doctype html><title>Not found</title>\n<p>Disallow: /", "rasad", "/", true},
		{"no file", "", "rasad", "/", true},
		{"zeros", "\x00\x00User-agent: *\nDisallow: /", "rasad", "/", true},
		{"zeros in a path", "User-agent: *\nDisallow: /\x00", "rasad", "/%00", false},
		{"letters of another encoding", "User-agent: *\nDisallow: /\xce\xc8\xd1", "rasad", "/%CE%C8%D1", false},
	}
	for _, test := range tests {
		if got := robots.Parse([]byte(test.file), test.token).Allow(test.target); got != test.want {
			t.Errorf("%s: Allow(%q) = %v for %q, want %v by\n%s", test.name, test.target, got, test.token, test.want, test.file)
		}
	}
}

func TestOnlyTheBeginningOfAHugeFileIsRead(t *testing.T) {
	line := "Disallow: /filler/of/some/length\n"
	filler := "User-agent: *\nDisallow: /first\n" + strings.Repeat(line, robots.MaxBytes/len(line)+1)
	cut := filler[:robots.MaxBytes-len("Disallow: /a")] // the line is cut after "/a"
	cut = cut[:strings.LastIndexByte(cut, '\n')+1]
	cut += strings.Repeat("#", robots.MaxBytes-len(cut)-len("\nDisallow: /a")) + "\nDisallow: /a/long/one\nDisallow: /late\n"
	r := robots.Parse([]byte(cut), "rasad")
	for target, want := range map[string]bool{"/first": false, "/late": true, "/a/long/one": true, "/abc": true} {
		if got := r.Allow(target); got != want {
			t.Errorf("Allow(%q) = %v, want %v", target, got, want)
		}
	}
	stars := robots.Parse([]byte("User-agent: *\nDisallow: /"+strings.Repeat("*a", 200_000)+"b"), "rasad")
	if !stars.Allow("/" + strings.Repeat("a", 8000)) {
		t.Error("a pattern of 200,000 stars meets what it can't")
	}
}

func TestCrawlDelay(t *testing.T) {
	file := "Crawl-delay: 9\nUser-agent: *\nCrawl-delay: 2.5\nDisallow: /a\n" +
		"User-agent: slow\nCrawl-delay: 1e9\nUser-agent: odd\nCrawl-delay: -1\nCrawl-delay: soon\nCrawl-delay: NaN\nDisallow:"
	for token, want := range map[string]time.Duration{"rasad": 2500 * time.Millisecond, "slow": time.Hour, "odd": 0} {
		if r := robots.Parse([]byte(file), token); r.Delay != want {
			t.Errorf("%s: %v, want %v", token, r.Delay, want)
		}
	}
}

func TestToken(t *testing.T) {
	for agent, want := range map[string]string{
		"rasad/1.0 (+https://rasad.example)":                           "rasad",
		"Ferdowsi-Watch_2/0.1":                                         "Ferdowsi-Watch_",
		"Mozilla/5.0 (compatible; rasad/1.0; +https://rasad.example)":  "rasad",
		"Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0": "Mozilla",
		"":      "",
		"رصد/1": "",
	} {
		if got := robots.Token(agent); got != want {
			t.Errorf("Token(%q) = %q, want %q", agent, got, want)
		}
	}
}

// FuzzParse holds that any file can be read, that its rules answer for any
// target, and that they always let robots.txt itself be read.
func FuzzParse(f *testing.F) {
	f.Add([]byte(simple), "foobot", "/example/page.html")
	f.Add([]byte(longest), "foobot", "/example/page/disallowed.gif?x#y")
	f.Add([]byte("\ufeffUser-agent:*\rDisallow:/*a*b$\r\nCrawl-delay: 1e400\nSitemap: x"), "rasad", "/%zz%2a%")
	f.Add([]byte("User-agent: *\nDisallow: %\nAllow: /خبر$\nDisallow: /?%3F%2f"), "rasad", "?a/b%3f")
	f.Fuzz(func(t *testing.T, file []byte, token, target string) {
		r := robots.Parse(file, token)
		allowed := r.Allow(target)
		if again := robots.Parse(file, token).Allow(target); again != allowed {
			t.Errorf("Allow(%q) = %v, then %v", target, allowed, again)
		}
		if !r.Allow("/robots.txt") {
			t.Error("robots.txt is forbidden")
		}
		if r.Delay < 0 || r.Delay > time.Hour {
			t.Errorf("a delay of %v", r.Delay)
		}
	})
}
