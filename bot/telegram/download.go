package telegram

import (
	"context"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// MaxDownload is the largest file that a bot can fetch.
const MaxDownload = 20 << 20

// Download writes a file of at most max bytes, at most MaxDownload, to w, and
// returns how many were written. What it wrote before an error is a part of
// the file. The address of a file holds the token, so nothing returns it.
func (c *Client) Download(ctx context.Context, fileID string, w io.Writer, max int64) (int64, error) {
	ctx, cancel := context.WithTimeout(ctx, c.fileTimeout)
	defer cancel()
	var f struct {
		Size int64  `json:"file_size"`
		Path string `json:"file_path"`
	}
	if err := c.ask(ctx, "getFile", tgbotapi.Params{"file_id": fileID}, &f); err != nil {
		return 0, err
	}
	max = min(max, MaxDownload)
	if f.Size > max {
		return 0, &Error{Method: "getFile", Kind: KindFile, Description: fmt.Sprintf("the file has %d bytes, over %d", f.Size, max)}
	}
	address, err := c.fileAddress(f.Path)
	if err != nil {
		return 0, err
	}
	body, err := c.fetch(ctx, address)
	if err != nil {
		return 0, err
	}
	defer body.Close()
	return c.copy(w, body, f.Size, max)
}

// download is the name under which errors of fetching a file's bytes stand:
// there is no method for it.
const download = "file"

// fileAddress returns where a file is. A path that leads elsewhere is none.
func (c *Client) fileAddress(path string) (string, error) {
	u := url.URL{Path: path}
	for _, part := range strings.Split(path, "/") {
		if part == "" || part == "." || part == ".." {
			return "", &Error{Method: "getFile", Kind: KindGateway, Description: c.token.telling(fmt.Sprintf("a file path that is none: %q", path), 300)}
		}
	}
	return fmt.Sprintf(c.files, c.token.reveal(), u.EscapedPath()), nil
}

// fetch asks for the bytes of a file.
func (c *Client) fetch(ctx context.Context, address string) (io.ReadCloser, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, c.failure(download, &transport{}, err)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, c.failure(download, &transport{}, err)
	}
	kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if resp.StatusCode == http.StatusOK && !strings.HasSuffix(kind, "html") {
		return resp.Body, nil
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(resp.Body, 4<<10)) // what came is enough to tell
	e := &Error{
		Method: download, Code: resp.StatusCode, Kind: KindGateway, RetryAfter: retryAfter(resp.Header),
		Description: c.token.telling(fmt.Sprintf("an answer of %q instead of the file: %s", kind, body), 300),
	}
	switch resp.StatusCode {
	case http.StatusUnauthorized:
		e.Kind = KindUnauthorized
	case http.StatusNotFound: // the path was valid for an hour
		e.Kind = KindFileID
	case http.StatusTooManyRequests:
		e.Kind = KindFlood
	}
	return nil, e
}

// copy writes the bytes of a file of that size, if it is known.
func (c *Client) copy(w io.Writer, body io.Reader, size, max int64) (int64, error) {
	out := &writer{w: w}
	n, err := io.Copy(out, io.LimitReader(body, max))
	if err == nil && n == max {
		if extra, _ := io.ReadFull(body, make([]byte, 1)); extra > 0 {
			return n, &Error{Method: download, Kind: KindFile, Description: fmt.Sprintf("a file of over %d bytes", max)}
		}
	}
	switch {
	case out.err != nil:
		return n, &Error{Method: download, Kind: KindSource, cause: out.err, Description: c.token.telling("the file cannot be written: "+out.err.Error(), 300)}
	case err != nil:
		e := c.failure(download, &transport{}, err)
		e.Description = "the file broke off: " + e.Description
		return n, e
	case size > 0 && n != size:
		return n, &Error{Method: download, Kind: KindGateway, Description: fmt.Sprintf("%d of the file's %d bytes", n, size)}
	}
	return n, nil
}

// A writer remembers whether it was writing that failed.
type writer struct {
	w   io.Writer
	err error
}

func (o *writer) Write(p []byte) (int, error) {
	n, err := o.w.Write(p)
	if err == nil && n < len(p) {
		err = io.ErrShortWrite
	}
	if err != nil {
		o.err = err
	}
	return n, err
}
