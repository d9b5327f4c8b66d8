package telegramtest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// maxBody is the most bytes of a request that are read; Telegram takes files
// of up to 50 MB, which no method here does.
const maxBody = 1 << 20

// A request is one call of a method.
type request struct {
	ctx    context.Context
	method string
	params map[string]string
}

// readParams returns the parameters of an HTTP request: those of its query,
// and those of its body, which may be a form, multipart or JSON.
func readParams(w http.ResponseWriter, r *http.Request) (map[string]string, error) {
	params := map[string]string{}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, bad("can't parse query string")
	}
	collect(params, query)
	if r.Method != http.MethodPost {
		return params, nil
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return nil, &refusal{status: http.StatusRequestEntityTooLarge, description: "Request Entity Too Large"}
	} else if err != nil {
		return nil, err
	}
	if len(body) == 0 {
		return params, nil
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch kind {
	case "application/json":
		return params, readJSON(params, body)
	case "multipart/form-data":
		return params, readMultipart(params, r, body)
	case "application/x-www-form-urlencoded":
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return nil, bad("can't parse form")
		}
		collect(params, form)
		return params, nil
	}
	return nil, bad("unsupported Content-Type %q", r.Header.Get("Content-Type"))
}

func collect(params map[string]string, values url.Values) {
	for name, v := range values {
		params[name] = v[0]
	}
}

// readJSON takes strings as they are and everything else as the JSON it is,
// so that {"chat_id": 1} and {"chat_id": "1"} are the same call. A null is a
// parameter left out.
func readJSON(params map[string]string, body []byte) error {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(body, &object); err != nil {
		return bad("can't parse JSON request")
	}
	for name, raw := range object {
		var s string
		switch {
		case bytes.Equal(raw, []byte("null")):
		case json.Unmarshal(raw, &s) == nil:
			params[name] = s
		default:
			params[name] = string(raw)
		}
	}
	return nil
}

func readMultipart(params map[string]string, r *http.Request, body []byte) error {
	r.Body = io.NopCloser(bytes.NewReader(body))
	if err := r.ParseMultipartForm(maxBody); err != nil {
		return bad("can't parse multipart form")
	}
	collect(params, url.Values(r.MultipartForm.Value))
	for name, files := range r.MultipartForm.File {
		if name != "certificate" && params["certificate"] != "attach://"+name {
			return unsupported("files")
		}
		content, err := readPart(files[0])
		if err != nil {
			return err
		}
		params["certificate"] = content
	}
	return nil
}

func readPart(file *multipart.FileHeader) (string, error) {
	f, err := file.Open()
	if err != nil {
		return "", err
	}
	defer f.Close()
	content, err := io.ReadAll(f)
	return string(content), err
}

// check refuses parameters that the method does not list or that are of
// another type, and a call that lacks a required one.
func (m method) check(params map[string]string) error {
	for name, value := range params {
		kind, listed := m.kind(name)
		switch {
		case !listed:
			return bad("%s has no parameter %q; Telegram would ignore it in silence", m.name, name)
		case !kind.accepts(value):
			return bad("parameter %q of %s must be %s, not %q", name, m.name, kind, abridged(value))
		}
	}
	for _, p := range m.params {
		if p.missing != "" && params[p.name] == "" {
			return bad("%s", p.missing)
		}
	}
	return nil
}

func (m method) kind(name string) (kind, bool) {
	for _, p := range m.params {
		if p.name == name {
			return p.kind, true
		}
	}
	return 0, false
}

// accepts tells whether a value is of the kind. An empty value is a parameter
// left out.
func (k kind) accepts(value string) bool {
	if value == "" {
		return true
	}
	switch k {
	case integer:
		_, err := strconv.ParseInt(value, 10, 64)
		return err == nil
	case boolean:
		return value == "true" || value == "false" || value == "True" || value == "False" || value == "1" || value == "0"
	case object:
		return json.Valid([]byte(value))
	}
	return true
}

func (k kind) String() string {
	return [...]string{"an Integer", "a Boolean", "a String", "an Integer or a String", "JSON"}[k]
}

// int returns an integer parameter, zero when it is absent.
func (q *request) int(name string) int64 {
	n, _ := strconv.ParseInt(q.params[name], 10, 64)
	return n
}

// bool returns a boolean parameter, false when it is absent.
func (q *request) bool(name string) bool {
	return strings.EqualFold(q.params[name], "true") || q.params[name] == "1"
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
	if err := d.Decode(v); err != nil {
		return true, bad("can't parse %s: %s", name, strings.TrimPrefix(err.Error(), "json: "))
	}
	return true, nil
}

// abridged cuts a value that is shown in an error.
func abridged(s string) string {
	const most = 40
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
