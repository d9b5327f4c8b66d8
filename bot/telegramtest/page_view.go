package telegramtest

import (
	"cmp"
	"encoding/json"
	"slices"
)

// pageMessages is how many messages of a chat, the newest ones, the page shows.
const pageMessages = 500

// A sight is what a page is told: all that a user sees, or what changed since.
type sight struct {
	Whole    bool                 `json:"whole,omitempty"` // it replaces what was told before
	Bot      *pageBot             `json:"bot,omitempty"`
	Users    []pageUser           `json:"users,omitempty"`
	Chats    []pageChat           `json:"chats,omitempty"` // new and changed ones
	Gone     []int64              `json:"gone,omitempty"`  // chats
	Messages map[int64][]*Message `json:"messages,omitempty"`
	Removed  map[int64][]int      `json:"removed,omitempty"`
}

func (s sight) empty() bool {
	return !s.Whole && s.Bot == nil && s.Users == nil && s.Chats == nil && s.Gone == nil && s.Messages == nil && s.Removed == nil
}

// A pageBot is the bot as a user sees it in their language.
type pageBot struct {
	ID          int64  `json:"id"`
	Username    string `json:"username"`
	Name        string `json:"name"`
	Description string `json:"description,omitempty"`
	About       string `json:"about,omitempty"`
}

// A pageUser is one whom the page can play.
type pageUser struct {
	userView
	Note string `json:"note,omitempty"`
}

// A pageChat is a chat as it stands in a user's list, or among those that they
// could join.
type pageChat struct {
	ID         int64       `json:"id"`
	Kind       Kind        `json:"kind"`
	Title      string      `json:"title,omitempty"`
	Username   string      `json:"username,omitempty"`
	Forum      bool        `json:"forum,omitempty"`
	Topics     []topic     `json:"topics,omitempty"`
	Role       Role        `json:"role,omitempty"` // the user's
	Bot        Role        `json:"bot,omitempty"`
	Members    int         `json:"members,omitempty"`
	Pinned     []int       `json:"pinned,omitempty"`
	Restricted bool        `json:"restricted,omitempty"`
	Opened     bool        `json:"opened,omitempty"`
	Blocked    bool        `json:"blocked,omitempty"`
	Commands   []Command   `json:"commands,omitempty"`
	Menu       *menuButton `json:"menu,omitempty"`
}

// A viewer remembers what a page was told of what a user sees.
type viewer struct {
	server   *Server
	user     int64
	begun    bool
	people   string            // users and bot, as they were told
	heads    map[int64]string  // chats, as they were told
	messages map[int64]visible // by chat
}

// visible holds the messages that a page shows.
type visible map[int]*Message

func newViewer(s *Server, user int64) *viewer {
	return &viewer{server: s, user: user, heads: map[int64]string{}, messages: map[int64]visible{}}
}

// look returns what differs from what was told.
func (v *viewer) look() sight {
	s := v.server
	s.mu.Lock()
	defer s.mu.Unlock()
	now := sight{Whole: !v.begun}
	v.begun = true
	v.lookAtPeople(&now)
	u := s.users[v.user]
	if u == nil {
		return now
	}
	there := map[int64]bool{}
	for _, c := range s.chats {
		if !c.listedFor(u) {
			continue
		}
		there[c.id] = true
		v.lookAtHead(&now, c, u)
		if c.seenBy(u) {
			v.lookAtMessages(&now, c)
		} else {
			delete(v.messages, c.id)
		}
	}
	for id := range v.heads {
		if !there[id] {
			delete(v.heads, id)
			delete(v.messages, id)
			now.Gone = append(now.Gone, id)
		}
	}
	return now
}

// listedFor tells whether a chat stands in a user's list: because they are in
// it, or could join.
func (c *Chat) listedFor(u *User) bool {
	if c.kind == Private {
		return c == u.private
	}
	return c.migratedTo == 0 && c.members[u.id] != Kicked
}

func (v *viewer) lookAtPeople(now *sight) {
	s := v.server
	lang := ""
	if u := s.users[v.user]; u != nil {
		lang = u.lang
	}
	bot := &pageBot{
		ID: s.me, Username: s.config.BotName, Name: s.text(nameText.key, lang),
		Description: s.text(descriptionText.key, lang), About: s.text(aboutText.key, lang),
	}
	users := []pageUser{}
	for _, u := range s.users {
		users = append(users, pageUser{viewUser(u), u.note(lang)})
	}
	slices.SortFunc(users, func(a, b pageUser) int { return cmp.Compare(a.ID, b.ID) })
	if told := written([]any{bot, users}); told != v.people {
		v.people, now.Bot, now.Users = told, bot, users
	}
}

func (v *viewer) lookAtHead(now *sight, c *Chat, u *User) {
	head := pageChat{
		ID: c.id, Kind: c.kind, Title: c.title, Username: c.username, Forum: c.isForum(), Topics: slices.Clone(c.topics),
		Role: c.members[u.id], Bot: c.bot, Pinned: slices.Clone(c.pinned), Restricted: c.restricted,
		Opened: c.opened, Blocked: c.blocked, Commands: v.server.menuFor(c, u),
	}
	for _, role := range c.members {
		if role.inside() {
			head.Members++
		}
	}
	if c.kind == Private {
		head.Title, head.Menu = "", v.server.menuButton(c)
	}
	if told := written(head); told != v.heads[c.id] {
		v.heads[c.id] = told
		now.Chats = append(now.Chats, head)
	}
}

func (v *viewer) lookAtMessages(now *sight, c *Chat) {
	shown := v.messages[c.id]
	if shown == nil {
		shown = visible{}
		v.messages[c.id] = shown
	}
	there := make(map[int]bool, len(c.messages))
	var fresh []*Message
	for _, m := range c.messages[max(0, len(c.messages)-pageMessages):] {
		there[m.ID] = true
		if shown[m.ID] != m {
			shown[m.ID] = m
			fresh = append(fresh, m)
		}
	}
	if fresh != nil {
		put(&now.Messages, c.id, fresh)
	}
	var removed []int
	for id := range shown {
		if !there[id] {
			delete(shown, id)
			removed = append(removed, id)
		}
	}
	if removed != nil {
		put(&now.Removed, c.id, removed)
	}
}

// put sets an entry of a map that is made when it gets its first one.
func put[V any](m *map[int64]V, id int64, value V) {
	if *m == nil {
		*m = map[int64]V{}
	}
	(*m)[id] = value
}

// written returns a value as JSON.
func written(value any) string {
	raw, err := json.Marshal(value)
	if err != nil {
		panic("telegramtest: view is not JSON: " + err.Error()) // our own types always are
	}
	return string(raw)
}
