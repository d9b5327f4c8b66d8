package telegramtest

// A Chat is a private chat, a group, a supergroup or a channel.
type Chat struct {
	server   *Server
	id       int64
	kind     Kind
	title    string
	username string
	messages []*Message
}

// A Kind is a kind of chat, named as in the Bot API.
type Kind string

// The kinds of chat.
const (
	Private    Kind = "private"
	Group      Kind = "group"
	Supergroup Kind = "supergroup"
	Channel    Kind = "channel"
)

// A Role is the place of a user or of the bot in a chat, named as in the Bot
// API.
type Role string

// The roles. A Muted member may read and not write.
const (
	Owner  Role = "creator"
	Admin  Role = "administrator"
	Member Role = "member"
	Muted  Role = "restricted"
	Left   Role = "left"
	Kicked Role = "kicked"
)

// Group makes a basic group. The bot does not know it until AddBot.
func (s *Server) Group(title string, owner *User) *Chat { panic("telegramtest: coming") }

// Supergroup makes a supergroup.
func (s *Server) Supergroup(title string, owner *User) *Chat { panic("telegramtest: coming") }

// Channel makes a public channel; the username stands without its @. An empty
// username makes a private one.
func (s *Server) Channel(username, title string, owner *User) *Chat { panic("telegramtest: coming") }

// ID returns the chat's ID: a user's own for private chats, below zero for
// groups, below -1000000000000 for supergroups and channels.
func (c *Chat) ID() int64 { return c.id }

// Kind returns the kind of the chat.
func (c *Chat) Kind() Kind { return c.kind }

// Title returns the chat's title, or the user's name for a private chat.
func (c *Chat) Title() string { return c.title }

// AddBot makes the bot a member of the chat in a role, or changes its role,
// and tells it with my_chat_member. It does nothing if that is its role.
func (c *Chat) AddBot(as Role) {}

// RemoveBot removes the bot from the chat, as an administrator of it does.
func (c *Chat) RemoveBot() {}

// Promote gives a user a role in the chat.
func (c *Chat) Promote(u *User, to Role) {}

// Migrate upgrades a basic group to a supergroup, which it returns. The bot
// gets both service messages that tell of it.
func (c *Chat) Migrate() *Chat { panic("telegramtest: coming") }

// Topic makes a topic in a supergroup, which becomes a forum by the first one,
// and returns its thread ID.
func (c *Chat) Topic(name string) int { panic("telegramtest: coming") }

// CloseTopic closes a topic: only administrators write there now.
func (c *Chat) CloseTopic(thread int) {}

// DeleteTopic deletes a topic with its messages.
func (c *Chat) DeleteTopic(thread int) {}

// Restrict forbids all members but administrators to write, or allows it
// again.
func (c *Chat) Restrict(on bool) {}
