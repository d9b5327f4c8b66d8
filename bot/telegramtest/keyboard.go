package telegramtest

import (
	"encoding/json"
	"net/url"
	"strings"
)

// What a keyboard may hold. https://core.telegram.org/bots/api#inlinekeyboardbutton
const (
	mostButtons = 100
	mostData    = 64  // bytes of callback_data
	mostCopy    = 256 // characters of copy_text
)

type inlineKeyboard struct {
	Rows [][]inlineButton `json:"inline_keyboard"`
}

type inlineButton struct {
	Text     string    `json:"text"`
	EmojiID  string    `json:"icon_custom_emoji_id,omitempty"`
	Style    string    `json:"style,omitempty"`
	URL      string    `json:"url,omitempty"`
	Data     string    `json:"callback_data,omitempty"`
	CopyText *copyText `json:"copy_text,omitempty"`

	// Known, and refused as not simulated.
	WebApp     json.RawMessage `json:"web_app,omitempty"`
	LoginURL   json.RawMessage `json:"login_url,omitempty"`
	Inline     *string         `json:"switch_inline_query,omitempty"`
	InlineHere *string         `json:"switch_inline_query_current_chat,omitempty"`
	InlineIn   json.RawMessage `json:"switch_inline_query_chosen_chat,omitempty"`
	Game       json.RawMessage `json:"callback_game,omitempty"`
	Pay        bool            `json:"pay,omitempty"`
}

type copyText struct {
	Text string `json:"text"`
}

type replyKeyboard struct {
	Rows        [][]json.RawMessage `json:"keyboard"`
	Persistent  bool                `json:"is_persistent"`
	Resize      bool                `json:"resize_keyboard"`
	OneTime     bool                `json:"one_time_keyboard"`
	Placeholder string              `json:"input_field_placeholder"`
	Selective   bool                `json:"selective"`
}

type otherMarkup struct {
	Remove      bool   `json:"remove_keyboard"`
	Force       bool   `json:"force_reply"`
	Placeholder string `json:"input_field_placeholder"`
	Selective   bool   `json:"selective"`
}

// markup reads reply_markup: inline buttons, or the labels of a reply
// keyboard.
func (q *request) markup() ([][]Button, [][]string, error) {
	var fields map[string]json.RawMessage
	if given, err := q.object("reply_markup", &fields); !given || err != nil {
		return nil, nil, err
	}
	switch {
	case fields["inline_keyboard"] != nil:
		buttons, err := q.inlineMarkup()
		return buttons, nil, err
	case fields["keyboard"] != nil:
		labels, err := q.replyMarkup()
		return nil, labels, err
	case len(fields) > 0:
		var other otherMarkup
		_, err := q.object("reply_markup", &other)
		return nil, nil, err
	}
	return nil, nil, nil
}

// inlineMarkup reads a reply_markup that may be nothing but inline buttons.
func (q *request) inlineMarkup() ([][]Button, error) {
	var keyboard inlineKeyboard
	if given, err := q.object("reply_markup", &keyboard); !given || err != nil {
		return nil, err
	}
	var rows [][]Button
	count := 0
	for _, row := range keyboard.Rows {
		var buttons []Button
		for _, b := range row {
			button, err := b.check()
			if err != nil {
				return nil, err
			}
			buttons = append(buttons, button)
		}
		if count += len(buttons); len(buttons) > 0 {
			rows = append(rows, buttons)
		}
	}
	if count > mostButtons {
		return nil, bad("reply markup is too long")
	}
	return rows, nil
}

// check refuses an inline button that Telegram would not show.
func (b inlineButton) check() (Button, error) {
	none := Button{}
	kinds := 0
	for _, set := range []bool{b.URL != "", b.Data != "", b.CopyText != nil} {
		if set {
			kinds++
		}
	}
	switch {
	case strings.TrimSpace(b.Text) == "":
		return none, bad("can't parse inline keyboard button: Field \"text\" must be of type String")
	case b.WebApp != nil || b.LoginURL != nil || b.Inline != nil || b.InlineHere != nil || b.InlineIn != nil || b.Game != nil || b.Pay:
		return none, unsupported("inline buttons other than callback_data, url and copy_text")
	case kinds == 0:
		return none, bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
	case kinds > 1:
		return none, bad("inline button %q does more than one thing; Telegram would pick one in silence", b.Text)
	case len(b.Data) > mostData:
		return none, bad("BUTTON_DATA_INVALID")
	case b.URL != "" && !webAddress(b.URL):
		return none, bad("inline keyboard button URL '%s' is invalid: Wrong HTTP URL", b.URL)
	case b.CopyText != nil && (b.CopyText.Text == "" || len([]rune(b.CopyText.Text)) > mostCopy):
		return none, bad("BUTTON_COPY_TEXT_INVALID")
	}
	button := Button{Text: b.Text, Data: b.Data, URL: b.URL}
	if b.CopyText != nil {
		button.Copy = b.CopyText.Text
	}
	return button, nil
}

// webAddress tells whether a link of a button or a text is one that Telegram
// opens: HTTP or tg:, with a host that has a dot, an address or a port.
func webAddress(link string) bool {
	if !strings.Contains(link, "://") {
		link = "http://" + link
	}
	u, err := url.Parse(link)
	if err != nil || strings.ContainsAny(u.Host, " <>\"'") {
		return false
	}
	switch u.Scheme {
	case "tg", "ton", "tonsite":
		return u.Host != "" || u.Opaque != ""
	case "http", "https":
		return strings.Contains(strings.Trim(u.Hostname(), "."), ".") || strings.Contains(u.Hostname(), ":")
	}
	return false
}

// replyMarkup reads the labels of a reply keyboard.
func (q *request) replyMarkup() ([][]string, error) {
	var keyboard replyKeyboard
	if _, err := q.object("reply_markup", &keyboard); err != nil {
		return nil, err
	}
	var rows [][]string
	for _, row := range keyboard.Rows {
		var labels []string
		for _, raw := range row {
			var button struct {
				Text string `json:"text"`
			}
			if json.Unmarshal(raw, &button.Text) != nil && json.Unmarshal(raw, &button) != nil || button.Text == "" {
				return nil, bad("can't parse keyboard button: Field \"text\" must be of type String")
			}
			labels = append(labels, button.Text)
		}
		rows = append(rows, labels)
	}
	return rows, nil
}

// wireKeyboard returns buttons as they go over the wire.
func wireKeyboard(rows [][]Button) *inlineKeyboard {
	if len(rows) == 0 {
		return nil
	}
	keyboard := &inlineKeyboard{}
	for _, row := range rows {
		var buttons []inlineButton
		for _, b := range row {
			w := inlineButton{Text: b.Text, URL: b.URL, Data: b.Data}
			if b.Copy != "" {
				w.CopyText = &copyText{Text: b.Copy}
			}
			buttons = append(buttons, w)
		}
		keyboard.Rows = append(keyboard.Rows, buttons)
	}
	return keyboard
}
