package telegram_test

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/bot/telegramtest"
)

// A desk is the strict server with a client and a reader who has started.
type desk struct {
	*telegramtest.Server
	client *telegram.Client
	sara   *telegramtest.User
	chat   *telegramtest.Chat
}

func newDesk(t *testing.T, c telegramtest.Config) desk {
	t.Helper()
	s := telegramtest.Start(t, c)
	client, err := telegram.New(s.Token(), telegram.Config{API: s.URL()})
	if err != nil {
		t.Fatal(err)
	}
	sara := s.User("Sara", "fa")
	sara.Say(sara.Private(), "/start")
	return desk{s, client, sara, sara.Private()}
}

func (d desk) message(text string) telegram.Message {
	return telegram.Message{Chat: d.chat.ID(), Text: text}
}

func chart(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func file(name string, content []byte) telegram.File {
	return telegram.File{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }}
}

func TestSendPhotoOnceAndAgain(t *testing.T) {
	d := newDesk(t, telegramtest.Config{})
	m := d.message("<b>نمودار</b>")
	m.Keyboard = [][]telegram.Button{{{Text: "more", Data: "m"}}}
	m.Silent, m.Protected, m.ReplyTo = true, true, 1
	sent, err := d.client.SendPhoto(t.Context(), m, file("chart.png", chart(t, 640, 480)))
	if err != nil || sent.ID == 0 || sent.FileID == "" {
		t.Fatalf("SendPhoto = %+v, %v", sent, err)
	}
	again, err := d.client.SendPhoto(t.Context(), d.message(""), telegram.File{ID: sent.FileID})
	if err != nil || again.FileID != sent.FileID || again.ID == sent.ID {
		t.Errorf("by its ID: %+v, %v", again, err)
	}
	got := d.chat.Messages()[1]
	if got.HTML != "<b>نمودار</b>" || !got.Silent || !got.Protected || got.ReplyTo != 1 || len(got.Buttons) != 1 || got.File.Width != 640 {
		t.Errorf("message %+v %+v", got, got.File)
	}
	edited, err := d.client.EditPhoto(t.Context(), sent.ID, d.message("<i>new</i>"), file("chart.png", chart(t, 100, 50)))
	if err != nil || edited.FileID == sent.FileID || edited.ID != sent.ID {
		t.Errorf("EditPhoto = %+v, %v", edited, err)
	}
	for range 2 { // the second changes nothing
		if _, err := d.client.EditPhoto(t.Context(), sent.ID, d.message("<i>old</i>"), telegram.File{ID: sent.FileID}); err != nil {
			t.Error(err)
		}
		if err := d.client.EditMessageCaption(t.Context(), again.ID, d.message("caption")); err != nil {
			t.Error(err)
		}
		if err := d.client.EditMarkup(t.Context(), d.chat.ID(), again.ID, m.Keyboard); err != nil {
			t.Error(err)
		}
	}
	if got := d.chat.Messages(); got[1].HTML != "<i>old</i>" || got[1].File.ID != sent.FileID || got[2].Text != "caption" {
		t.Errorf("messages %+v", got)
	}
}

func TestSendDocumentAndDownload(t *testing.T) {
	d := newDesk(t, telegramtest.Config{})
	content := bytes.Repeat([]byte("id,title\n1,خبر\n"), 20_000)
	sent, err := d.client.SendDocument(t.Context(), d.message("CSV"), telegram.FromReader("alerts \"x\"\r\n.csv", bytes.NewReader(content)))
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if n, err := d.client.Download(t.Context(), sent.FileID, &got, 1<<20); err != nil || n != int64(len(content)) || !bytes.Equal(got.Bytes(), content) {
		t.Errorf("Download = %d, %v", n, err)
	}
	for name, row := range map[string]struct {
		id   string
		max  int64
		w    io.Writer
		kind telegram.Kind
	}{
		"too large":    {sent.FileID, 100, &got, telegram.KindFile},
		"unknown file": {"BQAC", 1 << 20, &got, telegram.KindFileID},
		"no file":      {"", 1 << 20, &got, telegram.KindFileID},
		"full disk":    {sent.FileID, 1 << 20, fullDisk{}, telegram.KindSource},
	} {
		if _, err := d.client.Download(t.Context(), row.id, row.w, row.max); !telegram.Is(err, row.kind) {
			t.Errorf("%s: %v, want kind %d", name, err, row.kind)
		}
	}
	if _, err := d.client.Download(t.Context(), sent.FileID, fullDisk{}, 1<<20); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("the writer's error is lost: %v", err)
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, fs.ErrPermission }

