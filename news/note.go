package news

import "time"

// A Note is a small text that is kept for a chat, most of them for a while:
// what a button is about that has no room in it, a question that waits for its
// answer.
type Note struct {
	Name    string // no two notes have the same, of whatever chats
	Chat    int64  // whose it is, and with which it goes
	Text    string
	Expires time.Time // from when on there is none; zero for one that stays
}
