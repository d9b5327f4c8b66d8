package telegramtest

import (
	"fmt"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

// pathLife is how long the path of a file can be downloaded.
// https://core.telegram.org/bots/api#getfile
const pathLife = time.Hour

// A download is a path that getFile gave out: one for each file.
type download struct {
	file  *stored
	until time.Time
}

type wireFile struct {
	ID       string `json:"file_id"`
	UniqueID string `json:"file_unique_id"`
	Size     int    `json:"file_size"`
	Path     string `json:"file_path"`
}

func (s *Server) getFile(q *request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := q.params["file_id"]
	f := s.files[id]
	switch {
	case f == nil:
		return nil, bad("invalid file_id")
	case f.Size > mostDownload:
		return nil, bad("file is too big")
	}
	path := f.path()
	s.downloads[path] = download{file: f, until: s.now().Add(pathLife)}
	return wireFile{ID: id, UniqueID: f.UniqueID, Size: f.Size, Path: path}, nil
}

// path returns a path as Telegram names it, such as "documents/file_7.csv".
func (f *stored) path() string {
	end := path.Ext(f.Name)
	if f.Kind != Document {
		_, end, _ = strings.Cut(f.Type, "/")
		end = "." + strings.Replace(end, "jpeg", "jpg", 1)
	}
	return fmt.Sprintf("%ss/file_%d%s", f.Kind, f.Number, end)
}

// serveFile answers a download of /file/bot<token>/<path>. In the log of calls
// it stands as the method "file" with the path.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) {
	token, path, ok := strings.Cut(strings.TrimPrefix(r.URL.Path, "/file/bot"), "/")
	entry := s.logCall(&request{method: "file", params: map[string]string{"path": path}})
	f, err := s.fetched(path)
	switch {
	case !ok || !strings.Contains(token, ":"):
		err = &refusal{status: 404, description: "Not Found"}
	case token != s.config.Token:
		err = &refusal{status: 401, description: "Unauthorized"}
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		err = &refusal{status: 405, description: "Method Not Allowed"}
	}
	status, description := outcome(err)
	s.closeCall(entry, status, description, false)
	if err != nil {
		answer(w, nil, err)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Length", strconv.Itoa(f.Size))
	w.Write(f.Content)
}

// fetched returns the file of a path that getFile gave out within the hour.
func (s *Server) fetched(path string) (*stored, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, found := s.downloads[path]
	if !found || s.now().After(d.until) {
		return nil, &refusal{status: 404, description: "Not Found"}
	}
	return d.file, nil
}
