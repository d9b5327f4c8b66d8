package news

import (
	"fmt"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // a static binary must know the zones of its readers on any machine
)

// ChatSettings is what a chat has chosen for itself. The zero value is what
// holds for a chat that has chosen nothing.
type ChatSettings struct {
	// Zone is an IANA time zone such as Asia/Tehran. Empty means that of the
	// chat's language.
	Zone string `json:"zone,omitempty"`

	// Lang is the language that the chat chose. Empty means that nobody did, and
	// Chat.Lang is what the readers' apps are set to.
	Lang string `json:"lang,omitempty"`

	Quiet  Quiet  `json:"quiet,omitzero"`
	Format Format `json:"format,omitempty"`
	Mutes  []Mute `json:"mutes,omitempty"`
}

// A Format says how much an alert tells.
type Format string

// The formats. Empty means FormatFull.
const (
	FormatFull     Format = "full"     // passages, outlet, times
	FormatCompact  Format = "compact"  // the headline, the outlet and one passage
	FormatHeadline Format = "headline" // one line
)

// mostMutes bounds what one chat has the store and the desk go through.
const mostMutes = 200

// Validate tells what is wrong with the settings, the first thing alone.
func (s ChatSettings) Validate() error {
	if err := checkZone(s.Zone); err != nil {
		return err
	}
	if err := s.Quiet.Validate(); err != nil {
		return err
	}
	if !slices.Contains([]Format{"", FormatFull, FormatCompact, FormatHeadline}, s.Format) {
		return fmt.Errorf("format %q: it is full, compact or headline", s.Format)
	}
	if len(s.Mutes) > mostMutes {
		return fmt.Errorf("%d mutes: a chat has %d at most", len(s.Mutes), mostMutes)
	}
	for _, m := range s.Mutes {
		if err := m.Validate(); err != nil {
			return err
		}
	}
	return nil
}

// Changed returns the settings as a change leaves them at a moment: without
// the mutes that are over by then, and valid, or with the error that the
// change, or Validate, returned. The settings themselves stay as they are.
func (s ChatSettings) Changed(change func(*ChatSettings) error, now time.Time) (ChatSettings, error) {
	c := s
	c.Mutes = slices.Clone(s.Mutes)
	if checkZone(c.Zone) != nil { // it was a name once
		c.Zone = ""
	}
	if err := change(&c); err != nil {
		return s, err
	}
	var mutes []Mute
	for _, m := range c.Mutes {
		if m.InForce(now) {
			m.Until = m.Until.UTC().Truncate(time.Microsecond)
			mutes = append(mutes, m)
		}
	}
	c.Mutes = mutes
	if err := c.Validate(); err != nil {
		return s, err
	}
	return c, nil
}

// Location returns the chat's time zone: the one it chose, else that of its
// language.
func (s ChatSettings) Location(lang string) *time.Location {
	if s.Zone != "" && checkZone(s.Zone) == nil {
		return location(s.Zone)
	}
	return location(DefaultZone(lang))
}

// DefaultZone names the time zone in which most readers of a language live,
// UTC if they live in many.
func DefaultZone(lang string) string {
	if zone := zones[lang]; zone != "" {
		return zone
	}
	return "UTC"
}

var zones = map[string]string{
	"fa":  "Asia/Tehran",
	"prs": "Asia/Kabul",
	"ps":  "Asia/Kabul",
	"ur":  "Asia/Karachi",
	"ru":  "Europe/Moscow",
}

// zoneAreas begin the names that the IANA gives to zones, and zoneNames are
// those that stand without one. Beside them a machine has files that are no
// zones of a reader: its own clock's, and copies with leap seconds.
const (
	zoneAreas = " Africa America Antarctica Arctic Asia Atlantic Australia Brazil Canada Chile Etc Europe Indian Mexico Pacific US "
	zoneNames = " CET CST6CDT Cuba EET EST EST5EDT Egypt Eire GB GB-Eire GMT GMT+0 GMT-0 GMT0 Greenwich HST Hongkong Iceland Iran Israel " +
		"Jamaica Japan Kwajalein Libya MET MST MST7MDT NZ NZ-CHAT Navajo PRC PST8PDT Poland Portugal ROC ROK Singapore Turkey UCT UTC " +
		"Universal W-SU WET Zulu "
)

// isZone tells whether a zone can have a name, on any machine.
func isZone(name string) bool {
	area, _, within := strings.Cut(name, "/")
	known := zoneNames
	if within {
		known = zoneAreas
	}
	return area != "" && !strings.Contains(area, " ") && strings.Contains(known, " "+area+" ")
}

// checkZone tells what is wrong with the name of a zone.
func checkZone(name string) error {
	if name == "" {
		return nil
	}
	if _, err := time.LoadLocation(name); err != nil || !isZone(name) {
		return fmt.Errorf("time zone %q is unknown: name one as the IANA does, such as Asia/Tehran", name)
	}
	return nil
}

func location(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	return zone
}
