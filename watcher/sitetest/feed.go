package sitetest

import (
	"encoding/xml"
	"time"
)

// rss returns an outlet's articles as RSS 2.0. The guids name no host, so
// they stay when the site is served elsewhere.
func rss(base string, o *outlet, articles []Article) ([]byte, error) {
	type guid struct {
		Permalink bool   `xml:"isPermaLink,attr"`
		ID        string `xml:",chardata"`
	}
	type item struct {
		Title       string   `xml:"title"`
		Link        string   `xml:"link"`
		Description string   `xml:"description"`
		Categories  []string `xml:"category"`
		GUID        guid     `xml:"guid"`
		PubDate     string   `xml:"pubDate"`
	}
	type channel struct {
		Title       string `xml:"title"`
		Link        string `xml:"link"`
		Description string `xml:"description"`
		Language    string `xml:"language"`
		Items       []item `xml:"item"`
	}
	type feed struct {
		XMLName xml.Name `xml:"rss"`
		Version string   `xml:"version,attr"`
		Channel channel  `xml:"channel"`
	}
	f := feed{Version: "2.0", Channel: channel{
		Title: o.Name, Link: base + "/" + o.ID + "/", Description: o.Name, Language: o.Lang,
	}}
	for _, a := range articles {
		f.Channel.Items = append(f.Channel.Items, item{
			Title: a.Title, Link: base + a.Path, Description: a.Lead, Categories: a.Tags,
			GUID: guid{ID: o.ID + "-" + a.Code}, PubDate: a.Published.Format(time.RFC1123Z),
		})
	}
	return xml.MarshalIndent(f, "", "  ")
}

// The elements of an Atom feed (RFC 4287) that an outlet gives.
type (
	atomFeed struct {
		XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Lang    string      `xml:"xml:lang,attr"`
		Title   string      `xml:"title"`
		ID      string      `xml:"id"`
		Links   []atomLink  `xml:"link"`
		Updated string      `xml:"updated"`
		Author  atomAuthor  `xml:"author"`
		Entries []atomEntry `xml:"entry"`
	}
	atomEntry struct {
		Title     string      `xml:"title"`
		ID        string      `xml:"id"`
		Link      atomLink    `xml:"link"`
		Published string      `xml:"published"`
		Updated   string      `xml:"updated"`
		Author    *atomAuthor `xml:"author"`
		Summary   string      `xml:"summary"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	}
	atomAuthor struct {
		Name string `xml:"name"`
	}
)

// atom returns an outlet's articles as Atom.
func atom(base string, o *outlet, articles []Article) ([]byte, error) {
	f := atomFeed{
		Lang: o.Lang, Title: o.Name, ID: "tag:" + o.ID + ".example,2026:feed",
		Links:  []atomLink{{"self", base + "/" + o.ID + "/atom"}, {"alternate", base + "/" + o.ID + "/"}},
		Author: atomAuthor{o.Name},
	}
	for _, a := range articles {
		at := a.Published.Format(time.RFC3339)
		e := atomEntry{
			Title: a.Title, ID: "tag:" + o.ID + ".example,2026:" + a.Code,
			Link: atomLink{"alternate", base + a.Path}, Summary: a.Lead,
			Published: at, Updated: at,
		}
		if a.Author != "" {
			e.Author = &atomAuthor{a.Author}
		}
		f.Entries = append(f.Entries, e)
		f.Updated = max(f.Updated, at)
	}
	return xml.MarshalIndent(f, "", "  ")
}

// breakOff cuts a feed behind its last whole item, in the middle of the next
// one: an undeclared entity, a bare ampersand, a tag that never ends.
func breakOff(feed []byte) []byte {
	end := []byte("</channel>")
	for i := len(feed) - len(end); i >= 0; i-- {
		if string(feed[i:i+len(end)]) == string(end) {
			feed = feed[:i]
			break
		}
	}
	return append(feed, "  <item>\n      <title>&nbsp;A & B <b>cut</title>\n      <link>http://broken.example/?a=1&b=2</li"...)
}
