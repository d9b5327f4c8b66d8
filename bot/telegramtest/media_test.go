package telegramtest_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

// picture returns a PNG of that size.
func picture(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A part is a file of a multipart form.
type part struct {
	name    string
	content []byte
}

// upload calls a method with files, by the names of their parts.
func upload(t *testing.T, s *telegramtest.Server, method string, p params, files map[string]part) reply {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range p {
		text, isText := value.(string)
		if !isText {
			raw, _ := json.Marshal(value)
			text = string(raw)
		}
		form.WriteField(name, text)
	}
	for name, file := range files {
		w, err := form.CreateFormFile(name, file.name)
		if err != nil {
			t.Fatal(err)
		}
		w.Write(file.content)
	}
	form.Close()
	w := serve(s, "POST", "/bot"+s.Token()+"/"+method, form.FormDataContentType(), &body)
	var r reply
	decode(t, w.Body.Bytes(), &r)
	if r.OK != (w.Code == 200) || !r.OK && w.Code != r.Code {
		t.Errorf("%s: status %d with %+v", method, w.Code, r)
	}
	return r
}

// A sent message as the bot sees it.
type sent struct {
	ID      int    `json:"message_id"`
	Album   string `json:"media_group_id"`
	Text    string
	Caption string
	Marks   []struct{ Type string } `json:"caption_entities"`
	Photo   []struct {
		ID     string `json:"file_id"`
		Width  int
		Height int
	}
	Document struct {
		ID        string `json:"file_id"`
		Name      string `json:"file_name"`
		Type      string `json:"mime_type"`
		Size      int    `json:"file_size"`
		Thumbnail *struct {
			ID string `json:"file_id"`
		}
	}
	Origin struct {
		Type string
		User struct{ ID int64 } `json:"sender_user"`
		Chat struct{ ID int64 }
		Post int `json:"message_id"`
	} `json:"forward_origin"`
}

func message(t *testing.T, r reply) sent {
	t.Helper()
	var m sent
	decode(t, must(t, r).Result, &m)
	return m
}

func TestPhotosAndDocuments(t *testing.T) {
	w := newWorld(t, telegramtest.Config{})
	chart := picture(t, 640, 400)
	p := params{"chat_id": w.chat.ID(), "caption": "<b>Chart</b>", "parse_mode": "HTML", "has_spoiler": true}
	photo := message(t, upload(t, w.Server, "sendPhoto", p, map[string]part{"photo": {"chart.png", chart}}))
	if n := len(photo.Photo); n != 2 || photo.Photo[0].Width != 320 || photo.Photo[n-1].Width != 640 || photo.Photo[n-1].Height != 400 {
		t.Errorf("sizes %+v", photo.Photo)
	}
	if photo.Text != "" || photo.Caption != "Chart" || len(photo.Marks) != 1 || photo.Marks[0].Type != "bold" {
		t.Errorf("caption of %+v", photo)
	}
	id := photo.Photo[1].ID
	again := message(t, call(t, w.Server, "sendPhoto", params{"chat_id": w.chat.ID(), "photo": id}))
	if again.Photo[1].ID != id || again.ID == photo.ID {
		t.Errorf("sent again: %+v", again)
	}
	csv := []byte("a,b\n1,2\n")
	doc := message(t, upload(t, w.Server, "sendDocument", params{"chat_id": w.chat.ID(), "document": "attach://it", "thumbnail": "attach://small"},
		map[string]part{"it": {`C:\reports\alerts.csv`, csv}, "small": {"s.png", picture(t, 90, 90)}}))
	if d := doc.Document; d.Name != "alerts.csv" || d.Type != "text/csv" || d.Size != len(csv) || d.Thumbnail == nil {
		t.Errorf("document %+v", doc)
	}
	if got, ok := w.Content(doc.Document.ID); !ok || !bytes.Equal(got, csv) {
		t.Errorf("content %q", got)
	}
	last := w.chat.Messages()[1]
	if last.File == nil || last.File.Kind != telegramtest.Photo || last.Text != "Chart" || last.HTML != "<b>Chart</b>" || !last.Spoiler {
		t.Errorf("message %+v", last)
	}
}

func TestDownload(t *testing.T) {
	w := newWorld(t, telegramtest.Config{})
	m := w.sara.SendDocument(w.chat, "list.txt", []byte("one\ntwo\n"), "my words")
	var update struct {
		Message sent
	}
	for _, u := range poll(t, w.Server) {
		decode(t, u, &update)
	}
	if update.Message.Document.ID != m.File.ID || update.Message.Caption != "my words" {
		t.Fatalf("update %+v", update)
	}
	var f struct {
		Path string `json:"file_path"`
		Size int    `json:"file_size"`
	}
	decode(t, must(t, call(t, w.Server, "getFile", params{"file_id": m.File.ID})).Result, &f)
	get := func(token, path string) (int, string) {
		answer, err := http.Get(w.URL() + "/file/bot" + token + "/" + path)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, _ := io.ReadAll(answer.Body)
		return answer.StatusCode, string(body)
	}
	if code, body := get(w.Token(), f.Path); code != 200 || body != "one\ntwo\n" || f.Size != 8 || !strings.HasPrefix(f.Path, "documents/") {
		t.Errorf("%s gives %d %q", f.Path, code, body)
	}
	for _, row := range []struct {
		token, path string
		want        int
	}{{"1:x", f.Path, 401}, {w.Token(), "documents/file_9.txt", 404}, {w.Token(), "", 404}, {"x", f.Path, 404}} {
		if code, body := get(row.token, row.path); code != row.want || strings.Contains(body, "one") {
			t.Errorf("%s gives %d, want %d", row.path, code, row.want)
		}
	}
	w.now = w.now.Add(61 * time.Minute)
	if code, _ := get(w.Token(), f.Path); code != 404 {
		t.Errorf("a path of over an hour gives %d", code)
	}
}

func TestAlbums(t *testing.T) {
	w := newWorld(t, telegramtest.Config{})
	p := params{"chat_id": w.chat.ID(), "media": []params{
		{"type": "photo", "media": "attach://a", "caption": "<i>one</i>", "parse_mode": "HTML"}, {"type": "photo", "media": "attach://b"},
	}}
	files := map[string]part{"a": {"a.png", picture(t, 10, 10)}, "b": {"b.png", picture(t, 20, 20)}}
	var album []sent
	decode(t, must(t, upload(t, w.Server, "sendMediaGroup", p, files)).Result, &album)
	if len(album) != 2 || album[0].Album == "" || album[0].Album != album[1].Album || album[0].Caption != "one" || album[1].Photo[0].Width != 20 {
		t.Errorf("album %+v", album)
	}
	before := len(w.chat.Messages())
	files["b"] = part{"b.png", []byte("no image")}
	if r := upload(t, w.Server, "sendMediaGroup", p, files); r.Description != `Bad Request: failed to send message #2 with the error message "IMAGE_PROCESS_FAILED"` {
		t.Errorf("with a broken image: %+v", r)
	}
	if len(w.chat.Messages()) != before {
		t.Error("a part of a refused album is sent")
	}
}

func TestFileIDsOfOneKindAndBot(t *testing.T) {
	w := newWorld(t, telegramtest.Config{})
	photo := w.sara.SendPhoto(w.chat, picture(t, 400, 400), "")
	doc := w.sara.SendDocument(w.chat, "big.bin", make([]byte, 20<<20+1), "")
	if r := call(t, w.Server, "sendDocument", params{"chat_id": w.chat.ID(), "document": photo.File.ID}); r.Description != "Bad Request: can't use file of type Photo as Document" {
		t.Errorf("a photo as a document: %+v", r)
	}
	if r := call(t, w.Server, "sendPhoto", params{"chat_id": w.chat.ID(), "photo": doc.File.ID}); r.Description != "Bad Request: can't use file of type Document as Photo" {
		t.Errorf("a document as a photo: %+v", r)
	}
	if r := call(t, w.Server, "getFile", params{"file_id": doc.File.ID}); r.Description != "Bad Request: file is too big" {
		t.Errorf("a file of over 20 MB: %+v", r)
	}
	must(t, call(t, w.Server, "sendPhoto", params{"chat_id": w.chat.ID(), "photo": photo.File.SmallID}))
	other := newWorld(t, telegramtest.Config{Token: "77:other"})
	other.sara.SendPhoto(other.chat, picture(t, 400, 400), "")
	if r := call(t, other.Server, "sendPhoto", params{"chat_id": other.chat.ID(), "photo": photo.File.ID}); r.Description != "Bad Request: wrong file identifier/HTTP URL specified" {
		t.Errorf("another bot's file: %+v", r)
	}
}

func TestJournalKeepsFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "chat.jsonl")
	s := open(t, path)
	sara := s.User("Sara", "fa")
	sara.Say(sara.Private(), "/start")
	photo := message(t, upload(t, s, "sendPhoto", params{"chat_id": sara.ID(), "caption": "c"}, map[string]part{"photo": {"p.png", picture(t, 400, 300)}}))
	upload(t, s, "sendPhoto", params{"chat_id": sara.ID()}, map[string]part{"photo": {"p.png", []byte("refused")}})
	doc := sara.SendDocument(sara.Private(), "a.csv", []byte("1,2"), "")
	forum := s.Forum("Desk", sara)
	forum.AddBot(telegramtest.Admin)
	forum.SetRight("can_pin_messages", false)
	must(t, call(t, s, "setMyName", params{"name": "رصد", "language_code": "fa"}))
	must(t, call(t, s, "pinChatMessage", params{"chat_id": sara.ID(), "message_id": photo.ID}))
	sara.React(sara.Private(), photo.ID, "👍")

	again := open(t, killed(t, path))
	sara2 := again.User("Sara", "fa")
	if got, want := untimed(sara2.Private()), untimed(sara.Private()); !reflect.DeepEqual(got, want) {
		t.Errorf("chat holds\n%+v\nwas\n%+v", got, want)
	}
	if content, ok := again.Content(doc.File.ID); !ok || string(content) != "1,2" {
		t.Errorf("document holds %q", content)
	}
	for _, size := range photo.Photo {
		must(t, call(t, again, "sendPhoto", params{"chat_id": sara2.ID(), "photo": size.ID}))
	}
	fresh := message(t, upload(t, again, "sendDocument", params{"chat_id": sara2.ID()}, map[string]part{"document": {"p.png", picture(t, 50, 50)}}))
	if fresh.Document.ID == doc.File.ID {
		t.Error("a file_id is given out twice")
	}
	if p := again.Profile("fa"); p.Name != "رصد" {
		t.Errorf("profile %+v", p)
	}
	if got := sara2.Private().Pinned(); len(got) != 1 || got[0] != photo.ID {
		t.Errorf("pinned %v", got)
	}
	desk := again.Forum("Desk", sara2)
	m := send(t, again, params{"chat_id": desk.ID(), "text": "x"})
	if r := call(t, again, "pinChatMessage", params{"chat_id": desk.ID(), "message_id": m}); r.OK {
		t.Error("a right that was taken is back")
	}
}
