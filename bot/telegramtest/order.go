package telegramtest

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// An order holds the fields that actions of the control API have.
type order struct {
	// Who and where.
	User  ref `json:"user"`
	Owner ref `json:"owner"`
	Chat  ref `json:"chat"`

	// What is made.
	Name     string   `json:"name"`
	Language string   `json:"language_code"`
	Title    string   `json:"title"`
	Username string   `json:"username"`
	Topics   []string `json:"topics"`

	// What is said.
	Thread    int  `json:"thread"`
	ReplyTo   int  `json:"reply_to"`
	Anonymous bool `json:"anonymous"`
	Message   int  `json:"message"`
	Want           // its text is what say and edit write

	// What is sent, and what is under it.
	Content []byte   `json:"content"` // base64
	Emoji   []string `json:"emoji"`
	File    string   `json:"file"`

	// What is allowed.
	As     Role     `json:"as"`
	Bot    Role     `json:"bot"`
	Rights []string `json:"rights"`
	On     *bool    `json:"on"`

	// What goes wrong.
	Kind        string  `json:"kind"`
	Method      string  `json:"method"`
	Count       int     `json:"count"`
	Rate        float64 `json:"rate"`
	Seed        uint64  `json:"seed"`
	Delivered   bool    `json:"delivered"`
	RetryAfter  int     `json:"retry_after"`
	Status      int     `json:"status"`
	Description string  `json:"description"`

	// How long.
	Timeout *float64 `json:"timeout"`
	By      string   `json:"by"`
}

// A ref names a user or a chat: an ID, a name, a title or an @username.
type ref string

// UnmarshalJSON reads a number, a string or null.
func (r *ref) UnmarshalJSON(raw []byte) error {
	var n int64
	if string(raw) == "null" {
		return nil // left out
	}
	if json.Unmarshal(raw, &n) == nil {
		*r = ref(strconv.FormatInt(n, 10))
		return nil
	}
	return json.Unmarshal(raw, (*string)(r))
}

// id returns the ID that a ref may be.
func (r ref) id() int64 {
	n, _ := strconv.ParseInt(string(r), 10, 64)
	return n
}

// read reads the fields from JSON.
func (o *order) read(body io.Reader) error {
	d := json.NewDecoder(body)
	d.DisallowUnknownFields()
	err := d.Decode(o)
	var kind *json.UnmarshalTypeError
	switch {
	case errors.Is(err, io.EOF):
		return nil // no field
	case errors.As(err, &kind) && kind.Field != "":
		return troublef(http.StatusBadRequest, "the field %q cannot be a %s", kind.Field, kind.Value)
	case err != nil:
		return troublef(http.StatusBadRequest, "not the JSON of an action: %s", strings.TrimPrefix(err.Error(), "json: "))
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return troublef(http.StatusBadRequest, "more than one JSON object")
	}
	for _, role := range []Role{o.As, o.Bot} {
		if role != "" && !role.known() {
			return troublef(http.StatusBadRequest, "there is no role %q", string(role))
		}
	}
	return nil
}

// queryNumbers are the fields that a query gives as numbers.
var queryNumbers = []string{"after", "timeout", "thread", "message", "reply_to"}

// readQuery reads the fields from a query, numbers as numbers.
func (o *order) readQuery(r *http.Request) error {
	fields := map[string]any{}
	for name, values := range r.URL.Query() {
		fields[name] = values[0]
		if slices.Contains(queryNumbers, name) {
			fields[name] = json.Number(values[0])
		}
	}
	raw, err := json.Marshal(fields)
	if err != nil {
		return troublef(http.StatusBadRequest, "%s are numbers", strings.Join(queryNumbers, ", "))
	}
	return o.read(strings.NewReader(string(raw)))
}

// patience returns how long to wait.
func (o *order) patience() (time.Duration, error) {
	const longest = 10 * 60
	switch {
	case o.Timeout == nil:
		return patience, nil
	case !(*o.Timeout >= 0 && *o.Timeout <= longest):
		return 0, troublef(http.StatusBadRequest, "a timeout is 0 to %d seconds", longest)
	}
	return time.Duration(*o.Timeout * float64(time.Second)), nil
}

// said returns the text to write.
func (o *order) said() string { return strings.Join(o.Text, "\n") }

// user returns the user that a ref names.
func (c controller) user(r ref) (*User, error) {
	s := c.server
	s.mu.Lock()
	defer s.mu.Unlock()
	if u := s.users[r.id()]; u != nil {
		return u, nil
	}
	var found *User
	for _, u := range s.users {
		if u.name == string(r) && (found == nil || u.id > found.id) {
			found = u
		}
	}
	switch {
	case r == "":
		return nil, troublef(http.StatusBadRequest, "the user is missing")
	case found == nil:
		return nil, troublef(http.StatusNotFound, "there is no user %q", string(r))
	}
	return found, nil
}

// chat returns the chat of an order: the one it names, or the private one of
// its user.
func (c controller) chat(o order) (*Chat, error) {
	if o.Chat == "" {
		u, err := c.user(o.User)
		if err != nil {
			return nil, troublef(http.StatusBadRequest, "the chat is missing, and so is a user")
		}
		return u.private, nil
	}
	s := c.server
	s.mu.Lock()
	defer s.mu.Unlock()
	if chat := s.chats[o.Chat.id()]; chat != nil {
		return chat, nil
	}
	if chat := s.names[strings.ToLower(strings.TrimPrefix(string(o.Chat), "@"))]; chat != nil && o.Chat[0] == '@' {
		return chat, nil
	}
	var found *Chat
	for _, chat := range s.chats {
		newer := found == nil || chat.kind != Private && (found.kind == Private || chat.id < found.id)
		if chat.title == string(o.Chat) && newer && chat.migratedTo == 0 {
			found = chat
		}
	}
	if found == nil {
		return nil, troublef(http.StatusNotFound, "there is no chat %q", string(o.Chat))
	}
	return found, nil
}
