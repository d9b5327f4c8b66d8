package news

import (
	"fmt"
	"slices"
	"time"
)

// A Mute is something that a chat, or a thread of it, does not want to hear of
// for a while.
type Mute struct {
	Kind MuteKind `json:"kind"`

	// ID is a Topic.ID or a watch's WatchTopic; a Source.ID; or a story's,
	// which is the Article.ID of its first article.
	ID string `json:"id"`

	// Thread is the forum topic in which it holds, 1 for the general one as
	// Telegram counts them. 0 is the whole chat.
	Thread int `json:"thread,omitempty"`

	// Until is when it ends. Zero means never.
	Until time.Time `json:"until,omitzero"`
}

// A MuteKind is what a Mute is about.
type MuteKind string

// The kinds of mutes.
const (
	MuteTopic  MuteKind = "topic"
	MuteSource MuteKind = "source"
	MuteStory  MuteKind = "story"
)

// Validate tells what is wrong with a mute.
func (m Mute) Validate() error {
	if !slices.Contains([]MuteKind{MuteTopic, MuteSource, MuteStory}, m.Kind) {
		return fmt.Errorf("mute of kind %q: it is topic, source or story", m.Kind)
	}
	return checkID("mute", m.ID)
}

// InForce tells whether a mute holds at a moment.
func (m Mute) InForce(now time.Time) bool { return m.Until.IsZero() || now.Before(m.Until) }

// Covers tells whether a mute of a recipient's chat is about that recipient.
func (m Mute) Covers(r Recipient) bool { return m.Thread == 0 || m.Thread == max(r.Thread, 1) }

// Muted tells whether any of the mutes of a recipient's chat keeps the thing of
// a kind and an ID from the recipient at a moment.
func Muted(mutes []Mute, r Recipient, kind MuteKind, id string, now time.Time) bool {
	return slices.ContainsFunc(mutes, func(m Mute) bool {
		return m.Kind == kind && m.ID == id && m.Covers(r) && m.InForce(now)
	})
}

// mostIDBytes bounds the IDs of topics, sources, stories and watches in what
// subscribers write.
const mostIDBytes = 128

func checkID(of, id string) error {
	if id == "" || len(id) > mostIDBytes {
		return fmt.Errorf("%s: an ID has from 1 to %d bytes, this one %d", of, mostIDBytes, len(id))
	}
	return nil
}
