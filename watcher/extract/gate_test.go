package extract_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/watcher/extract"
)

// teaserPage is a page of n teasers: linked headlines, each with a summary if
// withText.
func teaserPage(title, item string, n int, withText bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<html lang=en><head><title>%s</title><meta property='og:type' content='article'></head><body><ul class=menu><li><a href=/a>World</a><li><a href=/b>Sport</a></ul><main>", title)
	for i := range n {
		fmt.Fprintf(&b, "<div class=%s><h3><a href=/n/%d>The council votes on budget number %d tonight</a></h3>", item, i, i)
		if withText {
			fmt.Fprintf(&b, "<p>Members of the council, who met for the %dth time this month, are to vote late in the evening.</p>", i)
		}
		b.WriteString("</div>")
	}
	b.WriteString("</main><footer>All rights reserved. The Harbour is a daily of the town of Harbour.</footer></body></html>")
	return b.String()
}

// livePage is a page of entries with their times, in a box of a class.
func livePage(class string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<title>Flood: what we know</title><h1>Flood: what we know</h1><div class='%s'>", class)
	for i := range 6 {
		fmt.Fprintf(&b, "<section><div class=stamp>1%d:05</div><p>The river rose by another hand, and the people of ward %d left for the hill.</p><p>Boats went out to fetch those who had stayed.</p></section>", i, i)
	}
	return b.String() + "</div>"
}

// randomBytes returns n bytes of noise, the same each time.
func randomBytes(n int) string {
	source := rand.New(rand.NewPCG(1, 2))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(source.Uint32())
	}
	return string(b)
}

