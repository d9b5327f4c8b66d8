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
// returned beside it; what stands behind the end of the archive is padding.
func unzip(body []byte, limit int) ([]byte, error) {
	if !zipped(body) {
		if len(body) > limit {
			return body[:limit], ErrTooLarge
		}
		return body, nil
	}
	r := bytes.NewReader(body)
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrZip, err)
	}
	var out bytes.Buffer
	for err == nil {
		z.Multistream(false)
		_, err = io.CopyN(&out, z, int64(limit+1-out.Len()))
		switch {
		case err == nil:
			return out.Bytes()[:limit], ErrTooLarge
		case errors.Is(err, io.EOF) && zipped(body[len(body)-r.Len():]): // another one behind it
			err = z.Reset(r)
		}
	}
	if !errors.Is(err, io.EOF) {
		return out.Bytes(), fmt.Errorf("%w: %w", ErrZip, err)
	}
	return out.Bytes(), nil
}

// zipped tells the beginning of a gzip archive (RFC 1952, 2.3).
func zipped(b []byte) bool { return len(b) >= 3 && b[0] == 0x1f && b[1] == 0x8b && b[2] == 8 }
