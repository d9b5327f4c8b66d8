package telegramtest

import (
	"encoding/json"
	"math/rand/v2"
	"strconv"
	"strings"
	"unicode/utf8"
)

// mostCaption is how long the text of a photo or a document may be, in code
// points after entities are parsed.
const mostCaption = 1024

func (s *Server) sendPhoto(q *request) (any, error) {
	return s.send(q, "photos", func(m *Message) error { return s.composeFile(q, m, "photo", Photo) })
}

func (s *Server) sendDocument(q *request) (any, error) {
	return s.send(q, "documents", func(m *Message) error { return s.composeFile(q, m, "document", Document) })
}

// composeFile reads the file of a message, from the parameter of that name,
// and its caption.
func (s *Server) composeFile(q *request, m *Message, param string, kind FileKind) error {
	f, err := s.file(q, param, kind)
	switch {
	case err != nil:
		return err
	case f == nil && param == "media":
		return bad("can't parse InputMedia: media not found")
	case f == nil:
		return bad("there is no %s in the request", kind)
	}
	m.File, m.Spoiler = f, q.bool("has_spoiler")
	if kind == Document && len(q.stored) > 0 { // one that Telegram has keeps its own
		if err := s.thumbnail(q, f); err != nil {
			return err
		}
	}
	return q.caption(m)
}

// caption reads the text of a photo or a document.
func (q *request) caption(m *Message) error {
	m.Above = q.bool("show_caption_above_media")
	raw := q.params["caption"]
	switch {
	case len(raw) > mostRawText:
		return bad("text is too long")
	case !utf8.ValidString(raw):
		return bad("strings must be encoded in UTF-8")
	}
	text, entities, err := q.marked(raw, "caption_entities")
	switch {
	case err != nil:
		return err
	case utf8.RuneCountInString(text) > mostCaption:
		return bad("message caption is too long")
	}
	m.Text, m.Entities = text, withDetected(text, entities)
	return nil
}

// mostAlbum is how many photos or documents one sendMediaGroup sends.
const mostAlbum = 10

// sendMediaGroup sends an album: messages of one media_group_id. Of a refused
// one nothing is sent.
func (s *Server) sendMediaGroup(q *request) (any, error) {
	if err := q.unsupported(); err != nil {
		return nil, err
	}
	items, err := q.album()
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var album []*Message
	for i, item := range items {
		m := s.draft(q)
		if err := s.composeMedia(item, m); err != nil {
			return nil, atItem(i, len(items), err)
		}
		if album = append(album, m); m.File.Kind != album[0].File.Kind {
			return nil, bad("document can't be mixed with other media types")
		}
		if m.Above != album[0].Above {
			return nil, bad("parameter show_caption_above_media must be the same for all messages")
		}
	}
	c, err := s.chat(q)
	if err != nil {
		return nil, err
	}
	if err := s.admit(q, c, title(album[0].File.Kind)+"s", album...); err != nil {
		return nil, err
	}
	number := ""
	if len(album) > 1 {
		number = strconv.FormatInt(rand.Int64(), 10)
	}
	sent := []*wireMessage{}
	for i, m := range album {
		m.Album = number
		s.putFiles(items[i])
		sent = append(sent, s.wireMessage(c, c.add(m)))
	}
	return sent, nil
}

// atItem tells which of so many items Telegram's servers refuse, after the Bot
// API server took them: errors of theirs are in capitals.
func atItem(i, items int, err error) error {
	words := strings.TrimPrefix(err.Error(), "Bad Request: ")
	if items > 1 && strings.ToUpper(words) == words {
		return bad("failed to send message #%d with the error message %q", i+1, words)
	}
	return err
}

// album reads the media of a call, each as a request of its own.
func (q *request) album() ([]*request, error) {
	var raw []json.RawMessage
	if _, err := q.object("media", &raw); err != nil {
		return nil, err
	}
	switch {
	case len(raw) == 0:
		return nil, bad("there are no messages to send")
	case len(raw) > mostAlbum:
		return nil, bad("too many messages to send as an album")
	}
	var items []*request
	for _, each := range raw {
		item, err := q.media(each)
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	return items, nil
}

// media reads an InputMedia as a request that has its fields for parameters.
func (q *request) media(raw json.RawMessage) (*request, error) {
	item := &request{ctx: q.ctx, method: q.method, params: map[string]string{}, files: q.files}
	if err := readJSON(item.params, raw); err != nil {
		return nil, err
	}
	if kind := item.params["type"]; kind != string(Photo) && kind != string(Document) {
		return nil, unsupported("InputMedia of type " + kind)
	}
	return item, nil
}

// composeMedia reads the file and the caption of an InputMedia.
func (s *Server) composeMedia(item *request, m *Message) error {
	return s.composeFile(item, m, "media", FileKind(item.params["type"]))
}
