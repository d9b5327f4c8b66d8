package telegramtest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

// TestFileRefusals proves each refusal of a file.
func TestFileRefusals(t *testing.T) {
	small := picture(t, 10, 10)
	huge := append(picture(t, 10, 10), make([]byte, 10<<20)...)
	media := func(kinds ...string) []params {
		var list []params
		for _, kind := range kinds {
			list = append(list, params{"type": kind, "media": "attach://" + kind})
		}
		return list
	}
	one := map[string]part{"photo": {"p.png", small}, "document": {"d.csv", []byte("x")}}
	for name, c := range map[string]struct {
		method string
		params params
		files  map[string]part
		code   int
		want   string
	}{
		"no photo":         {"sendPhoto", nil, nil, 400, "Bad Request: there is no photo in the request"},
		"no document":      {"sendDocument", nil, nil, 400, "Bad Request: there is no document in the request"},
		"unknown file_id":  {"sendPhoto", params{"photo": "AgAC"}, nil, 400, "Bad Request: wrong file identifier/HTTP URL specified"},
		"by URL":           {"sendPhoto", params{"photo": "https://example.com/x.png"}, nil, 501, "Not Implemented: telegramtest does not simulate files by URL"},
		"attached nothing": {"sendPhoto", params{"photo": "attach://x"}, nil, 400, "Bad Request: there is no photo in the request"},
		"unused file": {"sendPhoto", params{"photo": "attach://a"}, map[string]part{"a": {"a", small}, "b": {"b", small}}, 400,
			`Bad Request: no parameter of sendPhoto uses the file "b"; Telegram would ignore it in silence`},
		"a part of a name": {"sendPhoto", params{"photo": "attach://ab"}, map[string]part{"ab": {"a", small}, "a": {"b", small}}, 400,
			`Bad Request: no parameter of sendPhoto uses the file "a"; Telegram would ignore it in silence`},
		"escaped slashes": {"sendMediaGroup", params{"media": `[{"type":"photo","media":"attach:\/\/a"}]`}, map[string]part{"a": {"a", []byte("x")}}, 400,
			"Bad Request: IMAGE_PROCESS_FAILED"},
		"a file as text": {"sendPhoto", params{"photo": "attach://a"}, map[string]part{"a": {"a", small}, "caption": {"b", small}}, 400,
			`Bad Request: parameter "caption" of sendPhoto must be a String, not a file`},
		"empty":    {"sendDocument", nil, map[string]part{"document": {"d", nil}}, 400, "Bad Request: file must be non-empty"},
		"no image": {"sendPhoto", nil, map[string]part{"photo": {"p.png", []byte("text")}}, 400, "Bad Request: IMAGE_PROCESS_FAILED"},
		"WebP": {"sendPhoto", nil, map[string]part{"photo": {"p.webp", []byte("RIFF\x10\x00\x00\x00WEBPVP8 xxxx")}}, 501,
			"Not Implemented: telegramtest does not simulate photos of type image/webp"},
		"too wide":  {"sendPhoto", nil, map[string]part{"photo": {"p.png", picture(t, 9999, 2)}}, 400, "Bad Request: PHOTO_INVALID_DIMENSIONS"},
		"too large": {"sendPhoto", nil, map[string]part{"photo": {"p.png", picture(t, 6000, 4001)}}, 400, "Bad Request: PHOTO_INVALID_DIMENSIONS"},
		"11 MB": {"sendPhoto", nil, map[string]part{"photo": {"p.png", huge}}, 400,
			fmt.Sprintf("Bad Request: file of size %d bytes is too big for a photo; the maximum size is 10485760 bytes", len(huge))},
		"51 MB":        {"sendDocument", nil, map[string]part{"document": {"d", make([]byte, 50<<20+1)}}, 413, "Request Entity Too Large"},
		"long caption": {"sendDocument", params{"document": "attach://document", "caption": strings.Repeat("ب", 1025)}, map[string]part{"document": one["document"]}, 400, "Bad Request: message caption is too long"},
		"broken caption": {"sendDocument", params{"caption": "<b>x", "parse_mode": "HTML"}, map[string]part{"document": one["document"]}, 400,
			`Bad Request: can't parse entities: Can't find end tag corresponding to start tag "b"`},
		"thumbnail by ID": {"sendDocument", params{"thumbnail": "AAMC"}, map[string]part{"document": one["document"]}, 400,
			`Bad Request: a thumbnail must be uploaded; Telegram would ignore "AAMC" in silence`},
		"thumbnail of 400": {"sendDocument", nil, map[string]part{"document": one["document"], "thumbnail": {"t", picture(t, 400, 100)}}, 400,
			"Bad Request: the thumbnail is larger than 320 × 320; Telegram would leave it out in silence"},
		"no media":      {"sendMediaGroup", params{"media": []params{}}, nil, 400, "Bad Request: there are no messages to send"},
		"eleven":        {"sendMediaGroup", params{"media": media("photo", "photo", "photo", "photo", "photo", "photo", "photo", "photo", "photo", "photo", "photo")}, map[string]part{"photo": one["photo"]}, 400, "Bad Request: too many messages to send as an album"},
		"mixed":         {"sendMediaGroup", params{"media": media("photo", "document")}, one, 400, "Bad Request: document can't be mixed with other media types"},
		"missing media": {"sendMediaGroup", params{"media": media("photo", "photo")}, nil, 400, "Bad Request: can't parse InputMedia: media not found"},
		"video":         {"sendMediaGroup", params{"media": media("video")}, map[string]part{"video": {"v.mp4", small}}, 501, "Not Implemented: telegramtest does not simulate InputMedia of type video"},
		"invalid file":  {"getFile", params{"file_id": "x"}, nil, 400, "Bad Request: invalid file_id"},
		"no file":       {"getFile", nil, nil, 400, "Bad Request: file_id not specified"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, telegramtest.Config{})
			p := params{"chat_id": w.chat.ID()}
			if c.method == "getFile" {
				delete(p, "chat_id")
			}
			for k, v := range c.params {
				p[k] = v
			}
			if r := upload(t, w.Server, c.method, p, c.files); r.Code != c.code || r.Description != c.want {
				t.Errorf("answer %d %q, want %d %q", r.Code, r.Description, c.code, c.want)
			}
			if got := w.chat.Messages(); len(got) != 1 {
				t.Errorf("refused, and sent: %+v", got[1:])
			}
		})
	}
}
