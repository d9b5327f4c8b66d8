package news_test

import (
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
)

// at reads a moment as the clocks of a zone show it, with the offset where
// they show it twice.
func at(t *testing.T, zone, text string) time.Time {
	t.Helper()
	for _, layout := range []string{"2006-01-02 15:04:05 -07:00", "2006-01-02 15:04:05", "2006-01-02 15:04 -07:00", "2006-01-02 15:04"} {
		if m, err := time.ParseInLocation(layout, text, place(t, zone)); err == nil {
			return m
		}
	}
	t.Fatalf("%q is no moment", text)
	return time.Time{}
}

func place(t *testing.T, zone string) *time.Location {
	t.Helper()
	l, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// clock returns minutes after midnight.
func clock(hours, minutes int) int { return 60*hours + minutes }

func TestQuietUntil(t *testing.T) {
	night, noon := news.Quiet{From: clock(23, 0), To: clock(7, 0)}, news.Quiet{From: clock(12, 0), To: clock(14, 30)}
	for _, c := range []struct {
		name, zone string
		quiet      news.Quiet
		now, want  string // no want: not quiet
	}{
		{"never", "Asia/Tehran", news.Quiet{}, "2026-03-21 00:00", ""},
		{"ends are equal", "Asia/Tehran", news.Quiet{From: 60, To: 60}, "2026-03-21 01:00", ""},
		{"before the evening", "Asia/Tehran", night, "2026-03-21 22:59:59", ""},
		{"the evening begins", "Asia/Tehran", night, "2026-03-21 23:00", "2026-03-22 07:00"},
		{"midnight", "Asia/Tehran", night, "2026-03-21 00:00", "2026-03-21 07:00"},
		{"the last second", "Asia/Tehran", night, "2026-03-21 06:59:59", "2026-03-21 07:00"},
		{"the morning", "Asia/Tehran", night, "2026-03-21 07:00", ""},
		{"within a day", "Asia/Kabul", noon, "2026-03-21 13:00", "2026-03-21 14:30"},
		{"within a day, before", "Asia/Kabul", noon, "2026-03-21 11:59", ""},
		{"within a day, after", "Asia/Kabul", noon, "2026-03-21 23:00", ""},
		{"to midnight", "Asia/Kabul", news.Quiet{From: clock(22, 0)}, "2026-12-31 23:59", "2027-01-01 00:00"},
		{"from midnight", "Asia/Kabul", news.Quiet{To: clock(6, 0)}, "2026-12-31 00:00", "2026-12-31 06:00"},
		{"from midnight, before", "Asia/Kabul", news.Quiet{To: clock(6, 0)}, "2026-12-31 23:59", ""},
		{"a night that clocks make shorter", "Europe/Berlin", night, "2026-03-29 01:00", "2026-03-29 07:00 +02:00"},
		{"a night that clocks make longer", "Europe/Berlin", night, "2026-10-25 02:30 +02:00", "2026-10-25 07:00 +01:00"},
		{"its end does not exist", "Europe/Berlin", news.Quiet{From: clock(23, 0), To: clock(2, 30)}, "2026-03-29 01:59", "2026-03-29 03:00 +02:00"},
		{"its end has passed", "Europe/Berlin", news.Quiet{From: clock(23, 0), To: clock(2, 30)}, "2026-03-29 03:00 +02:00", ""},
		{"its beginning does not exist", "Europe/Berlin", news.Quiet{From: clock(2, 30), To: clock(5, 0)}, "2026-03-29 03:00 +02:00", "2026-03-29 05:00 +02:00"},
		{"neither exists", "Europe/Berlin", news.Quiet{From: clock(2, 10), To: clock(2, 50)}, "2026-03-29 03:00 +02:00", ""},
		{"its end comes twice", "Europe/Berlin", news.Quiet{From: clock(23, 0), To: clock(2, 30)}, "2026-10-25 02:29 +02:00", "2026-10-25 02:30 +02:00"},
		{"the second time is not meant", "Europe/Berlin", news.Quiet{From: clock(23, 0), To: clock(2, 30)}, "2026-10-25 02:15 +01:00", ""},
		{"midnight does not exist", "Africa/Cairo", news.Quiet{To: clock(6, 0)}, "2026-04-24 01:00", "2026-04-24 06:00"},
		{"to a midnight that does not exist", "Africa/Cairo", news.Quiet{From: clock(22, 0)}, "2026-04-23 23:59", "2026-04-24 01:00"},
		{"clocks go back over midnight", "America/St_Johns", news.Quiet{To: clock(6, 0)}, "2006-10-28 23:30 -03:30", "2006-10-29 06:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var want time.Time
			if c.want != "" {
				want = at(t, c.zone, c.want)
			}
			now := at(t, c.zone, c.now)
			for _, in := range []*time.Location{time.UTC, place(t, c.zone)} {
				if got := c.quiet.Until(now.In(in), place(t, c.zone)); !got.Equal(want) {
					t.Errorf("Until(%v) = %v, want %v", now, got, want)
				}
			}
		})
	}
}

