package feed

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"
	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
)

// ErrNoChannel means that a page of t.me shows no messages: there is no
// channel of that name, or it is private, or may not be previewed.
var ErrNoChannel = errors.New("no public Telegram channel")

// isTelegram tells a page of t.me by the classes of its elements, not one that
// merely shows a message of Telegram among other things.
func isTelegram(doc string) bool {
	return strings.Contains(doc, "tgme_channel_info") || strings.Contains(doc, "tgme_page") ||
		strings.Contains(doc, "tgme_widget_message_wrap")
}

// telegram reads the page of a public channel, https://t.me/s/NAME, which
// shows its latest twenty messages, the newest at the end.
//
// A message has no title: its first line stands for one. Its address is that
// of the message; those that it mentions are among its links.
func (p *parser) telegram() error {
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(p.s.doc))
	if err != nil {
		return fmt.Errorf("%w: %w: %w", ErrNotFeed, ErrTooDeep, err)
	}
	p.over = true
	p.base = or(p.base, "https://t.me/")
	p.head.base = p.base
	p.channelInfo(doc)
	doc.Find(".tgme_widget_message[data-post]").EachWithBreak(func(_ int, m *goquery.Selection) bool {
		p.more = p.full()
		if !p.more && !m.HasClass("service_message") {
			p.message(m)
		}
		return !p.more
	})
	p.conclude()
	if len(p.feed.Entries) == 0 && doc.Find(".tgme_channel_info, .tgme_channel_history").Length() == 0 {
		return fmt.Errorf("%w: %w", ErrNotFeed, ErrNoChannel)
	}
	return nil
}

// channelInfo reads what stands in the page's head and beside the messages.
func (p *parser) channelInfo(doc *goquery.Document) {
	h := &p.head
	text := func(selector string) string { return p.shown(doc.Find(selector).First()) }
	attr := func(selector, name string) string { s, _ := doc.Find(selector).First().Attr(name); return s }
	h.Title = or(line(text(".tgme_channel_info_header_title")), line(attr(`meta[property="og:title"]`, "content")))
	h.Summary = or(text(".tgme_channel_info_description"), line(attr(`meta[property="og:description"]`, "content")))
	h.Image = h.resolve(element{}, or(attr(".tgme_page_photo_image img", "src"), attr(`meta[property="og:image"]`, "content")))
	name := strings.TrimPrefix(line(text(".tgme_channel_info_header_username")), "@")
	if name == "" {
		name, _, _ = strings.Cut(attr(".tgme_widget_message[data-post]", "data-post"), "/")
	}
	if name != "" {
		h.ID, h.link = "@"+name, "https://t.me/"+url.PathEscape(name)
	}
	older := or(attr("a.tme_messages_more[data-before]", "href"), attr(`link[rel="prev"]`, "href"))
	p.feed.Next = h.resolve(element{}, older)
}

// message reads one message.
func (p *parser) message(m *goquery.Selection) {
	e := &p.item
	*e = entry{base: p.base}
	e.ID = line(m.AttrOr("data-post", ""))
	e.link = e.resolve(element{}, "https://t.me/"+e.ID)
	m.Find(".tgme_widget_message_reply").Remove() // another message, quoted
	e.Content = strings.Join(p.spoken(m), "\n\n")
	if e.Title = headlineOf(e.Content); e.Title == "" || bareAddress(e.Title) { // it says what it shows
		e.Title = or(line(m.Find(".link_preview_title, .tgme_widget_message_document_title").First().Text()), e.Title)
		e.Summary = p.shown(m.Find(".link_preview_description").First())
	}
	e.Author = line(m.Find(".tgme_widget_message_from_author").First().Text())
	e.Via = line(m.Find(".tgme_widget_message_forwarded_from_name").First().Text())
	e.Edited = strings.Contains(m.Find(".tgme_widget_message_meta").Text(), "edited")
	e.published, _ = parseDateIn(line(m.Find(".tgme_widget_message_date time[datetime]").AttrOr("datetime", "")), p.zone)
	e.addLink(e.link)
	m.Find(".tgme_widget_message_text a[href], a.tgme_widget_message_link_preview[href]").Each(func(_ int, a *goquery.Selection) {
		ref := a.AttrOr("href", "")
		if u := e.resolve(element{}, ref); u != "" && !strings.HasPrefix(ref, "?") { // a hashtag
			e.addLink(u)
		}
	})
	p.media(m)
	e.settle()
	p.feed.Entries = append(p.feed.Entries, e.Entry)
}

// spoken returns the texts of a message. One that stands within another is a
// part of it.
func (p *parser) spoken(m *goquery.Selection) (parts []string) {
	var below func(*html.Node)
	below = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.ElementNode && messageTexts.Match(c) {
				parts = append(parts, p.shown(m.FindNodes(c)))
				continue
			}
			below(c)
		}
	}
	for _, n := range m.Nodes {
		below(n)
	}
	return parts
}

var messageTexts = cascadia.MustCompile(".tgme_widget_message_text, .tgme_widget_message_poll_question")

// media reads the pictures and films of a message.
func (p *parser) media(m *goquery.Selection) {
	e := &p.item
	m.Find(".tgme_widget_message_photo_wrap, .tgme_widget_message_video_thumb, .link_preview_image, .link_preview_right_image").Each(func(_ int, s *goquery.Selection) {
		found := background.FindStringSubmatch(s.AttrOr("style", ""))
		if found == nil {
			return
		}
		u := e.resolve(element{}, found[1])
		e.Image = or(e.Image, u)
		if s.HasClass("tgme_widget_message_photo_wrap") {
			e.file(u, "image/jpeg", 0)
		}
	})
	m.Find("video[src]").Each(func(_ int, s *goquery.Selection) {
		e.file(e.resolve(element{}, s.AttrOr("src", "")), "video/mp4", 0)
	})
}

var background = regexp.MustCompile(`background-image:\s*url\(\s*['"]?([^'")]+)`)

// shown returns the text of an element in paragraphs, as a reader sees it.
func (p *parser) shown(s *goquery.Selection) string {
	for _, n := range s.Nodes {
		p.render(n)
	}
	return p.w.String()
}

// render writes the text of a node. The parser of HTML allows no nesting that
// this could drown in.
func (p *parser) render(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		p.w.text(n.Data)
	case html.ElementNode:
		if unseen(n.Data) {
			return
		}
		p.w.tag(n.Data)
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			p.render(c)
		}
		if n.Data != "br" {
			p.w.tag(n.Data)
		}
	}
}

// headlineOf returns what of a text stands for its headline: its first line,
// and of a long one what the words of 160 letters leave.
func headlineOf(s string) string {
	const most = 160
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	s = strings.TrimSpace(s)
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	cut := string([]rune(s)[:most])
	if i := strings.LastIndexByte(cut, ' '); i > most/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,،;؛:-–—") + "…"
}
