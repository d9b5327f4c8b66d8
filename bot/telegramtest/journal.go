package telegramtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// A journal is the file in which a server writes what happens. Every line is
// a record; the last record about a thing says how it is.
type journal struct {
	file *os.File

	mu      sync.Mutex
	written int64 // records so far
	synced  int64 // of them on disk
	err     error // the first failure, after which nothing is accepted
}

// A record is one line of the journal. One field is set.
type record struct {
	User         *userRecord    `json:"user,omitempty"`
	Chat         *chatRecord    `json:"chat,omitempty"`
	Message      *Message       `json:"message,omitempty"`
	Removed      *removedRecord `json:"removed,omitempty"`
	Update       *pending       `json:"update,omitempty"`
	Acknowledged int64          `json:"acknowledged,omitempty"` // updates up to this ID
	Delivered    int64          `json:"delivered,omitempty"`    // the update of that ID, to a webhook
	Allowed      *[]string      `json:"allowed,omitempty"`
	Hook         *hook          `json:"hook,omitempty"` // with no URL when it was removed
	Commands     *menuRecord    `json:"commands,omitempty"`
	Profile      *profileRecord `json:"profile,omitempty"`
	File         *stored        `json:"file,omitempty"`
	Pressed      *pressRecord   `json:"pressed,omitempty"`
	Answered     string         `json:"answered,omitempty"` // the callback query of that ID
}

type userRecord struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
	Lang string `json:"lang,omitempty"`
}

type chatRecord struct {
	ID         int64              `json:"id"`
	Kind       Kind               `json:"kind"`
	Title      string             `json:"title"`
	Username   string             `json:"username,omitempty"`
	Bot        Role               `json:"bot,omitempty"`
	Members    map[int64]Role     `json:"members,omitempty"`
	Rights     map[int64][]string `json:"rights,omitempty"`
	Topics     []topic            `json:"topics,omitempty"`
	Forum      bool               `json:"forum,omitempty"`
	Pinned     []int              `json:"pinned,omitempty"`
	Link       string             `json:"link,omitempty"`
	LastID     int                `json:"last_id,omitempty"`
	MigratedTo int64              `json:"migrated_to,omitempty"`
	Restricted bool               `json:"restricted,omitempty"`
	Spoke      bool               `json:"spoke,omitempty"`
	Opened     bool               `json:"opened,omitempty"`
	Blocked    bool               `json:"blocked,omitempty"`
	Deserted   bool               `json:"deserted,omitempty"`
}

type removedRecord struct {
	Chat int64 `json:"chat"`
	ID   int   `json:"id"`
}

type menuRecord struct {
	Scope    string    `json:"scope"`
	Commands []Command `json:"commands"`
}

// profileRecord is something that the bot says of itself, or null.
type profileRecord struct {
	Key   string          `json:"key"`
	Value json.RawMessage `json:"value"`
}

// pressRecord is a callback query that waits for its answer.
type pressRecord struct {
	ID string    `json:"id"`
	At time.Time `json:"at"`
}

func (c *Chat) record() *chatRecord {
	return &chatRecord{
		ID: c.id, Kind: c.kind, Title: c.title, Username: c.username, Bot: c.bot, Members: c.members, Rights: c.rights,
		Topics: c.topics, Forum: c.forum, Pinned: c.pinned, Link: c.link, LastID: c.lastID, MigratedTo: c.migratedTo, Restricted: c.restricted,
		Spoke: c.spoke, Opened: c.opened, Blocked: c.blocked, Deserted: c.deserted,
	}
}

func (r *chatRecord) state() chatState {
	return chatState{
		id: r.ID, kind: r.Kind, title: r.Title, username: r.Username, bot: r.Bot, members: r.Members, rights: r.Rights,
		topics: r.Topics, forum: r.Forum, pinned: r.Pinned, link: r.Link, lastID: r.LastID, migratedTo: r.MigratedTo, restricted: r.Restricted,
		spoke: r.Spoke, opened: r.Opened, blocked: r.Blocked, deserted: r.Deserted,
	}
}

// keep writes a record; it is on disk when sync returns. The caller holds
// s.mu, so the journal has everything in the order in which it happened.
func (s *Server) keep(r record) {
	if s.journal == nil {
		return
	}
	line, err := json.Marshal(r)
	if err != nil {
		panic("telegramtest: record is not JSON: " + err.Error()) // our own types always are
	}
	j := s.journal
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.err == nil {
		_, j.err = j.file.Write(append(line, '\n'))
		j.written++
	}
}

// What a page shows beside messages is announced with being kept.

func (s *Server) keepUser(u *User) {
	s.keep(record{User: &userRecord{ID: u.id, Name: u.name, Lang: u.lang}})
	s.announce()
}
func (s *Server) keepChat(c *Chat) {
	s.keep(record{Chat: c.record()})
	s.announce()
}
func (s *Server) keepMenu(scope string) {
	s.keep(record{Commands: &menuRecord{Scope: scope, Commands: s.commands[scope]}})
	s.announce()
}

func (s *Server) keepMessage(m *Message)    { s.keep(record{Message: m}) }
func (s *Server) keepUpdate(u pending)      { s.keep(record{Update: &u}) }
func (s *Server) keepAllowed()              { s.keep(record{Allowed: &s.inbox.allowed}) }
func (s *Server) keepAcknowledged(id int64) { s.keep(record{Acknowledged: id}) }
func (s *Server) keepDelivered(id int64)    { s.keep(record{Delivered: id}) }
func (s *Server) keepHook() {
	h := hook{}
	if s.hook != nil {
		h = *s.hook
	}
	s.keep(record{Hook: &h})
}
func (s *Server) keepRemoval(chat int64, id int) {
	s.keep(record{Removed: &removedRecord{Chat: chat, ID: id}})
}

// sync returns when everything kept so far is on disk. Calls that come
// together share one sync of the disk.
func (s *Server) sync() error {
	j := s.journal
	if j == nil {
		return nil
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.err == nil && j.synced < j.written {
		j.err = j.file.Sync()
		j.synced = j.written
	}
	if j.err != nil {
		return fmt.Errorf("journal: %w", j.err)
	}
	return nil
}

// commit ends what the user side does under s.mu.
func (s *Server) commit() {
	s.mu.Unlock()
	if err := s.sync(); err != nil {
		panic("telegramtest: " + err.Error())
	}
}

func (j *journal) close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.err == nil {
		j.err = os.ErrClosed
	}
	return j.file.Close()
}

// openJournal restores what a journal tells and goes on writing it. A last
// line without its end is what a crash left of a record whose sender had no
// answer: it is dropped.
func (s *Server) openJournal(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	var lines []byte
	if err = lock(file); err == nil {
		lines, err = io.ReadAll(file)
	}
	if err == nil {
		whole := bytes.LastIndexByte(lines, '\n') + 1
		if err = s.restore(lines[:whole]); err == nil {
			err = file.Truncate(int64(whole))
		}
		if err == nil {
			_, err = file.Seek(int64(whole), io.SeekStart)
		}
	}
	if err != nil {
		file.Close()
		return err
	}
	s.journal = &journal{file: file}
	return nil
}
