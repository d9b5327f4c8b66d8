package feed

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
)

// unzip returns at most limit bytes of a document, unzipped if it is gzipped,
// whatever its name and type are. What could be had before a fault is
// returned beside it.
func unzip(body []byte, limit int) ([]byte, error) {
	if len(body) < 3 || body[0] != 0x1f || body[1] != 0x8b || body[2] != 8 {
		if len(body) > limit {
			return body[:limit], ErrTooLarge
		}
		return body, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("unzip feed: %w", err)
	}
	var out bytes.Buffer
	_, err = io.CopyN(&out, z, int64(limit)+1)
	switch {
	case out.Len() > limit:
		return out.Bytes()[:limit], ErrTooLarge
	case err != nil && !errors.Is(err, io.EOF):
		return out.Bytes(), fmt.Errorf("unzip feed: %w", err)
	}
	return out.Bytes(), nil
}
