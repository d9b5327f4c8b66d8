package telegramtest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strings"
)

// Control returns the user side as a JSON API, so that a test in any language
// can play the people around a bot in any language. Mount it apart from the
// bot's side, and strip the path before it: whoever reaches it is everybody.
//
// An action is the last part of the path; its fields are a JSON object that is
// posted. A user is named by ID or name, a chat by ID, title or @username, and
// is the user's private chat where it is left out. The answer is JSON, and for
// what could not be done {"error": "…"} with status 400 (the request is
// wrong), 403 (it comes from another site's page), 404 (no such action, user,
// chat, message or button), 405 (it must be posted), 409 (a person could not do
// it in Telegram either), 415 (it must be application/json) or 504 (it did not
// come in time).
//
//	make        user {name, language_code}   group {title, owner, bot}
//	            supergroup {title, owner, bot, topics: [name]}
//	            channel {title, username, owner, bot}
//	talk        say {user, chat, text, thread, reply_to, anonymous}
//	            photo {content} and document {name, content}, with the fields of say
//	            edit {user, chat, message, text}   react {user, chat, message, emoji: [👍]}
//	            press {user, chat, message, button, timeout} → {text, alert, url}
//	come and go join {user, chat}   leave {user, chat}   block {user}
//	            unblock {user}   deactivate {user}
//	run a chat  promote {user, chat, as, rights: [can_…]}   restrict {chat, on}
//	            add_bot {chat, as, rights}   remove_bot {chat}   migrate {chat}
//	            topic {chat, name}   close_topic, reopen_topic, delete_topic {chat, thread}
//	look        users {}   chats {}   messages {user or chat}   transcript {user or chat}
//	            expect {user or chat, text, regexp, from, button, after, timeout}
//	            file {file} → {content}   calls {method, after}   time {}
//	trouble     fail {kind, method, chat, count, rate, seed, delivered, retry_after, status, description}
//	            heal {}   advance {by: "90s"}
//
// As and bot are roles: creator, administrator, member, restricted, left,
// kicked. Kinds of fault are flood, gateway, refuse, hang, reset, truncate and
// any. A content is base64, a file the file_id of one. Timeouts are in seconds,
// 10 if left out. Every answer about a message has a mark, to give to expect as
// after: then only what was sent or edited since counts. The fields of expect
// are those of [Want]. GET does what only looks, with its fields in the query.
//
//	curl -d '{"name":"Sara","language_code":"fa"}' -H 'Content-Type: application/json' localhost:8081/control/user
//	curl -d '{"user":"Sara","text":"/start"}' -H 'Content-Type: application/json' localhost:8081/control/say
//	curl -d '{"user":"Sara","text":"Welcome","timeout":5}' -H 'Content-Type: application/json' localhost:8081/control/expect
//	curl 'localhost:8081/control/transcript?user=Sara'
//
// Another site's page in a browser can neither post to it nor read it.
func (s *Server) Control() http.Handler { return controller{s} }

// A controller answers the control API.
type controller struct{ server *Server }

// maxOrder bounds what is posted: a file of the largest size, in base64.
const maxOrder = maxFile/3*4 + maxBody

// A trouble is an error with the status that tells it.
type trouble struct {
	status int
	text   string
}

func (t *trouble) Error() string { return t.text }

func troublef(status int, format string, args ...any) error {
	return &trouble{status, fmt.Sprintf(format, args...)}
}

// ServeHTTP does what the path names.
func (c controller) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	name := strings.Trim(r.URL.Path, "/")
	a, known := actions[name]
	var o order
	var err error
	switch {
	case foreign(r):
		err = troublef(http.StatusForbidden, otherSite)
	case name == "":
		err = troublef(http.StatusNotFound, "an action is missing; there are %s", strings.Join(actionNames(), ", "))
	case !known:
		err = troublef(http.StatusNotFound, "there is no action %q, but %s", name, strings.Join(actionNames(), ", "))
	default:
		o, err = readOrder(w, r, a.looks)
	}
	var result any
	if err == nil {
		result, err = c.carryOut(r.Context(), a, o)
	}
	tellControl(w, result, err)
}

// carryOut does an action. A panic of the user side tells what a person could
// not do either.
func (c controller) carryOut(ctx context.Context, a action, o order) (result any, err error) {
	defer func() {
		switch broken := recover().(type) {
		case nil:
		case string:
			result, err = nil, troublef(http.StatusConflict, "%s", strings.TrimPrefix(broken, "telegramtest: "))
		default:
			panic(broken)
		}
	}()
	return a.do(c, ctx, o)
}

// readOrder reads the fields of an action.
func readOrder(w http.ResponseWriter, r *http.Request, looks bool) (order, error) {
	var o order
	if looks && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
		return o, o.readQuery(r)
	}
	if r.Method != http.MethodPost {
		return o, troublef(http.StatusMethodNotAllowed, "post the fields of the action as JSON")
	}
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "application/json" {
		return o, troublef(http.StatusUnsupportedMediaType, "the Content-Type must be application/json")
	}
	return o, o.read(http.MaxBytesReader(w, r.Body, maxOrder))
}

// tellControl writes the answer of an action.
func tellControl(w http.ResponseWriter, result any, err error) {
	status := http.StatusOK
	if err != nil {
		status = http.StatusConflict
		if t, ok := err.(*trouble); ok {
			status = t.status
		}
		result = map[string]string{"error": err.Error()}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(result); err != nil {
		panic("telegramtest: answer is not JSON: " + err.Error()) // our own types always are
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(b.Bytes())
}

// actionNames lists the actions.
func actionNames() []string {
	var names []string
	for name := range actions {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
