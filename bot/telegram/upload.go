package telegram

import (
	"context"
	"encoding/json"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// A Sent is a message that was sent.
type Sent struct {
	ID     int    // of the message, in its chat
	FileID string // by which its photo or document can be sent again
}

// SendPhoto sends a photo with the message's text as its caption. A photo has
// at most 10 MB, its width and height together at most 10,000, and neither is
// over 20 times the other.
func (c *Client) SendPhoto(ctx context.Context, m Message, f File) (Sent, error) {
	return c.sendFile(ctx, "sendPhoto", "photo", m, f)
}

// SendDocument sends a file of at most 50 MB with the message's text as its
// caption.
func (c *Client) SendDocument(ctx context.Context, m Message, f File) (Sent, error) {
	return c.sendFile(ctx, "sendDocument", "document", m, f)
}

func (c *Client) sendFile(ctx context.Context, method, param string, m Message, f File) (Sent, error) {
	p := m.withCaption()
	m.address(p)
	result, err := c.withFile(ctx, method, param, p, f)
	if err != nil {
		return Sent{}, err
	}
	return c.sent(method, result)
}

// EditPhoto puts another photo, with its caption and keyboard, into the place
// of a message, such as a chart that is drawn anew. A photo that is there
// already is a success without an ID.
func (c *Client) EditPhoto(ctx context.Context, id int, m Message, f File) (Sent, error) {
	p := m.params()
	p.AddNonZero("message_id", id)
	media := map[string]string{"type": "photo", "media": f.ID}
	if f.ID == "" {
		media["media"] = "attach://photo"
	}
	for name, value := range map[string]string{"caption": m.Text, "parse_mode": p["parse_mode"]} {
		if value != "" {
			media[name] = value
		}
	}
	delete(p, "parse_mode")
	if err := p.AddInterface("media", media); err != nil {
		return Sent{}, err
	}
	const method = "editMessageMedia"
	result, err := c.withFile(ctx, method, "photo", p, f)
	if Is(err, KindNotModified) {
		return Sent{ID: id, FileID: f.ID}, nil
	}
	if err != nil {
		return Sent{}, err
	}
	return c.sent(method, result)
}

// withFile makes a call with a file: by its ID, in that parameter if it does
// not stand in the media already, or uploaded as the part of that name.
func (c *Client) withFile(ctx context.Context, method, param string, p tgbotapi.Params, f File) (json.RawMessage, error) {
	if f.ID != "" {
		if p["media"] == "" {
			p[param] = f.ID
		}
		return c.call(ctx, method, p, c.timeout)
	}
	src := &source{file: f}
	return c.exchange(ctx, method, c.fileTimeout, src, func(bot *tgbotapi.BotAPI) (*tgbotapi.APIResponse, error) {
		return bot.UploadFiles(method, p, []tgbotapi.RequestFile{{Name: param, Data: src}})
	})
}

// sent reads the message that a call returns.
func (c *Client) sent(method string, result json.RawMessage) (Sent, error) {
	type file struct {
		ID string `json:"file_id"`
	}
	var m struct {
		ID        int    `json:"message_id"`
		Photo     []file `json:"photo"`
		Document  file   `json:"document"`
		Animation file   `json:"animation"` // what a document can become, by what it holds
		Video     file   `json:"video"`
		Audio     file   `json:"audio"`
	}
	if err := c.decode(method, result, &m); err != nil {
		return Sent{}, err
	}
	if m.ID == 0 {
		return Sent{}, &Error{Method: method, Kind: KindGateway, InDoubt: true, Description: "an answer without a message"}
	}
	sent := Sent{ID: m.ID}
	if n := len(m.Photo); n > 0 {
		sent.FileID = m.Photo[n-1].ID // the largest
	}
	for _, f := range []file{m.Document, m.Animation, m.Video, m.Audio} {
		if sent.FileID == "" {
			sent.FileID = f.ID
		}
	}
	return sent, nil
}