func TestGate(t *testing.T) {
	long := strings.Repeat("<p>The harbour board met on Monday, and agreed on a plan for the new quay.</p>", 6)
	for _, c := range []struct {
		name, url, page string
		want            extract.Type
	}{
		{"front page", "https://harbour.example/", teaserPage("The Harbour", "item", 30, true), extract.TypeListing},
		{"front page of a language", "https://harbour.example/fa", teaserPage("The Harbour", "item", 30, true), extract.TypeListing},
		{"section with summaries", "https://harbour.example/world", teaserPage("World - The Harbour", "item", 12, true), extract.TypeListing},
		{"section with headlines", "https://harbour.example/world", teaserPage("World - The Harbour", "item", 30, false), extract.TypeListing},
		{"search", "https://harbour.example/search?q=quay", teaserPage("Search: quay", "result", 10, true), extract.TypeListing},
		{"article with many links around", "https://harbour.example/n/1",
			strings.Replace(teaserPage("New quay planned | The Harbour", "item", 40, false), "<main>", "<main><h1>New quay planned</h1><div class=story>"+long+"</div>", 1), extract.TypeArticle},
		{"short news", "https://harbour.example/n/2",
			strings.Replace(teaserPage("Quay closed | The Harbour", "item", 15, false), "<main>", "<main><h1>Quay closed</h1><div><p>The old quay is closed until Friday, the harbour board said, as divers look for a lost anchor.</p></div>", 1), extract.TypeArticle},
		{"a flash without a stop", "https://harbour.example/n/21",
			"<html lang=fa><title>بندر بسته شد | بندر نیوز</title><div class=nav><a href=/>نخست</a></div><h1>بندر بسته شد</h1><div class=txt>هیئت بندر از بسته شدن اسکله کهنه تا پایان هفته خبر داد و کشتی ها را به لنگرگاه خواند</div><div>کد خبر: ۵۵۱۲</div>", extract.TypeArticle},
		{"not found", "https://harbour.example/n/3", "<title>Page not found</title><h1>404</h1><p>The page you are looking for has moved. Try the search.</p>", extract.TypeSoft404},
		{"a headline with the number 404", "https://harbour.example/n/31",
			"<title>404 killed as ferry sinks | The Harbour</title><h1>404 killed as ferry sinks</h1><div>" + long + "</div>", extract.TypeArticle},
		{"news of a refusal", "https://harbour.example/n/32",
			"<title>Access denied: harbour board bars reporters from its meeting</title><h1>Access denied: harbour board bars reporters from its meeting</h1><div>" + long + "</div>", extract.TypeArticle},
		{"news of a security check", "https://harbour.example/n/33",
			"<title>Long lines at the ferry's new security check | The Harbour</title><h1>Long lines at the ferry's new security check</h1><div>" + long + "</div>", extract.TypeArticle},
		{"an error page with suggestions", "https://harbour.example/n/34",
			"<title>Page not found | The Harbour</title><h1>Page not found</h1><div>" + long + "</div>", extract.TypeSoft404},
		{"a few cards", "https://harbour.example/world", "<p class=site><a href=/>The Harbour</a></p>" + strings.ReplaceAll(teaserPage("The Harbour", "item", 4, true), "h3", "h2"), extract.TypeListing},
		{"soft 404", "https://harbour.example/n/4", "<html lang=fa><title>بندر نیوز</title><div>خبر مورد نظر یافت نشد</div>", extract.TypeSoft404},
		{"a server in trouble", "https://harbour.example/n/41", "<title>502 Bad Gateway</title><center><h1>502 Bad Gateway</h1></center><hr>nginx", extract.TypeError},
		{"a database in trouble", "https://harbour.example/n/42", "<title>Database Error</title><h1>Error establishing a database connection</h1>", extract.TypeError},
		{"maintenance", "https://harbour.example/n/43", "<html lang=fa><title>بندر نیوز</title><p>سایت در حال به\u200cروزرسانی است. به زودی باز می\u200cگردیم.</p>", extract.TypeError},
		{"live", "https://harbour.example/world/live/flood", livePage(""), extract.TypeLive},
		{"live by a name", "https://harbour.example/world/flood", livePage("live-blog"), extract.TypeLive},
		{"an article with times", "https://harbour.example/world/flood", livePage("times"), extract.TypeArticle},
		{"bot check", "https://harbour.example/n/5", "<title>Just a moment...</title><p>Enable JavaScript and cookies to continue.</p>", extract.TypeWall},
		{"paywall", "https://harbour.example/n/6", "<title>Quay</title><h1>Quay</h1><p>The board met on Monday.</p><div>Already a subscriber? Log in</div>", extract.TypeWall},
		{"short news under an invitation to log in", "https://harbour.example/n/61",
			"<title>Quay closed</title><div>Already a subscriber? Log in</div><h1>Quay closed</h1><p>The old quay is closed until Friday, the harbour board said, as divers look for a lost anchor.</p>", extract.TypeArticle},
		{"video", "https://harbour.example/video/7", "<title>Waves</title><meta property=og:type content=video.other><h1>Waves at the quay</h1><p>Watch the waves of last night.</p>", extract.TypeMedia},
		{"junk", "https://harbour.example/n/8", "\x01\x02<<<<>>>", extract.TypeEmpty},
		{"noise", "https://harbour.example/n/81", randomBytes(300 << 10), extract.TypeEmpty},
		{"noise in a page", "https://harbour.example/n/82", "<title>Quay</title><h1>Quay closed</h1><style>" + strings.Repeat("p{color:red}", 4000) + "</style><p>" + randomBytes(50<<10), extract.TypeEmpty},
		{"a few broken letters", "https://harbour.example/n/83", "<title>Quay</title><h1>Quay</h1><div>" + long + "<p>Caf\xe9 and \x01th\xe9 were served to the members of the board.</p></div>", extract.TypeArticle},
		{"nothing", "https://harbour.example/n/9", "", extract.TypeEmpty},
	} {
		r, err := extract.Page(c.page, c.url)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if r.Type != c.want || (r.Type == extract.TypeArticle) != (r.Reason == "") {
			t.Errorf("%s: type %s (%s), want %s; body %.200q", c.name, r.Type, r.Reason, c.want, r.Article.Body)
		}
	}
}

// TestLiveBlogByEntry wants every entry of a live blog in the text, in order.
func TestLiveBlogByEntry(t *testing.T) {
	r, err := extract.Page(livePage("live-blog"), "https://harbour.example/world/flood")
	if err != nil {
		t.Fatal(err)
	}
	at := 0
	for i := range 6 {
		entry := fmt.Sprintf("and the people of ward %d left for the hill.\n\nBoats went out to fetch those who had stayed.", i)
		next := strings.Index(r.Article.Body[at:], entry)
		if next < 0 {
			t.Fatalf("entry %d is missing, or out of order, in %q", i, r.Article.Body)
		}
		at += next + len(entry)
	}
}
