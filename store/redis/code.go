package redis

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/rasadnews/rasad/news"
)

// sign is flipped in a number's code, so that negative ones sort first.
const sign = 1 << 63

// code returns a number as 16 hexadecimal digits that sort like the numbers.
func code(n int64) string { return fmt.Sprintf("%016x", uint64(n)^sign) }

// decode is the way back from code.
func decode(s string) (int64, error) {
	u, err := strconv.ParseUint(s, 16, 64)
	return int64(u ^ sign), err
}

// place returns a recipient's code: its chat's, then its thread's.
func place(r news.Recipient) string { return code(r.Chat) + code(int64(r.Thread)) }

// recipient is the way back from place.
func recipient(s string) (news.Recipient, error) {
	const digits = 16
	if len(s) != 2*digits {
		return news.Recipient{}, fmt.Errorf("%q is no recipient", s)
	}
	chat, err := decode(s[:digits])
	if err != nil {
		return news.Recipient{}, err
	}
	thread, err := decode(s[digits:])
	return news.Recipient{Chat: chat, Thread: int(thread)}, err
}

// micro returns a time as the server keeps it: microseconds since 1970, and 0
// for the zero time.
func micro(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// moment is the way back from micro.
func moment(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}

// parseMoment reads a time as the server keeps it.
func parseMoment(s string) (time.Time, error) {
	us, err := strconv.ParseInt(s, 10, 64)
	return moment(us), err
}

// now returns the clock's time as the server keeps it.
func (e *Engine) now() int64 { return micro(e.clock()) }

// encode returns v as JSON, its text as it is: no letter is escaped for HTML.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
