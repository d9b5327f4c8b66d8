package fetch

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
)

var errBody = errors.New("read document")

// document reads the answer's body.
func (c *Client) document(answer *http.Response) (*Response, error) {
	contentType := answer.Header.Get("Content-Type")
	if media(contentType) {
		return nil, fmt.Errorf("%w: %s", ErrNotText, contentType)
	}
	body, err := decompressed(answer)
	if err != nil {
		return nil, err
	}
	defer body.Close()
	var buf bytes.Buffer
	n, err := buf.ReadFrom(io.LimitReader(body, c.config.MaxBytes+1))
	switch {
	case n > c.config.MaxBytes:
		return nil, fmt.Errorf("%w: more than %d bytes", ErrTooLarge, c.config.MaxBytes)
	case err != nil:
		return nil, fmt.Errorf("%w: %w", errBody, err)
	}
	return &Response{
		Status: answer.StatusCode, URL: answer.Request.URL.String(), ContentType: contentType, Body: buf.Bytes(),
		ETag: answer.Header.Get("ETag"), LastModified: answer.Header.Get("Last-Modified"),
	}, nil
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

// decompressed returns the answer's body without its Content-Encoding.
func decompressed(answer *http.Response) (io.ReadCloser, error) {
	switch e := strings.ToLower(strings.TrimSpace(answer.Header.Get("Content-Encoding"))); e {
	case "", "identity", "none", "utf-8":
		return answer.Body, nil
	case "gzip", "x-gzip":
		z, err := gzip.NewReader(answer.Body)
		if err != nil {
			return nil, fmt.Errorf("%w: gzip: %w", errBody, err)
		}
		return z, nil
	case "deflate":
		return inflate(answer.Body)
	default:
		return nil, fmt.Errorf("unknown Content-Encoding %q", e)
	}
}

// inflate reads deflate as RFC 9110 means it, in a zlib wrapper, and as some
// servers send it, without.
func inflate(r io.Reader) (io.ReadCloser, error) {
	var head [2]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, fmt.Errorf("%w: deflate: %w", errBody, err)
	}
	whole := io.MultiReader(bytes.NewReader(head[:]), r)
	if head[0]&0x0f == 8 && (uint(head[0])<<8|uint(head[1]))%31 == 0 {
		z, err := zlib.NewReader(whole)
		if err != nil {
			return nil, fmt.Errorf("%w: deflate: %w", errBody, err)
		}
		return z, nil
	}
	return flate.NewReader(whole), nil
}
