package fetch_test

import (
	"fmt"
	"testing"

	"github.com/rasadnews/rasad/watcher/fetch"
)

func TestCanonical(t *testing.T) {
	for raw, want := range map[string]string{
		"HTTP://News.Example.COM:80/a/../b/./c?utm_source=x&id=7&fbclid=y#top": "http://news.example.com/b/c?id=7",
		"https://example.com:443":                         "https://example.com/",
		"https://example.com:8443/x":                      "https://example.com:8443/x",
		"https://example.com/?utm_medium=rss":             "https://example.com/",
		"https://example.com/خبر/۱۲":                      "https://example.com/%D8%AE%D8%A8%D8%B1/%DB%B1%DB%B2",
		"https://example.com/%d8%ae%d8%a8%d8%b1/%7Ea%2fb": "https://example.com/%D8%AE%D8%A8%D8%B1/~a%2Fb",
		"https://example.com/a b?q=c d":                   "https://example.com/a%20b?q=c%20d",
		"https://example.com/100%/x":                      "https://example.com/100%25/x",
		"https://example.com./x":                          "https://example.com/x",
		"https://bücher.example/x":                        "https://xn--bcher-kva.example/x",
		"https://example.com/#!/news/5":                   "https://example.com/#!/news/5",
		"https://example.com/app#/news/5":                 "https://example.com/app#/news/5",
		"http://[::1]:80/x":                               "http://[::1]/x",
		" www.example.com/x\n":                            "http://www.example.com/x",
		"https://example.com/x?b=2&a=1&b=3":               "https://example.com/x?b=2&a=1&b=3",
		"https://example.com/x?&&a=1&UTM_Campaign=z":      "https://example.com/x?a=1",
		"https://example.com/x?%75tm_source=a&b=%41%%34":  "https://example.com/x?b=A%254",
		"https://example.com/a/%2e%2E/b/%2e":              "https://example.com/b/",
		"https://example.com/../../a/..":                  "https://example.com/",
		"https://example.com/a//b/":                       "https://example.com/a//b/",
		"https://reader:secret@example.com/x":             "https://example.com/x",
		"https://example.com/a;jsessionid=1F0A?id=2":      "https://example.com/a?id=2",
		"https://example.com/a;v=2;JSessionID=1F0A/b":     "https://example.com/a;v=2/b",
		`https:\\example.com\a\b?q=\`:                     "https://example.com/a/b?q=%5C",
		"https:example.com/a":                             "https://example.com/a",
		"https:////example.com/a":                         "https://example.com/a",
		"http://example.com:0080/":                        "http://example.com/",
		"http://example.com:/":                            "http://example.com/",
		"http://2130706433/":                              "http://127.0.0.1/",
		"http://0x7f.1/":                                  "http://127.0.0.1/",
		"http://0177.0.0.0x1/":                            "http://127.0.0.1/",
		"http://１２７。０。０。１/":                               "http://127.0.0.1/",
		"http://[0:0:0:0:0:0:0:1]/":                       "http://[::1]/",
		"http://[::FFFF:127.0.0.1]:8080/":                 "http://[::ffff:127.0.0.1]:8080/",
		"https://خبر.example/x":                           "https://xn--ngblk.example/x",
	} {
		if got, err := fetch.Canonical(raw); got != want || err != nil {
			t.Errorf("Canonical(%q) = %q, %v, want %q", raw, got, err, want)
		}
	}
	for _, raw := range []string{"", "mailto:a@b", "/relative", "https://", "javascript:void(0)", "ftp://example.com/", "http://a b/", "http://999.1/", "http://1.2.3.4.5/",
		"http://256.256.256.256/", "http://0x1ffffffff/", "http://08.1/", "http://a.1/", "http://[::1/", "http://[v1.x]/", "http://a:99999/", "http://a<b/", "http://xn--\u200c.\u200d/"} {
		if got, err := fetch.Canonical(raw); err == nil {
			t.Errorf("Canonical(%q) = %q, want an error", raw, got)
		}
	}
}

func TestResolve(t *testing.T) {
	for _, test := range []struct{ base, ref, want string }{
		{"https://a.example/x/y", "../z?q=1", "https://a.example/z?q=1"},
		{"https://a.example/x/y", "//b.example/z", "https://b.example/z"},
		{"https://a.example/x/y", " /new\n line ", "https://a.example/new%20line"},
		{"", "https://a.example/", "https://a.example/"},
		{"https://a.example/x/y", "www.b.example/z", "http://www.b.example/z"},
		{"https://a.example/x/y", "///b.example/z", "https://b.example/z"},
		{"https://a.example/x/y", `\\b.example\z`, "https://b.example/z"},
		{"https://a.example/x/y", `\z`, "https://a.example/z"},
		{"https://a.example/x/y", "https:z", "https://a.example/x/z"},
		{"https://a.example/x/y", "https:/z", "https://a.example/z"},
		{"https://a.example/x/y", "http:/b.example/z", "http://b.example/z"},
		{"https://a.example/x/y", "12:30-news", "https://a.example/x/12:30-news"},
		{"https://a.example/x/y", "?page=2", "https://a.example/x/y?page=2"},
		{"https://a.example/x/y?q=1", "", "https://a.example/x/y?q=1"},
		{"https://a.example/x/y", "HTTPS://B.Example:443/Z", "https://b.example/Z"},
	} {
		if got, err := fetch.Resolve(test.base, test.ref); got != test.want || err != nil {
			t.Errorf("Resolve(%q, %q) = %q, %v, want %q", test.base, test.ref, got, err, test.want)
		}
	}
}

// FuzzCanonical holds that a canonical address is its own canonical form.
func FuzzCanonical(f *testing.F) {
	f.Add("http://News.Example.COM:80/a/../b?utm_source=x&id=7#top")
	f.Add("https://example.com/%d8%ae%zz/100%?%#!/%")
	f.Add("http://.")
	f.Add(`https:\\0x7f.1:0443\%2e%2E/;jsessionid=1?%75tm_x=1&%%34%31#/%`)
	f.Add("http://１２７。1/خبر?ر=%zz")
	f.Fuzz(func(t *testing.T, raw string) {
		once, err := fetch.Canonical(raw)
		if err != nil {
			return
		}
		if twice, err := fetch.Canonical(once); err != nil || twice != once {
			t.Errorf("Canonical(%q) = %q, whose canonical form is %q, %v", raw, once, twice, err)
		}
	})
}

func TestTwinsHaveOneKey(t *testing.T) {
	for key, dresses := range map[string][]string{
		"news.example/world/1": {
			"https://news.example/world/1", "http://www.news.example/world/1/", "https://m.news.example/world/1?utm_source=x",
			"https://amp.news.example/world/1", "https://www.news.example/amp/world/1", "https://www.news.example/world/1/amp/",
			"https://www.news.example/world/amp/1", "https://news.example/world/1/amp.html", "https://news.example/world/1.amp",
			"https://news.example/world/1?amp", "https://news.example/world/1?amp=1#top", "https://news.example/world/1?outputType=amp",
			"https://news.example/m/world/1", "https://mobile.news.example/mobile/world/1?m=1",
			"https://www-news-example.cdn.ampproject.org/c/s/www.news.example/world/1?amp_js_v=0.1&usqp=x",
			"https://www-news-example.cdn.ampproject.org/v/s/m.news.example/amp/world/1",
			"https://www.google.com/amp/s/www.news.example/world/1/amp/", "https://www-news-example.bing-amp.com/c/s/www.news.example/world/1",
		},
		"news.example/world/1.html":        {"https://news.example/world/1.html", "https://news.example/world/1.amp.html"},
		"fa.wikipedia.org/wiki/%D8%B1":     {"https://fa.wikipedia.org/wiki/ر", "https://fa.m.wikipedia.org/wiki/ر"},
		"news.example:8080/a":              {"http://www.news.example:8080/a", "http://news.example:8080/a"},
		"news.example":                     {"https://news.example/", "https://www.news.example", "https://news.example/amp/"},
		"news.example/show?id=7":           {"https://news.example/show?id=7", "https://m.news.example/show?id=7&m=1"},
		"news.example/show?id=8":           {"https://news.example/show?id=8"},
		"news.example/app#!/5":             {"https://news.example/app#!/5"},
		"sport.news.example/world/1":       {"https://sport.news.example/world/1"},
		"m.com/a":                          {"https://m.com/a", "https://www.m.com/a"},
		"amp.dev/a":                        {"https://amp.dev/a"},
		"news.example/marshall-amp":        {"https://news.example/marshall-amp"},
		"news.example/camp/1":              {"https://news.example/camp/1"},
		"news.example/world/m/1":           {"https://news.example/world/m/1"},
		"news.example/m":                   {"https://news.example/m"},
		"x.cdn.ampproject.org/i/s/a.com/b": {"https://x.cdn.ampproject.org/i/s/a.com/b"},
		"127.0.0.1:81/a":                   {"http://127.0.0.1:81/a"},
		"[::1]/a":                          {"http://[::1]/a"},
		"www.co.uk/a":                      {"https://www.co.uk/a"},
		"news.co.uk/a":                     {"https://www.news.co.uk/a", "https://m.news.co.uk/a"},
	} {
		for _, address := range dresses {
			if got, err := fetch.TwinKey(address); got != key || err != nil {
				t.Errorf("TwinKey(%q) = %q, %v, want %q", address, got, err, key)
			}
		}
	}
	if got, err := fetch.TwinKey("mailto:a@b"); err == nil {
		t.Errorf("TwinKey of no address = %q", got)
	}
}

// FuzzTwinKey holds that the key of an address is that of its canonical form.
func FuzzTwinKey(f *testing.F) {
	f.Add("https://www-news-example.cdn.ampproject.org/c/s/www.news.example/world/1?amp=1")
	f.Add("http://m.news.example:81/m/amp/x.amp.html/?m=1&amp#!/a")
	f.Add("https://www.google.com/amp/s/")
	f.Fuzz(func(t *testing.T, raw string) {
		key, err := fetch.TwinKey(raw)
		if err != nil {
			return
		}
		once, err := fetch.Canonical(raw)
		if again, err2 := fetch.TwinKey(once); err != nil || err2 != nil || again != key {
			t.Errorf("TwinKey(%q) = %q, but %q of its canonical form %q, %v, %v", raw, key, again, once, err, err2)
		}
	})
}

func ExampleTwinKey() {
	for _, address := range []string{
		"https://www.news.example/world/1", "https://m.news.example/world/1/?utm_source=x", "https://www.google.com/amp/s/news.example/world/1/amp",
	} {
		key, err := fetch.TwinKey(address)
		fmt.Println(key, err)
	}
	// Output:
	// news.example/world/1 <nil>
	// news.example/world/1 <nil>
	// news.example/world/1 <nil>
}
