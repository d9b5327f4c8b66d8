package telegramtest

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"image"
	_ "image/gif"  // formats of photos
	_ "image/jpeg" //
	_ "image/png"  //
	"mime"
	"net/http"
	"path"
	"strings"
)

// A File is the photo or the document of a message. Content gives its bytes.
type File struct {
	ID       string   `json:"id"`        // the file_id, by which the bot can send it again
	UniqueID string   `json:"unique_id"` // the same for the same bytes
	Kind     FileKind `json:"kind"`
	Name     string   `json:"name,omitempty"` // of a document
	Type     string   `json:"type,omitempty"` // the MIME type
	Size     int      `json:"size"`           // in bytes

	Width  int `json:"width,omitempty"` // of a photo
	Height int `json:"height,omitempty"`

	SmallID   string `json:"small_id,omitempty"`  // the file_id of a photo's smaller size
	Thumbnail *File  `json:"thumbnail,omitempty"` // of a document
}

// A FileKind is a kind of file. A file_id serves for its own kind alone.
type FileKind string

// The kinds of file.
const (
	Photo     FileKind = "photo"
	Document  FileKind = "document"
	Thumbnail FileKind = "thumbnail" // of a document
)

// What a file may hold. https://core.telegram.org/bots/api#sending-files and
// #sendphoto
const (
	mostPhoto     = 10 << 20 // bytes
	mostSides     = 10_000   // width and height of a photo together
	mostRatio     = 20       // of its sides
	mostThumbnail = 200 << 10
	smallSide     = 320 // of a photo's smaller size, and of a thumbnail
	mostDownload  = 20 << 20
)

// same tells whether two files, or none, are the same.
func (f *File) same(o *File) bool { return f == o || f != nil && o != nil && f.ID == o.ID }

// stored is a file with its bytes, as the journal keeps it.
type stored struct {
	File
	Number  int64  `json:"number"` // among all files, which makes the file_id
	Content []byte `json:"content"`
}

// Content returns the bytes of a file, and whether there is a file of that ID.
func (s *Server) Content(fileID string) ([]byte, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f := s.files[fileID]; f != nil {
		return bytes.Clone(f.Content), true
	}
	return nil, false
}

// file returns the file that a call sends: one that it uploads, in the part
// of the parameter's name or in the one that an attach:// names, or one that
// Telegram has, by its file_id. An uploaded one waits in q until the call is
// accepted. It returns nil when the call brings none.
func (s *Server) file(q *request, param string, kind FileKind) (*File, error) {
	value := q.params[param]
	u := q.files[param]
	if name, ok := strings.CutPrefix(value, attached); ok {
		u = q.files[name]
	} else if value != "" {
		return s.knownFile(value, kind)
	}
	if u == nil {
		return nil, nil
	}
	f, err := s.newFile(kind, u)
	if err != nil {
		return nil, err
	}
	q.stored = append(q.stored, f)
	return &f.File, nil
}

// knownFile returns the file of a file_id.
func (s *Server) knownFile(id string, kind FileKind) (*File, error) {
	if strings.HasPrefix(id, "http://") || strings.HasPrefix(id, "https://") {
		return nil, unsupported("files by URL")
	}
	f := s.files[id]
	switch {
	case f == nil:
		return nil, bad("wrong file identifier/HTTP URL specified")
	case f.Kind != kind:
		return nil, bad("can't use file of type %s as %s", title(f.Kind), title(kind))
	}
	return &f.File, nil
}

// title writes a kind as TDLib does.
func title(k FileKind) string { return strings.ToUpper(string(k[:1])) + string(k[1:]) }

