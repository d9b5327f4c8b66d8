package feed

import (
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// jsonList finds the list that makes a JSON document a feed, for those that
// don't say that they are one.
var jsonList = regexp.MustCompile(`"items"\s*:\s*\[`)

// isJSONFeed tells a JSON Feed by the beginning of the document.
func isJSONFeed(doc string) bool {
	const enough = 64 << 10
	doc = strings.TrimLeft(doc, " \t\r\n")
	if doc == "" || doc[0] != '{' {
		return false
	}
	doc = doc[:min(len(doc), enough)]
	return strings.Contains(doc, "jsonfeed.org") || jsonList.MatchString(doc)
}

// json reads a JSON Feed (https://www.jsonfeed.org/version/1.1/), also one
// that puts numbers or lists where the specification has strings.
func (p *parser) json() {
	p.over = true // what ends too early is told by the decoder
	d := json.NewDecoder(strings.NewReader(p.s.doc))
	err := p.jsonFeed(d)
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		p.note(len(p.s.doc), "the document ends too early")
	case errors.As(err, &syntax):
		p.note(min(int(d.InputOffset()), len(p.s.doc)), syntax.Error())
	case err != nil:
		p.note(min(int(d.InputOffset()), len(p.s.doc)), err.Error())
	}
	p.conclude()
}

// jsonFeed reads the feed's own object.
func (p *parser) jsonFeed(d *json.Decoder) error {
	if _, err := d.Token(); err != nil { // the brace
		return err
	}
	var head jsonHead
	fields := head.fields()
	defer func() { head.fill(p) }()
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return err
		}
		switch name, _ := key.(string); {
		case name == "items":
			err = p.jsonItems(d)
		case fields[name] != nil:
			err = d.Decode(fields[name])
		default:
			err = d.Decode(new(json.RawMessage))
		}
		if err != nil {
			return err
		}
	}
	_, err := d.Token()
	return err
}

// jsonItems reads the list of items, each by itself, so that a fault costs
// those behind it and no more.
func (p *parser) jsonItems(d *json.Decoder) error {
	start, err := d.Token()
	if err != nil || start != json.Delim('[') {
		return err
	}
	for d.More() {
		if p.more = p.full(); p.more {
			return nil
		}
		var i jsonItem
		var odd *json.UnmarshalTypeError
		switch err := d.Decode(&i); {
		case errors.As(err, &odd):
			p.note(min(int(d.InputOffset()), len(p.s.doc)), "an item that is a "+odd.Value)
		case err != nil:
			return err
		default:
			i.fill(p)
		}
	}
	_, err = d.Token()
	return err
}

// A jsonHead is what a JSON Feed says of itself.
type jsonHead struct {
	version, title, home, self, description, icon, language, next loose
	author, authors                                               several[jsonPerson]
	hubs                                                          several[jsonHub]
}

// fields returns where the value of each key goes.
func (h *jsonHead) fields() map[string]any {
	return map[string]any{
		"version": &h.version, "title": &h.title, "home_page_url": &h.home, "feed_url": &h.self,
		"description": &h.description, "icon": &h.icon, "language": &h.language, "next_url": &h.next,
		"author": &h.author, "authors": &h.authors, "hubs": &h.hubs,
	}
}

// fill makes what was read the feed's.
func (h *jsonHead) fill(p *parser) {
	e, f := &p.head, p.feed
	e.base = p.base
	at := func(ref loose) string { return e.resolve(element{}, string(ref)) }
	f.Version = strings.TrimPrefix(string(h.version), "https://jsonfeed.org/version/")
	e.Title, e.Lang = line(string(h.title)), language(string(h.language))
	e.Summary = p.w.verse(string(h.description))
	e.link, e.Image = at(h.home), at(h.icon)
	f.Self, f.Next = at(h.self), at(h.next)
	e.ID = f.Self
	e.people(append(h.author, h.authors...))
	for _, hub := range h.hubs {
		p.relation("hub", at(hub.URL))
	}
}