// TestQuietEndsForEveryZone goes through a year of all zones that readers of
// our languages live in, and those with the oddest clocks: who is quiet is so
// until an end that is not far, and not at the end.
func TestQuietEndsForEveryZone(t *testing.T) {
	for _, zone := range []string{"Asia/Tehran", "Asia/Kabul", "Asia/Karachi", "Europe/Moscow", "UTC", "Europe/Berlin",
		"Australia/Lord_Howe", "Africa/Cairo", "America/Santiago", "Asia/Beirut", "Pacific/Chatham", "Africa/Casablanca"} {
		location := place(t, zone)
		for _, q := range []news.Quiet{{From: clock(23, 0), To: clock(7, 0)}, {From: clock(12, 0), To: clock(11, 0)}, {From: clock(1, 30), To: clock(2, 15)}, {To: 1}} {
			end := time.Date(2027, 1, 2, 0, 0, 0, 0, time.UTC)
			for now := end.AddDate(-1, 0, 0); now.Before(end); now = now.Add(37 * time.Minute) {
				until := q.Until(now, location)
				if until.IsZero() {
					continue
				}
				if !until.After(now) || until.Sub(now) > 25*time.Hour {
					t.Fatalf("%s: Until(%v) = %v", zone, now, until)
				}
				if again := q.Until(until, location); !again.IsZero() {
					t.Fatalf("%s: quiet %+v ends at %v and goes on until %v", zone, q, until, again)
				}
			}
		}
	}
}

func TestModeDue(t *testing.T) {
	for _, c := range []struct {
		name, zone    string
		mode          news.Mode
		at            int
		written, want string
	}{
		{"at once", "Asia/Tehran", news.ModeInstant, 0, "2026-03-21 10:15", "2026-03-21 10:15"},
		{"by default", "Asia/Tehran", "", 0, "2026-03-21 10:15", "2026-03-21 10:15"},
		{"the next full hour", "Asia/Tehran", news.ModeHourly, 0, "2026-03-21 10:15:01", "2026-03-21 11:00"},
		{"at a full hour", "Asia/Kabul", news.ModeHourly, 0, "2026-03-21 10:00", "2026-03-21 11:00"},
		{"the hour before midnight", "Asia/Kabul", news.ModeHourly, 0, "2026-12-31 23:59:59", "2027-01-01 00:00"},
		{"an hour that does not exist", "Europe/Berlin", news.ModeHourly, 0, "2026-03-29 01:30", "2026-03-29 03:00 +02:00"},
		{"an hour that comes twice", "Europe/Berlin", news.ModeHourly, 0, "2026-10-25 02:30 +02:00", "2026-10-25 02:00 +01:00"},
		{"later today", "Asia/Kabul", news.ModeDaily, clock(8, 0), "2026-03-21 07:59:59", "2026-03-21 08:00"},
		{"tomorrow", "Asia/Kabul", news.ModeDaily, clock(8, 0), "2026-03-21 08:00", "2026-03-22 08:00"},
		{"at midnight", "Asia/Tehran", news.ModeDaily, 0, "2026-03-21 00:00:01", "2026-03-22 00:00"},
		{"the same hour after clocks changed", "Europe/Moscow", news.ModeDaily, clock(8, 0), "2014-10-25 20:00", "2014-10-26 08:00"},
		{"a time that does not exist", "Europe/Berlin", news.ModeDaily, clock(2, 30), "2026-03-28 20:00", "2026-03-29 03:00 +02:00"},
		{"the day after that", "Europe/Berlin", news.ModeDaily, clock(2, 30), "2026-03-29 03:00 +02:00", "2026-03-30 02:30"},
		{"a time that comes twice", "Europe/Berlin", news.ModeDaily, clock(2, 30), "2026-10-25 01:00", "2026-10-25 02:30 +02:00"},
		{"once on that day", "Europe/Berlin", news.ModeDaily, clock(2, 30), "2026-10-25 02:30 +02:00", "2026-10-26 02:30"},
		{"a day that does not exist", "Pacific/Apia", news.ModeDaily, clock(8, 0), "2011-12-29 09:00", "2011-12-31 00:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			written, want := at(t, c.zone, c.written), at(t, c.zone, c.want)
			if got := c.mode.Due(written.UTC(), c.at, place(t, c.zone)); !got.Equal(want) {
				t.Errorf("Due(%v) = %v, want %v", written, got, want)
			}
		})
	}
}

func TestZonesOfLanguages(t *testing.T) {
	for lang, want := range map[string]string{"fa": "Asia/Tehran", "prs": "Asia/Kabul", "ps": "Asia/Kabul", "ur": "Asia/Karachi",
		"ru": "Europe/Moscow", "ar": "UTC", "en": "UTC", "": "UTC", "xx": "UTC"} {
		if got := (news.ChatSettings{}).Location(lang).String(); got != want {
			t.Errorf("Location(%q) = %s, want %s", lang, got, want)
		}
		if got := (news.ChatSettings{Zone: "Asia/Dushanbe"}).Location(lang).String(); got != "Asia/Dushanbe" {
			t.Errorf("Location of a chat that chose its zone = %s", got)
		}
		if got := (news.ChatSettings{Zone: "Local"}).Location(lang).String(); got != want {
			t.Errorf("Location of a chat with a bad zone = %s, want %s", got, want)
		}
	}
}
