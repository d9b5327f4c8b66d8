package message

import (
	"time"

	"github.com/rasadnews/rasad/news/calendar"
)

// Moment writes a moment by the reader's calendar and clock, with UTC beside
// it where that differs.
func (l *Locale) Moment(t time.Time) string {
	return l.moment(t, calendar.Format(t.In(l.zone), l.lang))
}

// moment writes the time of day behind a date.
func (l *Locale) moment(t time.Time, date string) string {
	day, clock := HTML(date), HTML(l.Clock(t))
	if _, offset := t.In(l.zone).Zone(); offset == 0 {
		return l.Label(MomentUTC, "Date", day, "Time", clock)
	}
	utc := HTML(calendar.Digits(t.UTC().Format("15:04"), l.lang))
	return l.Label(Moment, "Date", day, "Time", clock, "UTC", utc)
}

// Dated writes a moment as Moment does, but short if it is fresh, as how long
// ago it is then tells the rest; with the Jalali date behind it for those who
// count by another calendar than the outlets of Iran and Afghanistan.
func (l *Locale) Dated(t time.Time) string {
	local := t.In(l.zone)
	written := l.Moment(t)
	if l.Ago(t) != "" {
		written = l.moment(t, calendar.DayMonth(local, l.lang))
	}
	if solar := calendar.Solar(local, l.lang); solar != "" {
		written += " · " + isolate(solar)
	}
	return written
}

// Brief writes a moment in a few words: day, month and the time, with the year
// only if it is long ago.
func (l *Locale) Brief(t time.Time) string {
	const long = 300 * 24 * time.Hour
	local := t.In(l.zone)
	day := calendar.DayMonth(local, l.lang)
	if l.now.Sub(t).Abs() > long && !l.now.IsZero() {
		day = calendar.Format(local, l.lang)
	}
	return day + l.Label(Comma) + l.Clock(t)
}

// Clock writes the time of day by the reader's clock.
func (l *Locale) Clock(t time.Time) string {
	return calendar.Digits(t.In(l.zone).Format("15:04"), l.lang)
}

// Ago says how long ago a moment is, if that is less than a day, and nothing
// otherwise: what was long ago, or is to come, is better told by its date.
func (l *Locale) Ago(t time.Time) string {
	if l.now.IsZero() || t.IsZero() {
		return ""
	}
	switch d := l.now.Sub(t); {
	case d < -time.Minute || d >= 24*time.Hour:
		return ""
	case d < time.Minute:
		return l.Label(JustNow)
	case d < time.Hour:
		return l.Label(MinutesAgo, "Count", int(d/time.Minute))
	default:
		return l.Label(HoursAgo, "Count", int(d/time.Hour))
	}
}

// since puts before a moment that is written out how long ago it is, if it is
// fresh. A message stays and the span grows old, so it never stands alone.
func (l *Locale) since(t time.Time, written string) string {
	if ago := l.Ago(t); ago != "" {
		return ago + " · " + written
	}
	return written
}

// Duration writes a duration by its two largest units, down to minutes; what is
// shorter than one is told as such.
func (l *Locale) Duration(d time.Duration) string {
	days, hours, minutes := int(d.Hours())/24, int(d.Hours())%24, int(d.Minutes())%60
	switch {
	case d < time.Minute:
		return l.Label(UnderAMinute)
	case days > 0 && hours > 0:
		return l.Label(Days, "Count", days) + l.Label(And) + l.Label(Hours, "Count", hours)
	case days > 0:
		return l.Label(Days, "Count", days)
	case hours > 0 && minutes > 0:
		return l.Label(Hours, "Count", hours) + l.Label(And) + l.Label(Minutes, "Count", minutes)
	case hours > 0:
		return l.Label(Hours, "Count", hours)
	}
	return l.Label(Minutes, "Count", minutes)
}
