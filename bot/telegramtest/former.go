package telegramtest

import (
	"encoding/json"
	"maps"
	"strconv"
	"strings"
)

// formerNames are names that the Bot API gave up and its server still takes,
// with those that stand for them now. Three more are not of the same kind as
// what came after them; see modernize.
var formerNames = map[string]string{
	"thumb": "thumbnail", "thumb_url": "thumbnail_url", "thumb_width": "thumbnail_width", "thumb_height": "thumbnail_height",
	"thumb_mime_type": "thumbnail_mime_type", "hide_keyboard": "remove_keyboard", "force_reply_keyboard": "force_reply",
	"personal_keyboard": "selective",
}

// modernize puts what a call says by former names into the words of today, in
// which the rest of the server reads it. As at Telegram's, a name of today
// wins. The log of calls keeps what was sent.
func (q *request) modernize(m fields) {
	q.params, q.files = maps.Clone(q.params), maps.Clone(q.files)
	if m.lists("reply_parameters") {
		q.formerReply()
	}
	if m.lists("link_preview_options") {
		q.formerPreview()
	}
	for old, now := range formerNames {
		if !m.lists(now) {
			continue
		}
		rename(q.params, old, now)
		rename(q.files, old, now)
	}
	for name, value := range q.params {
		if f, listed := m.find(name); listed && f.holdsJSON() {
			q.params[name] = modernJSON(value)
		}
	}
}

// formerReply reads what was said before reply_parameters.
func (q *request) formerReply() {
	to, anyway := q.params["reply_to_message_id"], q.bool("allow_sending_without_reply")
	delete(q.params, "allow_sending_without_reply")
	delete(q.params, "reply_to_message_id")
	if id, err := strconv.Atoi(to); q.params["reply_parameters"] == "" && err == nil && id > 0 {
		q.params["reply_parameters"] = `{"message_id":` + strconv.Itoa(id) + `,"allow_sending_without_reply":` + strconv.FormatBool(anyway) + `}`
	}
}

// formerPreview reads what was said before link_preview_options.
func (q *request) formerPreview() {
	off := q.bool("disable_web_page_preview")
	delete(q.params, "disable_web_page_preview")
	if off && q.params["link_preview_options"] == "" {
		q.params["link_preview_options"] = `{"is_disabled":true}`
	}
}

// holdsJSON tells whether a parameter of the field is JSON.
func (f field) holdsJSON() bool {
	for _, kind := range f.kinds {
		if _, object := schema.types[kind]; object || strings.HasPrefix(kind, "[]") {
			return true
		}
	}
	return false
}

// modernJSON renames the fields of JSON. What is no JSON stays as it is.
func modernJSON(value string) string {
	former := false
	for old := range formerNames {
		former = former || strings.Contains(value, `"`+old+`"`)
	}
	v, err := readValue(value)
	if !former || err != nil {
		return value
	}
	modernValue(v)
	raw, err := json.Marshal(v)
	if err != nil {
		return value // never: it was JSON
	}
	return string(raw)
}

func modernValue(v any) {
	switch v := v.(type) {
	case []any:
		for _, each := range v {
			modernValue(each)
		}
	case map[string]any:
		for old, now := range formerNames {
			rename(v, old, now)
		}
		for _, each := range v {
			modernValue(each)
		}
	}
}

// rename moves a value to another name, unless one is there.
func rename[V any](values map[string]V, from, to string) {
	v, given := values[from]
	if !given {
		return
	}
	delete(values, from)
	if _, taken := values[to]; !taken {
		values[to] = v
	}
}
