package telegramtest

import (
	"context"
	"net/http"
	"strings"
	"time"
)

// done is the answer of an action that has nothing to tell.
var done = map[string]bool{"ok": true}

// person makes an action of what a user does.
func person(do func(*User)) action {
	return action{do: func(c controller, _ context.Context, o order) (any, error) {
		u, err := c.user(o.User)
		if err != nil {
			return nil, err
		}
		do(u)
		return done, nil
	}}
}

// member makes an action of what a user does in a chat.
func member(do func(*User, *Chat, order)) action {
	return action{do: func(c controller, _ context.Context, o order) (any, error) {
		u, err := c.user(o.User)
		if err != nil {
			return nil, err
		}
		chat, err := c.chat(o)
		if err != nil {
			return nil, err
		}
		do(u, chat, o)
		return done, nil
	}}
}

// chatwise makes an action of what happens to a chat.
func chatwise(do func(*Chat, order)) action {
	return action{do: func(c controller, _ context.Context, o order) (any, error) {
		chat, err := c.chat(o)
		if err != nil {
			return nil, err
		}
		do(chat, o)
		return done, nil
	}}
}

func (c controller) makeUser(_ context.Context, o order) (any, error) {
	if o.Name == "" {
		return nil, troublef(http.StatusBadRequest, "the name is missing")
	}
	return viewUser(c.server.User(o.Name, o.Language)), nil
}

// makeChat makes an action that makes a chat of a kind, with the bot in it if
// it has a role there.
func makeChat(kind Kind) action {
	return action{do: func(c controller, _ context.Context, o order) (any, error) {
		owner, err := c.user(o.Owner)
		switch {
		case err != nil && o.Owner == "":
			return nil, troublef(http.StatusBadRequest, "the owner is missing")
		case err != nil:
			return nil, err
		case o.Title == "":
			return nil, troublef(http.StatusBadRequest, "the title is missing")
		case o.Username != "" && kind != Channel:
			return nil, troublef(http.StatusBadRequest, "only a channel has a username here")
		}
		if len(o.Topics) > 0 && kind != Supergroup {
			return nil, troublef(http.StatusBadRequest, "only a supergroup has topics")
		}
		if err := kind.grants(o.Bot, o.Rights); o.Bot != "" && err != nil {
			return nil, troublef(http.StatusBadRequest, "%s", err)
		}
		chat := c.server.newChat(kind, strings.TrimPrefix(o.Username, "@"), o.Title, owner)
		for _, name := range o.Topics {
			chat.Topic(name)
		}
		if o.Bot != "" {
			chat.AddBot(o.Bot, o.Rights...)
		}
		return c.shown(chat), nil
	}}
}

// writes makes an action of a message that a user writes, with a file if it is
// of a kind.
func writes(kind FileKind) action {
	return action{do: func(c controller, _ context.Context, o order) (any, error) {
		u, err := c.user(o.User)
		if err != nil {
			return nil, err
		}
		chat, err := c.chat(o)
		if err != nil {
			return nil, err
		}
		m := Message{Text: o.said(), Thread: o.Thread, ReplyTo: o.ReplyTo}
		if o.Anonymous {
			m.From = chat.id
		}
		if kind != "" {
			m.File = u.upload(kind, o.Name, o.Content)
		}
		if m, err = u.say(chat, m); err != nil {
			return nil, err
		}
		return c.seen(chat, m), nil
	}}
}

// seen returns a message with its mark.
func (c controller) seen(chat *Chat, m Message) messageView {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	return chat.viewMessage(m)
}

func (c controller) edit(_ context.Context, o order) (any, error) {
	u, err := c.user(o.User)
	if err != nil {
		return nil, err
	}
	chat, err := c.chat(o)
	if err != nil {
		return nil, err
	}
	return c.seen(chat, u.Edit(chat, o.Message, o.said())), nil
}

// press presses a button, under the newest message that has it if none is
// named, and waits for the bot's answer.
func (c controller) press(ctx context.Context, o order) (any, error) {
	u, err := c.user(o.User)
	if err != nil {
		return nil, err
	}
	chat, err := c.chat(o)
	if err != nil {
		return nil, err
	}
	if o.Message == 0 {
		if o.Message, err = chat.withButton(o.Button); err != nil {
			return nil, troublef(http.StatusNotFound, "%s", err)
		}
	}
	pressed, err := u.Press(chat, o.Message, o.Button)
	if err != nil {
		return nil, troublef(http.StatusNotFound, "%s", err)
	}
	wait, err := o.patience()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	a, err := pressed.Answer(ctx)
	if err != nil {
		return nil, troublef(http.StatusGatewayTimeout, "the bot did not answer the button %q; %s", o.Button, chat.Transcript())
	}
	return map[string]any{"text": a.Text, "alert": a.Alert, "url": a.URL}, nil
}

func (c controller) topic(_ context.Context, o order) (any, error) {
	chat, err := c.chat(o)
	if err != nil {
		return nil, err
	}
	if o.Name == "" {
		return nil, troublef(http.StatusBadRequest, "the name is missing")
	}
	return map[string]int{"thread": chat.Topic(o.Name)}, nil
}

func (c controller) migrate(_ context.Context, o order) (any, error) {
	chat, err := c.chat(o)
	if err != nil {
		return nil, err
	}
	return c.shown(chat.Migrate()), nil
}

func (c controller) shown(chat *Chat) chatView {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	return viewChat(chat)
}

func (c controller) advance(ctx context.Context, o order) (any, error) {
	by, err := time.ParseDuration(o.By)
	if err != nil {
		return nil, troublef(http.StatusBadRequest, "by is a duration such as 90s or 24h")
	}
	c.server.Advance(by)
	return c.time(ctx, o)
}

// faultKinds are the kinds of fault by their names.
var faultKinds = map[string]FaultKind{
	"flood": Flood, "gateway": Gateway, "refuse": Refuse, "hang": Hang, "reset": Reset, "truncate": Truncate, "any": Any,
}

func (c controller) fail(_ context.Context, o order) (any, error) {
	kind, ok := faultKinds[o.Kind]
	if !ok {
		return nil, troublef(http.StatusBadRequest, "there is no fault %q, but flood, gateway, refuse, hang, reset, truncate and any", o.Kind)
	}
	f := Fault{
		Kind: kind, Method: o.Method, Count: o.Count, Rate: o.Rate, Seed: o.Seed, Delivered: o.Delivered,
		RetryAfter: o.RetryAfter, Status: o.Status, Description: o.Description,
	}
	if err := f.check(); err != nil {
		return nil, troublef(http.StatusBadRequest, "%s", err)
	}
	if o.Chat != "" {
		chat, err := c.chat(o)
		if err != nil {
			return nil, err
		}
		f.Chat = chat.id
	}
	c.server.Fail(f)
	return done, nil
}

func (c controller) heal(context.Context, order) (any, error) {
	c.server.Heal()
	return done, nil
}
