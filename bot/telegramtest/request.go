package telegramtest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// What a request holds at most. https://core.telegram.org/bots/api#sending-files
const (
	maxBody = 1 << 20  // bytes of parameters
	maxFile = 50 << 20 // bytes of an uploaded file, and of all in one call
)

// A request is one call of a method.
type request struct {
	ctx    context.Context
	method string
	params map[string]string
	files  map[string]*upload // by the name of their part of the form
	stored []*stored          // files made of them, to be kept if the call is accepted
}

// read fills in the parameters of an HTTP request: those of its query, and
// those of its body, which may be a form, multipart or JSON.
func (q *request) read(w http.ResponseWriter, r *http.Request) error {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return bad("can't parse query string")
	}
	collect(q.params, query)
	if r.Method != http.MethodPost {
		return nil
	}
	kind, form, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind == "multipart/form-data" {
		return q.readMultipart(http.MaxBytesReader(w, r.Body, maxFile+maxBody), form["boundary"])
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	switch {
	case err != nil:
		return tooLarge(err)
	case len(body) == 0:
		return nil
	case kind == "application/json":
		return readJSON(q.params, body)
	case kind == "application/x-www-form-urlencoded":
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return bad("can't parse form")
		}
		collect(q.params, form)
		return nil
	}
	return bad("unsupported Content-Type %q", r.Header.Get("Content-Type"))
}

// tooLarge answers a body that is too large as Telegram's gate does.
func tooLarge(err error) error {
	if limit := (*http.MaxBytesError)(nil); errors.As(err, &limit) {
		return &refusal{status: http.StatusRequestEntityTooLarge, description: "Request Entity Too Large"}
	}
	return err
}

func collect(params map[string]string, values url.Values) {
	for name, v := range values {
		params[name] = v[0]
	}
}

// readJSON takes strings as they are and everything else as the JSON it is,
// so that {"chat_id": 1} and {"chat_id": "1"} are the same call. A null is a
// parameter left out, but for a reply_markup, as which the server refuses it.
func readJSON(params map[string]string, body []byte) error {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(body, &object); err != nil {
		return bad("can't parse JSON request")
	}
	for name, raw := range object {
		var s string
		switch {
		case bytes.Equal(raw, []byte("null")) && name != "reply_markup":
		case json.Unmarshal(raw, &s) == nil:
			params[name] = s
		default:
			params[name] = string(raw)
		}
	}
	return nil
}

// int returns an integer parameter, zero when it is absent.
func (q *request) int(name string) int64 {
	n, _ := strconv.ParseInt(q.params[name], 10, 64)
	return n
}

// bool returns a boolean parameter, false when it is absent.
func (q *request) bool(name string) bool { return isTrue(q.params[name]) }

// isTrue tells what the server takes for true, as which it takes all that is
// none of these for false.
func isTrue(value string) bool {
	return value == "1" || strings.EqualFold(value, "true") || strings.EqualFold(value, "yes")
}

// isFalse tells what people write for false.
func isFalse(value string) bool {
	return value == "0" || strings.EqualFold(value, "false") || strings.EqualFold(value, "no")
}

// object reads a JSON parameter into v and refuses fields that v does not
// have. It tells whether the parameter is there.
func (q *request) object(name string, v any) (bool, error) {
	raw := q.params[name]
	if raw == "" || raw == "null" {
		return false, nil
	}
	d := json.NewDecoder(strings.NewReader(raw))
	d.DisallowUnknownFields()
	err := d.Decode(v)
	if field, unknown := strings.CutPrefix(fmt.Sprint(err), "json: unknown field "); unknown {
		return true, unsupported("the field " + strings.Trim(field, `"`) + " of " + name) // the Bot API has it
	}
	if err != nil {
		return true, bad("can't parse %s: %s", name, strings.TrimPrefix(err.Error(), "json: "))
	}
	return true, nil
}
