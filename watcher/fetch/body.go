package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"
)

// document reads the body of an answer.
func (t *trip) document(answer *http.Response, body io.Reader) ([]byte, error) {
	if media(answer.Header.Get("Content-Type")) {
		return nil, fmt.Errorf("%w: %s", ErrNotText, clip(answer.Header.Get("Content-Type")))
	}
	length := answer.ContentLength
	if t.cut {
		length = min(length, t.max)
	}
	raw, err := readAll(body, length, t.max)
	if err = t.forgive(err); err != nil {
		return nil, err
	}
	text, err := t.client.unpacker.unpack(raw, answer.Header["Content-Encoding"], t.max)
	return text, t.forgive(err)
}

// forgive returns the error, unless it is that of a document which is too
// large and which is to be cut.
func (t *trip) forgive(err error) error {
	if t.cut && errors.Is(err, ErrTooLarge) {
		return nil
	}
	return err
}

// readAll reads a body of at most limit bytes. Length is what it is said to
// be, -1 if nothing is said. Of a larger one, it returns the beginning beside
// the error, unless it was said to be so large.
func readAll(r io.Reader, length, limit int64) ([]byte, error) {
	if length > limit {
		return nil, fmt.Errorf("%w: %d bytes, more than %d", ErrTooLarge, length, limit)
	}
	var buf bytes.Buffer
	if length > 0 {
		buf.Grow(int(min(length, 1<<20)) + bytes.MinRead)
	}
	n, err := buf.ReadFrom(io.LimitReader(r, limit+1))
	switch {
	case n > limit:
		return buf.Bytes()[:limit], fmt.Errorf("%w: more than %d bytes", ErrTooLarge, limit)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, fmt.Errorf("%w after %d bytes: %w", ErrTruncated, n, err)
	case err != nil:
		return nil, fmt.Errorf("%w: %w", errBody, err)
	}
	return buf.Bytes(), nil
}

// media tells the types that never hold text worth reading. Others may be
// mislabelled: feeds come as application/octet-stream too.
func media(contentType string) bool {
	t, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		t = contentType
	}
	major, _, _ := strings.Cut(strings.ToLower(t), "/")
	switch major {
	case "image", "audio", "video", "font":
		return true
	}
	return strings.EqualFold(t, "application/pdf") || strings.EqualFold(t, "application/zip")
}

// A patient reader cancels the request when the body stands still.
type patient struct {
	r      io.Reader
	wait   time.Duration
	cancel context.CancelCauseFunc
	timer  *time.Timer // nil before the first read
}

func (p *patient) Read(b []byte) (int, error) {
	if p.timer == nil {
		p.timer = time.AfterFunc(p.wait, func() { p.cancel(errIdle) })
	} else {
		p.timer.Reset(p.wait)
	}
	return p.r.Read(b)
}

// stop ends the watch over the body.
func (p *patient) stop() {
	if p.timer != nil {
		p.timer.Stop()
	}
}
