package telegramtest

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"
)

// A userView is a user as the control API tells of them.
type userView struct {
	ID       int64  `json:"id"`
	Name     string `json:"name"`
	Language string `json:"language_code,omitempty"`
}

func viewUser(u *User) userView { return userView{u.id, u.name, u.lang} }

// A chatView is a chat as the control API tells of it.
type chatView struct {
	ID       int64          `json:"id"`
	Kind     Kind           `json:"kind"`
	Title    string         `json:"title"`
	Username string         `json:"username,omitempty"`
	Bot      Role           `json:"bot,omitempty"`
	Members  map[int64]Role `json:"members,omitempty"`
	Topics   []topic        `json:"topics,omitempty"`
}

// viewChat returns a chat as it is. The caller holds s.mu.
func viewChat(c *Chat) chatView {
	v := chatView{ID: c.id, Kind: c.kind, Title: c.title, Username: c.username, Bot: c.bot, Topics: slices.Clone(c.topics)}
	v.Members = map[int64]Role{}
	for id, role := range c.members {
		v.Members[id] = role
	}
	return v
}

// A messageView is a message with its HTML and its mark.
type messageView struct {
	Message
	HTML string `json:"html,omitempty"`
	Mark int64  `json:"mark"`
}

// viewMessage returns a message. The caller holds s.mu.
func (c *Chat) viewMessage(m Message) messageView { return messageView{m, m.HTML, c.marks[m.ID]} }

func (c controller) users(context.Context, order) (any, error) {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	all := []userView{}
	for _, u := range c.server.users {
		all = append(all, viewUser(u))
	}
	slices.SortFunc(all, func(a, b userView) int { return cmp.Compare(a.ID, b.ID) })
	return all, nil
}

func (c controller) chats(context.Context, order) (any, error) {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	all := []chatView{}
	for _, chat := range c.server.chats {
		all = append(all, viewChat(chat))
	}
	slices.SortFunc(all, func(a, b chatView) int { return cmp.Compare(b.ID, a.ID) })
	return all, nil
}

func (c controller) messages(_ context.Context, o order) (any, error) {
	chat, err := c.chat(o)
	if err != nil {
		return nil, err
	}
	all := []messageView{}
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	for _, m := range chat.messages {
		if chat.marks[m.ID] > o.After {
			all = append(all, chat.viewMessage(*m))
		}
	}
	return all, nil
}

func (c controller) transcript(_ context.Context, o order) (any, error) {
	chat, err := c.chat(o)
	if err != nil {
		return nil, err
	}
	return map[string]string{"transcript": chat.Transcript()}, nil
}

func (c controller) file(_ context.Context, o order) (any, error) {
	content, ok := c.server.Content(o.File)
	if !ok {
		return nil, troublef(http.StatusNotFound, "there is no file %q", o.File)
	}
	return map[string][]byte{"content": content}, nil
}

func (c controller) expect(ctx context.Context, o order) (any, error) {
	chat, err := c.chat(o)
	if err != nil {
		return nil, err
	}
	wait, err := o.patience()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	m, mark, err := chat.await(ctx, o.Want)
	switch {
	case err == nil:
		return messageView{m, m.HTML, mark}, nil
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return nil, troublef(http.StatusGatewayTimeout, "%s", err)
	}
	return nil, troublef(http.StatusBadRequest, "%s", err)
}

// A callView is a call as the control API tells of it.
type callView struct {
	Number int               `json:"number"` // from 1 on
	Method string            `json:"method"`
	Params map[string]string `json:"params,omitempty"`
	At     time.Time         `json:"at"`
	Status int               `json:"status"`
	Error  string            `json:"error,omitempty"`
	Fault  bool              `json:"fault,omitempty"`
}

func (c controller) calls(_ context.Context, o order) (any, error) {
	all := []callView{}
	calls, before := c.server.callsAfter(int(max(o.After, 0)))
	for i, call := range calls {
		if o.Method == "" || strings.EqualFold(o.Method, call.Method) {
			all = append(all, callView{before + i + 1, call.Method, call.Params, call.At, call.Status, call.Error, call.Fault})
		}
	}
	return all, nil
}

func (c controller) time(context.Context, order) (any, error) {
	return map[string]any{"now": c.server.Now(), "mark": c.server.Mark()}, nil
}
