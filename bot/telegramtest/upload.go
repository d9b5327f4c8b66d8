package telegramtest

import (
	"errors"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
)

// attached begins a value that names an uploaded part of the form.
const attached = "attach://"

// An upload is a file that came with a call.
type upload struct {
	name    string // as the bot named it
	content []byte
}

// readMultipart reads a form with files, each held to the limit as it comes.
func (q *request) readMultipart(body io.Reader, boundary string) error {
	parts := multipart.NewReader(body, boundary)
	q.files = map[string]*upload{}
	room, headers := maxBody, mostHeaders
	for {
		part, err := parts.NextPart()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return cutShort(err)
		}
		if err := q.admits(part, &headers); err != nil {
			return err
		}
		if isFile(part) {
			err = q.readFile(part)
		} else {
			var value []byte
			value, err = io.ReadAll(io.LimitReader(part, int64(room)+1))
			if room -= len(value); room < 0 {
				return tooLarge(&http.MaxBytesError{})
			}
			q.params[part.FormName()] = string(value)
		}
		if err != nil {
			return cutShort(err)
		}
	}
}

// What the server takes of one form.
const (
	mostFiles   = 50      // files
	mostHeaders = 1 << 18 // bytes of the headers of all its parts
)

// admits refuses a part as the server does, before it is read: one too many, or
// one without a name. Room is what is left for the headers of others.
func (q *request) admits(part *multipart.Part, room *int) error {
	for name, values := range part.Header {
		*room -= len(name) + len(strings.Join(values, "")) + len(": \r\n\r\n")
	}
	switch {
	case *room < 0:
		return &refusal{status: http.StatusRequestHeaderFieldsTooLarge, description: "Request Header Fields Too Large: total headers size exceeded"}
	case part.FormName() == "":
		return bad("field name in multipart/form-data not found")
	case isFile(part) && len(q.files) == mostFiles:
		return &refusal{status: http.StatusRequestEntityTooLarge, description: "Request Entity Too Large: too much files attached"}
	}
	return nil
}

// isFile tells a file from a parameter as the server does: by its having a
// filename, be it empty. Many clients give parameters a Content-Type too.
func isFile(part *multipart.Part) bool {
	_, fields, _ := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
	_, named := fields["filename"]
	return named
}

func (q *request) readFile(part *multipart.Part) error {
	content, err := io.ReadAll(io.LimitReader(part, maxFile+1))
	if err == nil && len(content) > maxFile {
		err = &http.MaxBytesError{Limit: maxFile}
	}
	q.files[part.FormName()] = &upload{name: part.FileName(), content: content}
	return err
}

// cutShort answers a form that ends before its end.
func cutShort(err error) error {
	if r := (*refusal)(nil); errors.As(tooLarge(err), &r) {
		return r
	}
	return bad("can't parse multipart form")
}

// uploads refuses uploaded files that nothing in the call uses: neither a
// parameter that takes a file, nor an attach://.
func (m fields) uploads(q *request) error {
	for _, name := range slices.Sorted(maps.Keys(q.files)) {
		f, listed := m.find(name)
		if listed && slices.Contains(f.kinds, "InputFile") {
			continue
		}
		if listed {
			return bad("parameter %q of %s must be %s, not a file", name, m.name, article(f.kinds))
		}
		if !q.attaches(name) {
			return bad("no parameter of %s uses the file %q; Telegram would ignore it in silence", m.name, name)
		}
	}
	return nil
}

// attaches tells whether a parameter, or a field in one, is the attach:// of a
// part. JSON may write its slashes as "\/".
func (q *request) attaches(name string) bool {
	for _, value := range q.params {
		if value == attached+name || strings.Contains(strings.ReplaceAll(value, `\/`, "/"), `"`+attached+name+`"`) {
			return true
		}
	}
	return false
}
