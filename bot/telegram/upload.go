package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"sync"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// ErrSpent is the cause of an upload made again whose source was read already
// and cannot be read again.
var ErrSpent = errors.New("it was read already and cannot be read again")

// A File is a photo or a document to send: one that Telegram has, by its ID,
// or one to upload. It is streamed, never held in memory.
type File struct {
	// ID is the file_id that sending it before has returned. With it, nothing
	// is uploaded.
	ID string

	// Name is the name that the file has for its readers.
	Name string

	// Open starts reading the file. Every attempt to send it opens it anew and
	// closes it, so that an upload can be made again.
	Open func() (io.ReadCloser, error)
}

// FromReader returns a file of what r holds from here on. An attempt to send
// it again starts there again if r can seek, and else fails with ErrSpent.
// The file is for one call at a time.
func FromReader(name string, r io.Reader) File {
	var start int64
	opened := false
	seeker, seeks := r.(io.Seeker)
	return File{Name: name, Open: func() (_ io.ReadCloser, err error) {
		switch {
		case opened && !seeks:
			return nil, ErrSpent
		case opened:
			_, err = seeker.Seek(start, io.SeekStart)
		case seeks:
			start, err = seeker.Seek(0, io.SeekCurrent)
		}
		opened = true
		return io.NopCloser(r), err
	}}
}

// A Sent is a message that was sent.
type Sent struct {
	ID     int    // of the message, in its chat
	FileID string // by which its photo or document can be sent again
}

// SendPhoto sends a photo with the message's text as its caption. A photo has
// at most 10 MB, its width and height together at most 10,000, and neither is
// over 20 times the other.
func (c *Client) SendPhoto(ctx context.Context, m Message, f File) (Sent, error) {
	return c.sendFile(ctx, "sendPhoto", "photo", m, f)
}

// SendDocument sends a file of at most 50 MB with the message's text as its
// caption.
func (c *Client) SendDocument(ctx context.Context, m Message, f File) (Sent, error) {
	return c.sendFile(ctx, "sendDocument", "document", m, f)
}

func (c *Client) sendFile(ctx context.Context, method, param string, m Message, f File) (Sent, error) {
	p := m.withCaption()
	m.address(p)
	result, err := c.withFile(ctx, method, param, p, f)
	if err != nil {
		return Sent{}, err
	}
	return c.sent(method, result)
}

// EditPhoto puts another photo, with its caption and keyboard, into the place
// of a message, such as a chart that is drawn anew. A photo that is there
// already is a success without an ID.
func (c *Client) EditPhoto(ctx context.Context, id int, m Message, f File) (Sent, error) {
	p := m.params()
	p.AddNonZero("message_id", id)
	media := map[string]string{"type": "photo", "media": f.ID}
	if f.ID == "" {
		media["media"] = "attach://photo"
	}
	for name, value := range map[string]string{"caption": m.Text, "parse_mode": p["parse_mode"]} {
		if value != "" {
			media[name] = value
		}
	}
	delete(p, "parse_mode")
	if err := p.AddInterface("media", media); err != nil {
		return Sent{}, err
	}
	const method = "editMessageMedia"
	result, err := c.withFile(ctx, method, "photo", p, f)
	if Is(err, KindNotModified) {
		return Sent{ID: id, FileID: f.ID}, nil
	}
	if err != nil {
		return Sent{}, err
	}
	return c.sent(method, result)
}

// withFile makes a call with a file: by its ID, in that parameter if it does
// not stand in the media already, or uploaded as the part of that name.
func (c *Client) withFile(ctx context.Context, method, param string, p tgbotapi.Params, f File) (json.RawMessage, error) {
	if f.ID != "" {
		if p["media"] == "" {
			p[param] = f.ID
		}
		return c.call(ctx, method, p, c.timeout)
	}
	src := &source{file: f}
	return c.exchange(ctx, method, c.fileTimeout, src, func(bot *tgbotapi.BotAPI) (*tgbotapi.APIResponse, error) {
		return bot.UploadFiles(method, p, []tgbotapi.RequestFile{{Name: param, Data: src}})
	})
}

// sent reads the message that a call returns.
func (c *Client) sent(method string, result json.RawMessage) (Sent, error) {
	type file struct {
		ID string `json:"file_id"`
	}
	var m struct {
		ID        int    `json:"message_id"`
		Photo     []file `json:"photo"`
		Document  file   `json:"document"`
		Animation file   `json:"animation"` // what a document can become, by what it holds
		Video     file   `json:"video"`
		Audio     file   `json:"audio"`
	}
	if err := c.decode(method, result, &m); err != nil {
		return Sent{}, err
	}
	if m.ID == 0 {
		return Sent{}, &Error{Method: method, Kind: KindGateway, InDoubt: true, Description: "an answer without a message"}
	}
	sent := Sent{ID: m.ID}
	if n := len(m.Photo); n > 0 {
		sent.FileID = m.Photo[n-1].ID // the largest
	}
	for _, f := range []file{m.Document, m.Animation, m.Video, m.Audio} {
		if sent.FileID == "" {
			sent.FileID = f.ID
		}
	}
	return sent, nil
}

// A source hands a file to the library, whose goroutine may outlive the call:
// after the end of that it reads nothing more. All methods but those that the
// library calls work on a nil source, that of a call without an upload.
type source struct {
	file File

	mu    sync.Mutex
	open  io.ReadCloser
	ended bool
	whole bool  // it was read to its end
	err   error // by which it failed
}

// NeedsUpload and SendData implement the library's RequestFileData.
func (s *source) NeedsUpload() bool { return true }

// SendData is never called: a source is always uploaded.
func (s *source) SendData() string { return "" }

// UploadData opens the file.
func (s *source) UploadData() (string, io.Reader, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.ended:
		return "", nil, io.ErrClosedPipe
	case s.file.Open == nil:
		s.err = errors.New("there is none")
	default:
		s.open, s.err = s.file.Open()
	}
	name := s.file.Name
	if name == "" {
		name = "file"
	}
	return name, reader{s}, s.err
}

// A reader reads a source. The library would close one that can be closed.
type reader struct{ source *source }

func (r reader) Read(p []byte) (int, error) {
	s := r.source
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return 0, io.ErrClosedPipe
	}
	n, err := s.open.Read(p)
	switch {
	case err == io.EOF:
		s.whole = true
	case err != nil:
		s.err = err
	}
	return n, err
}

// end waits for a read under way and closes the file.
func (s *source) end() {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	if s.open != nil {
		s.open.Close() // it was only read
	}
}

// failure returns the error by which the file failed, or nil.
func (s *source) failure() error {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// sent reports whether the whole file went out: of a part of it Telegram makes
// nothing.
func (s *source) sent() bool {
	if s == nil {
		return true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.whole
}