// newFile makes a file of an upload, unless Telegram would not take it.
func (s *Server) newFile(kind FileKind, u *upload) (*stored, error) {
	if len(u.content) == 0 {
		return nil, bad("file must be non-empty")
	}
	n := s.next("file")
	f := &stored{Number: n, Content: u.content, File: File{
		ID: s.fileID(kind, n, "full"), UniqueID: uniqueID(u.content), Kind: kind, Size: len(u.content),
	}}
	if kind == Document {
		f.Name = path.Base(strings.ReplaceAll("/"+u.name, "\\", "/"))
		f.Type = typeOf(f.Name)
		return f, nil
	}
	if err := f.measure(); err != nil {
		return nil, err
	}
	if kind == Photo && max(f.Width, f.Height) > smallSide {
		f.SmallID = s.fileID(kind, n, "small")
	}
	return f, nil
}

// measure reads the size of an image. Photos are kept as they came: nothing
// is compressed or scaled.
func (f *stored) measure() error {
	if f.Kind == Photo && f.Size > mostPhoto {
		return bad("file of size %d bytes is too big for a photo; the maximum size is %d bytes", f.Size, mostPhoto)
	}
	f.Type = http.DetectContentType(f.Content)
	if f.Type == "image/webp" || f.Type == "image/bmp" {
		return unsupported("photos of type " + f.Type)
	}
	config, _, err := image.DecodeConfig(bytes.NewReader(f.Content))
	if err != nil {
		return bad("IMAGE_PROCESS_FAILED")
	}
	f.Width, f.Height = config.Width, config.Height
	long, short := max(f.Width, f.Height), min(f.Width, f.Height)
	if short == 0 || long+short > mostSides || long > mostRatio*short {
		return bad("PHOTO_INVALID_DIMENSIONS")
	}
	return nil
}

// fileID gives out a file_id: it says nothing, and is another for every bot.
func (s *Server) fileID(kind FileKind, n int64, size string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %s %d %s", s.config.Token, kind, n, size))
	start := map[FileKind]string{Photo: "AgACAgQAAxkB", Document: "BQACAgQAAxkB", Thumbnail: "AAMCBAADGQEA"}[kind]
	return start + base64.RawURLEncoding.EncodeToString(sum[:])
}

func uniqueID(content []byte) string {
	sum := sha256.Sum256(content)
	return "AQAD" + base64.RawURLEncoding.EncodeToString(sum[:9])
}

// typeOf returns the MIME type of a document, which its name tells.
func typeOf(name string) string {
	end := strings.ToLower(path.Ext(name))
	switch end {
	case ".csv":
		return "text/csv"
	case ".txt":
		return "text/plain"
	case ".zip":
		return "application/zip"
	}
	kind, _, _ := mime.ParseMediaType(mime.TypeByExtension(end))
	if kind == "" {
		return "application/octet-stream"
	}
	return kind
}

// thumbnail gives a document the thumbnail that comes with it. Telegram passes
// over one that is too large or no image.
func (s *Server) thumbnail(q *request, f *File) error {
	if value := q.params["thumbnail"]; value != "" && !strings.HasPrefix(value, attached) {
		return bad("a thumbnail must be uploaded; Telegram would ignore %q in silence", abridged(value))
	}
	t, err := s.file(q, "thumbnail", Thumbnail)
	switch {
	case err != nil || t != nil && t.Size > mostThumbnail:
		return bad("the thumbnail is no image of at most %d KiB; Telegram would leave it out in silence", mostThumbnail>>10)
	case t != nil && max(t.Width, t.Height) > smallSide:
		return bad("the thumbnail is larger than %d × %d; Telegram would leave it out in silence", smallSide, smallSide)
	case t != nil:
		f.Thumbnail = t
	}
	return nil
}

// putFiles keeps the files that came with a call which is accepted.
func (s *Server) putFiles(q *request) {
	for _, f := range q.stored {
		s.putFile(f)
		s.keep(record{File: f})
	}
	q.stored = nil
}

func (s *Server) putFile(f *stored) {
	s.files[f.ID] = f
	if f.SmallID != "" {
		s.files[f.SmallID] = f
	}
}
