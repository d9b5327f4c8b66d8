package telegramtest

import (
	"cmp"
	"context"
)

// An action is something that the control API does.
type action struct {
	looks bool // and changes nothing, so that GET does it too
	do    func(controller, context.Context, order) (any, error)
}

// actions are those of the control API, by name.
var actions = map[string]action{
	"user":       {do: controller.makeUser},
	"group":      makeChat(Group),
	"supergroup": makeChat(Supergroup),
	"channel":    makeChat(Channel),

	"say":      writes(""),
	"photo":    writes(Photo),
	"document": writes(Document),
	"edit":     {do: controller.edit},
	"press":    {do: controller.press},
	"react":    member(func(u *User, c *Chat, o order) { u.React(c, o.Message, o.Emoji...) }),

	"join":       member(func(u *User, c *Chat, _ order) { u.Join(c) }),
	"leave":      member(func(u *User, c *Chat, _ order) { u.Leave(c) }),
	"promote":    member(func(u *User, c *Chat, o order) { c.Promote(u, o.As, o.Rights...) }),
	"block":      person((*User).Block),
	"unblock":    person((*User).Unblock),
	"deactivate": person((*User).Deactivate),

	"add_bot":      chatwise(func(c *Chat, o order) { c.AddBot(cmp.Or(o.As, Member), o.Rights...) }),
	"remove_bot":   chatwise(func(c *Chat, _ order) { c.RemoveBot() }),
	"restrict":     chatwise(func(c *Chat, o order) { c.Restrict(o.On == nil || *o.On) }),
	"close_topic":  chatwise(func(c *Chat, o order) { c.CloseTopic(o.Thread) }),
	"reopen_topic": chatwise(func(c *Chat, o order) { c.ReopenTopic(o.Thread) }),
	"delete_topic": chatwise(func(c *Chat, o order) { c.DeleteTopic(o.Thread) }),
	"topic":        {do: controller.topic},
	"migrate":      {do: controller.migrate},

	"users":      {looks: true, do: controller.users},
	"chats":      {looks: true, do: controller.chats},
	"messages":   {looks: true, do: controller.messages},
	"transcript": {looks: true, do: controller.transcript},
	"file":       {looks: true, do: controller.file},
	"expect":     {looks: true, do: controller.expect},
	"calls":      {looks: true, do: controller.calls},
	"time":       {looks: true, do: controller.time},

	"fail":    {do: controller.fail},
	"heal":    {do: controller.heal},
	"advance": {do: controller.advance},
}
