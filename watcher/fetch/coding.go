package fetch

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

// accepted are the codings that are asked for, the cheapest to undo first.
const accepted = "zstd, gzip, br, deflate"

const (
	maxWindow  = 8 << 20 // of zstd, as RFC 9659 limits it for HTTP
	maxCodings = 3       // one inside the other
)

// An unpacker undoes content codings. It keeps what they need, as that is
// much larger than most documents.
type unpacker struct{ gzips, zstds sync.Pool }

// unpack undoes the codings of a body, in the order in which they were
// applied, and then a gzip that no header tells of, as files ending in .gz
// are. The result is at most limit bytes long; what is longer is an error, and
// its beginning is returned beside it.
func (p *unpacker) unpack(body []byte, header []string, limit int64) ([]byte, error) {
	codings := strings.FieldsFunc(strings.ToLower(strings.Join(header, ",")), func(r rune) bool { return r == ',' || r == ' ' || r == '\t' })
	if len(codings) > maxCodings {
		return nil, fmt.Errorf("%w: %d codings one inside the other", ErrEncoding, len(codings))
	}
	for i := len(codings) - 1; i >= 0 && len(body) > 0; i-- {
		var err error
		if body, err = p.undo(codings[i], body, limit); err != nil {
			return body, err
		}
	}
	if isGzip(body) {
		return p.undo("gzip", body, limit)
	}
	return body, nil
}

// undo undoes one coding. A body that calls itself gzip and begins otherwise
// is none: some servers say so of everything.
func (p *unpacker) undo(coding string, body []byte, limit int64) ([]byte, error) {
	var out []byte
	var err error
	switch coding {
	case "identity", "none", "utf-8", "utf8", "binary":
		return body, nil
	case "gzip", "x-gzip":
		if !isGzip(body) {
			return body, nil
		}
		out, err = p.gunzip(body, limit)
	case "deflate":
		out, err = inflate(body, limit)
	case "br":
		out, err = drain(nil, brotli.NewReader(bytes.NewReader(body)), limit)
	case "zstd":
		out, err = p.unzstd(body, limit)
	default:
		return nil, fmt.Errorf("%w: unknown Content-Encoding %q", ErrEncoding, clip(coding))
	}
	switch {
	case err == nil, errors.Is(err, ErrTooLarge):
		return out, err
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, fmt.Errorf("%w in its %s: %w", ErrTruncated, coding, err)
	}
	return nil, fmt.Errorf("%w: %s: %w", ErrEncoding, coding, err)
}

// isGzip tells gzip by its first bytes (RFC 1952, 2.3.1).
func isGzip(b []byte) bool { return len(b) > 3 && b[0] == 0x1f && b[1] == 0x8b && b[2] == 8 }

// gunzip reads all members of a gzip file. What follows the last and is none
// is not part of it.
func (p *unpacker) gunzip(body []byte, limit int64) ([]byte, error) {
	in := bytes.NewReader(body)
	z, _ := p.gzips.Get().(*gzip.Reader)
	if z == nil {
		z = new(gzip.Reader)
	}
	defer p.gzips.Put(z)
	if err := z.Reset(in); err != nil {
		return nil, err
	}
	// The last four bytes are the length of the last member: a hint.
	hint := int64(binary.LittleEndian.Uint32(body[len(body)-4:]))
	out := make([]byte, 0, min(hint, limit, 1<<20, 64*int64(len(body)))+bytes.MinRead)
	for {
		z.Multistream(false)
		var err error
		if out, err = drain(out, z, limit); err != nil {
			return out, err
		}
		if !isGzip(body[len(body)-in.Len():]) {
			return out, nil
		}
		if err := z.Reset(in); err != nil {
			return nil, err
		}
	}
}

func (p *unpacker) unzstd(body []byte, limit int64) ([]byte, error) {
	z, _ := p.zstds.Get().(*zstd.Decoder)
	if z == nil {
		var err error
		if z, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxWindow)); err != nil {
			return nil, err
		}
	}
	defer p.zstds.Put(z)
	if err := z.Reset(bytes.NewReader(body)); err != nil {
		return nil, err
	}
	return drain(nil, z, limit)
}

// inflate reads deflate as RFC 9110 means it, in a zlib wrapper, and as some
// servers send it, without.
func inflate(body []byte, limit int64) ([]byte, error) {
	in := bytes.NewReader(body)
	if len(body) > 1 && body[0]&0x0f == 8 && binary.BigEndian.Uint16(body)%31 == 0 {
		z, err := zlib.NewReader(in)
		if err != nil {
			return nil, err
		}
		return drain(nil, z, limit)
	}
	return drain(nil, flate.NewReader(in), limit)
}

// drain appends what r yields to out, up to limit in all.
func drain(out []byte, r io.Reader, limit int64) ([]byte, error) {
	buf := bytes.NewBuffer(out)
	if _, err := buf.ReadFrom(io.LimitReader(r, limit+1-int64(len(out)))); err != nil {
		return nil, err
	}
	if int64(buf.Len()) > limit {
		return buf.Bytes()[:limit], fmt.Errorf("%w: more than %d bytes", ErrTooLarge, limit)
	}
	return buf.Bytes(), nil
}
