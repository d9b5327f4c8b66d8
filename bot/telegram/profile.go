package telegram

import (
	"context"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// SetMyName gives the bot its name, of at most 64 characters, for the users of
// a language, or with an empty language for all others. An empty name takes
// that of a language back.
func (c *Client) SetMyName(ctx context.Context, lang, name string) error {
	return c.setText(ctx, "setMyName", "name", lang, name)
}

// SetMyDescription sets what stands in an empty chat with the bot: at most 512
// characters, by language as SetMyName.
func (c *Client) SetMyDescription(ctx context.Context, lang, text string) error {
	return c.setText(ctx, "setMyDescription", "description", lang, text)
}

// SetMyShortDescription sets what stands in the bot's profile, and beside its
// link where that is shared: at most 120 characters, by language as SetMyName.
func (c *Client) SetMyShortDescription(ctx context.Context, lang, text string) error {
	return c.setText(ctx, "setMyShortDescription", "short_description", lang, text)
}

func (c *Client) setText(ctx context.Context, method, param, lang, text string) error {
	p := tgbotapi.Params{param: text}
	p.AddNonEmpty("language_code", lang)
	return c.do(ctx, method, p)
}

// MyName returns the bot's name as the users of a language see it, whether it
// was set for that language or for all. MyDescription and MyShortDescription
// return the other texts likewise.
func (c *Client) MyName(ctx context.Context, lang string) (string, error) {
	return c.text(ctx, "getMyName", "name", lang)
}

func (c *Client) MyDescription(ctx context.Context, lang string) (string, error) {
	return c.text(ctx, "getMyDescription", "description", lang)
}

func (c *Client) MyShortDescription(ctx context.Context, lang string) (string, error) {
	return c.text(ctx, "getMyShortDescription", "short_description", lang)
}

func (c *Client) text(ctx context.Context, method, field, lang string) (string, error) {
	p := tgbotapi.Params{}
	p.AddNonEmpty("language_code", lang)
	texts := map[string]string{}
	err := c.ask(ctx, method, p, &texts)
	return texts[field], err
}

// MyCommands returns the menu of commands that was set for a scope and a
// language: nothing where another one shows instead.
func (c *Client) MyCommands(ctx context.Context, scope Scope, lang string) ([]Command, error) {
	p, err := menuParams(scope, lang)
	if err != nil {
		return nil, err
	}
	var list []tgbotapi.BotCommand
	if err := c.ask(ctx, "getMyCommands", p, &list); err != nil {
		return nil, err
	}
	commands := make([]Command, len(list))
	for i, b := range list {
		commands[i] = Command{b.Command, b.Description}
	}
	return commands, nil
}

// DeleteMyCommands takes the menu of a scope and a language back: another one
// shows instead.
func (c *Client) DeleteMyCommands(ctx context.Context, scope Scope, lang string) error {
	p, err := menuParams(scope, lang)
	if err != nil {
		return err
	}
	return c.do(ctx, "deleteMyCommands", p)
}

// menuParams are what says which menu of commands a call is about.
func menuParams(scope Scope, lang string) (tgbotapi.Params, error) {
	p := tgbotapi.Params{}
	p.AddNonEmpty("language_code", lang)
	if scope.Kind == "" {
		return p, nil
	}
	return p, p.AddInterface("scope", scope)
}

// OpensCommands reports whether the button beside the input field of all
// private chats opens the menu of commands.
func (c *Client) OpensCommands(ctx context.Context) (bool, error) {
	var b struct {
		Kind string `json:"type"`
	}
	err := c.ask(ctx, "getChatMenuButton", nil, &b)
	return b.Kind == "commands", err
}

// A MenuButton stands beside the input field of a private chat. The zero value
// opens the menu of commands; one with a URL opens a web app, under that text.
type MenuButton struct {
	Text string
	URL  string
}

// SetMenuButton sets the button of one private chat, or with chat 0 of all
// that have none of their own.
func (c *Client) SetMenuButton(ctx context.Context, chat int64, b MenuButton) error {
	p := tgbotapi.Params{}
	p.AddNonZero64("chat_id", chat)
	button := map[string]any{"type": "commands"}
	if b.URL != "" {
		button = map[string]any{"type": "web_app", "text": b.Text, "web_app": map[string]string{"url": b.URL}}
	}
	if err := p.AddInterface("menu_button", button); err != nil {
		return err
	}
	return c.do(ctx, "setChatMenuButton", p)
}