// A jsonItem is an item of a JSON Feed.
type jsonItem struct {
	ID          loose                   `json:"id"`
	URL         loose                   `json:"url"`
	External    loose                   `json:"external_url"`
	Title       loose                   `json:"title"`
	HTML        loose                   `json:"content_html"`
	Text        loose                   `json:"content_text"`
	Summary     loose                   `json:"summary"`
	Image       loose                   `json:"image"`
	Banner      loose                   `json:"banner_image"`
	Published   loose                   `json:"date_published"`
	Modified    loose                   `json:"date_modified"`
	Language    loose                   `json:"language"`
	Author      several[jsonPerson]     `json:"author"`
	Authors     several[jsonPerson]     `json:"authors"`
	Tags        several[loose]          `json:"tags"`
	Attachments several[jsonAttachment] `json:"attachments"`
}

// A jsonPerson is an author, or the mere name of one.
type jsonPerson struct{ Name, URL loose }

// UnmarshalJSON takes an object or a string.
func (who *jsonPerson) UnmarshalJSON(b []byte) error {
	if b[0] == '"' {
		return json.Unmarshal(b, &who.Name)
	}
	var object struct{ Name, URL loose }
	err := json.Unmarshal(b, &object)
	*who = object
	return err
}

type (
	jsonHub struct {
		URL loose `json:"url"`
	}
	jsonAttachment struct {
		URL  loose `json:"url"`
		Type loose `json:"mime_type"`
		Size loose `json:"size_in_bytes"`
	}
)

// fill adds what was read to the feed's entries.
func (i *jsonItem) fill(p *parser) {
	e := &p.item
	*e = entry{base: p.base}
	e.ID, e.Title, e.Lang = line(string(i.ID)), line(string(i.Title)), language(string(i.Language))
	e.Summary = p.w.verse(string(i.Summary))
	if e.Content = p.w.verse(string(i.Text)); e.Content == "" {
		e.Content = p.rendered(string(i.HTML))
	}
	for _, ref := range []loose{i.URL, i.External} {
		if u := e.resolve(element{}, string(ref)); u != "" {
			e.addLink(u)
			e.link = or(e.link, u)
		}
	}
	if hasPrefix(e.ID, "http://") || hasPrefix(e.ID, "https://") {
		e.guid = e.resolve(element{}, e.ID)
	}
	e.Image = or(e.resolve(element{}, string(i.Image)), e.resolve(element{}, string(i.Banner)))
	e.published, _ = parseDateIn(line(string(i.Published)), p.zone)
	e.updated, _ = parseDateIn(line(string(i.Modified)), p.zone)
	e.people(append(i.Author, i.Authors...))
	for _, tag := range i.Tags {
		e.tag(line(string(tag)))
	}
	for _, a := range i.Attachments {
		size, _ := strconv.ParseInt(string(a.Size), 10, 64)
		e.file(e.resolve(element{}, string(a.URL)), line(string(a.Type)), size)
	}
	e.settle()
	p.feed.Entries = append(p.feed.Entries, e.Entry)
}

// people takes the first one that has a name, or else an address.
func (e *entry) people(list []jsonPerson) {
	for _, who := range list {
		e.Author = or(e.Author, line(string(who.Name)))
	}
	for _, who := range list {
		e.Author = or(e.Author, line(string(who.URL)))
	}
}

// A loose is a string, or what a publisher wrote in its place: a number or a
// boolean as it stands, anything else as nothing.
type loose string

// UnmarshalJSON takes any value.
func (l *loose) UnmarshalJSON(b []byte) error {
	switch b[0] {
	case '"':
		return json.Unmarshal(b, (*string)(l))
	case '{', '[', 'n':
		*l = ""
	default:
		*l = loose(b)
	}
	return nil
}

// A several is a list, or the one value that a publisher wrote in its place.
type several[T any] []T

// UnmarshalJSON takes a list, of which it leaves out what is no T, or a T.
func (s *several[T]) UnmarshalJSON(b []byte) error {
	list := []json.RawMessage{b}
	if b[0] == '[' {
		if err := json.Unmarshal(b, &list); err != nil {
			return err
		}
	}
	for _, one := range list {
		var v T
		if json.Unmarshal(one, &v) == nil {
			*s = append(*s, v)
		}
	}
	return nil
}