// TestOddDownloads are files that do not come as they should.
func TestOddDownloads(t *testing.T) {
	const size = 10
	for name, row := range map[string]struct {
		path string
		file http.HandlerFunc
		kind telegram.Kind
	}{
		"whole":            {"documents/a b.csv", answering(200, "application/octet-stream", "0123456789"), -1},
		"HTML with 200":    {"d/a.csv", answering(200, "text/html; charset=utf-8", "<p>hello</p>"), telegram.KindGateway},
		"502":              {"d/a.csv", answering(502, "text/html", "<h1>502</h1>"), telegram.KindGateway},
		"404":              {"d/a.csv", answering(404, "application/json", `{"ok":false,"error_code":404,"description":"Not Found"}`), telegram.KindFileID},
		"401":              {"d/a.csv", answering(401, "application/json", `{"ok":false}`), telegram.KindUnauthorized},
		"a redirect":       {"d/a.csv", answering(302, "text/plain", "elsewhere"), telegram.KindGateway},
		"shorter":          {"d/a.csv", answering(200, "application/octet-stream", "01234"), telegram.KindGateway},
		"longer":           {"d/a.csv", answering(200, "application/octet-stream", "0123456789x"), telegram.KindGateway},
		"over the cap":     {"d/a.csv", answering(200, "application/octet-stream", strings.Repeat("x", 21)), telegram.KindFile},
		"never ending":     {"d/a.csv", endless, telegram.KindFile},
		"cut":              {"d/a.csv", cutAt(size, "01234"), telegram.KindNetwork},
		"huge and cut":     {"d/a.csv", cutAt(1<<40, "01234"), telegram.KindNetwork},
		"reset":            {"d/a.csv", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, telegram.KindNetwork},
		"a path upwards":   {"../../bot1:x/getMe", nil, telegram.KindGateway},
		"an absolute path": {"/var/lib/a.csv", nil, telegram.KindGateway},
		"no path":          {"", nil, telegram.KindGateway},
	} {
		c := client(t, func(w http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.URL.Path, "/bot") {
				answering(200, "application/json", fmt.Sprintf(`{"ok":true,"result":{"file_id":"x","file_size":%d,"file_path":%q}}`, size, row.path))(w, r)
				return
			}
			if want := "/file/bot" + token + "/" + row.path; r.URL.Path != want {
				t.Errorf("%s: fetched %s", name, r.URL.Path)
			}
			row.file(w, r)
		})
		n, err := c.Download(t.Context(), "x", io.Discard, 20)
		var e *telegram.Error
		switch {
		case row.kind < 0 && (err != nil || n != size):
			t.Errorf("%s: %d, %v", name, n, err)
		case row.kind >= 0 && (!errors.As(err, &e) || e.Kind != row.kind):
			t.Errorf("%s: %v, want kind %d", name, err, row.kind)
		case err != nil && strings.Contains(err.Error(), "AAE-secr"):
			t.Errorf("%s: the token is told: %v", name, err)
		}
	}
}

func endless(w http.ResponseWriter, r *http.Request) {
	for r.Context().Err() == nil {
		if _, err := w.Write(bytes.Repeat([]byte("x"), 1<<10)); err != nil {
			return
		}
	}
}

func cutAt(length int64, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", fmt.Sprint(length))
		io.WriteString(w, body)
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}
}

// TestUploadKeepsTheStatus proves what v5 loses.
func TestUploadKeepsTheStatus(t *testing.T) {
	for _, row := range []struct {
		answer  http.HandlerFunc
		code    int
		kind    telegram.Kind
		inDoubt bool
	}{
		{refusal(403, "Forbidden: bot was blocked by the user", ""), 403, telegram.KindBlocked, false},
		{refusal(429, "Too Many Requests: retry after 7", `{"retry_after":7}`), 429, telegram.KindFlood, false},
		{refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", `{"migrate_to_chat_id":-1001}`), 400, telegram.KindMigrated, false},
		{refusal(401, "Unauthorized", ""), 401, telegram.KindUnauthorized, false},
		{refusal(413, "Request Entity Too Large", ""), 413, telegram.KindFile, false},
		{answering(413, "text/html", "<h1>413 Request Entity Too Large</h1>"), 413, telegram.KindFile, false},
		{answering(502, "text/html", "<h1>502 Bad Gateway</h1>"), 502, telegram.KindGateway, true},
		{refusal(500, "Internal Server Error", ""), 500, telegram.KindGateway, true},
	} {
		c := client(t, row.answer)
		_, err := c.SendPhoto(t.Context(), telegram.Message{Chat: 1}, file("x.png", []byte("x")))
		var e *telegram.Error
		if !errors.As(err, &e) || e.Code != row.code || e.Kind != row.kind || e.InDoubt != row.inDoubt {
			t.Errorf("%d: %+v", row.code, err)
			continue
		}
		if e.Kind == telegram.KindFlood && e.RetryAfter != 7*time.Second || e.Kind == telegram.KindMigrated && e.MigrateTo != -1001 {
			t.Errorf("%d: parameters lost: %+v", row.code, e)
		}
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		panic(http.ErrAbortHandler)
	}))
	defer s.Close()
	var e *telegram.Error
	if _, err := dial(t, s.URL).SendPhoto(t.Context(), telegram.Message{Chat: 1}, file("x.png", []byte("x"))); !errors.As(err, &e) || e.Kind != telegram.KindNetwork || !e.InDoubt {
		t.Errorf("reset after the whole file: %+v", err)
	}
}
