package extract

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/rasadnews/rasad/news/calendar"
)

// dateLine is a line that says that a date of publishing follows.
var dateLine = regexp.MustCompile(`(?i)(?:تاریخ\s*(?:انتشار|خبر|درج|ثبت)|زمان\s*انتشار|منتشر\s*شده|` +
	`تاريخ\s*(?:النشر|انتشار|خبر)|نشر\s*(?:في|بتاريخ)|` +
	`خپرېدو\s*نېټه|شائع\s*شدہ|published(?:\s*on)?|posted(?:\s*on)?|опубликовано|дата\s*публикации)\s*[:：]?\s*(.{6,80})`)

// modifiedLine is a line that says that a date of the last change follows.
var modifiedLine = regexp.MustCompile(`(?i)(?:(?:آخرین|تاریخ)?\s*(?:به[\s\x{200C}]*روز[\s\x{200C}]*رسانی|ویرایش)` +
	`(?:\s*(?:خبر|شده|در))?|آخر\s*تحديث|تم\s*التحديث|` +
	`وروستی\s*تغییر|آخری\s*اپ\s*ڈیٹ|(?:last\s*)?(?:updated|modified)(?:\s*on)?|обновлено|изменено)\s*[:：]?\s*(.{6,80})`)

// changedFirst tells whether the first date of a line is that of a change.
func changedFirst(s string) bool {
	at := modifiedLine.FindStringIndex(s)
	if at == nil {
		return false
	}
	other := dateLine.FindStringIndex(s)
	return other == nil || at[0] < other[0]
}

// longestDateLine is how many words a line has at most that says a date and,
// perhaps, who wrote and where.
const longestDateLine = 25

// mostlyDate tells whether a line says a date by itself, rather than when
// something happened: what stands right before and behind it, up to a mark that
// parts them, is a weekday, a time of day, or a label of dates. A line without a
// full date may be one in other words.
func mostlyDate(s string) bool {
	words := strings.Fields(gluedLabel.ReplaceAllString(s, "$1 "))
	unknown := longAgo(time.UTC)
	day, ok := calendar.Parse(s, unknown)
	if !ok {
		return true
	}
	if len(words) > longestDateLine {
		return false
	}
	same := func(words []string) bool {
		t, ok := calendar.Parse(strings.Join(words, " "), unknown)
		return ok && t.Year() == day.Year() && t.YearDay() == day.YearDay()
	}
	from, to := 0, len(words)
	for from+1 < to && same(words[from+1:to]) {
		from++
	}
	for from+1 < to && same(words[from:to-1]) {
		to--
	}
	before := slices.Clone(words[:from])
	slices.Reverse(before)
	return (idleBefore(before) || byPrefix.MatchString(s) && from <= 6) && (parting(words[to-1]) || idleBehind(words[to:]))
}

// gluedLabel is a word with a colon.
var gluedLabel = regexp.MustCompile(`(\p{L}[:：|])`)

// idleBefore tells whether the words before a date, the last first, say nothing
// of what happened then.
func idleBefore(words []string) bool {
	for i, w := range words {
		switch {
		case strings.HasSuffix(w, ":") && !clockAlone.MatchString(strings.Map(foldDigit, strings.TrimSuffix(w, ":"))):
			return dateLabel(words[i:])
		case parting(w):
			return true
		case !idleWord(w):
			return false
		}
	}
	return true
}

// idleBehind tells the same of the words behind a date.
func idleBehind(words []string) bool {
	for _, w := range words {
		if !idleWord(w) && key(w) != "" {
			return false
		}
		if parting(w) {
			return true
		}
	}
	return true
}

// parting tells whether a word is, or ends with, a mark that parts what stands on
// its sides.
func parting(w string) bool {
	return key(w) == "" || strings.ContainsAny(w[len(w)-1:], ",;|)") || strings.HasSuffix(w, "،") || strings.HasSuffix(w, "؛")
}

// dateLabel tells whether the words before a colon, the last first, are a label
// of dates, and nothing else since the last mark or number.
func dateLabel(words []string) bool {
	label := key(words[0])
	for _, w := range words[1:] {
		if parting(w) || strings.ContainsAny(key(w), "0123456789") {
			break
		}
		label = key(w) + label
	}
	return dateLabels[label]
}

// dateLabels are what stands with a colon before the date of an article.
var dateLabels = foldedSet(
	"date", "published", "posted", "time",
	"تاریخ", "تاریخ خبر", "تاریخ انتشار", "تاریخ درج", "تاریخ ثبت", "تاریخ نشر", "زمان", "زمان انتشار",
	"زمان خبر", "ساعت", "انتشار", "منتشر شده", "نشر",
	"التاريخ", "تاريخ النشر", "نشر في", "بتاريخ",
	"نېټه", "د خپرېدو نېټه", "خپرېدو نېټه", "تاریخ اشاعت",
	"дата", "дата публикации", "опубликовано", "время")

// idleWord tells whether a word beside a date belongs to it: a number, a
// weekday, or what goes with times of day.
func idleWord(w string) bool {
	k := key(w)
	return length(k) <= 2 || strings.Trim(k, "0123456789") == "" || idleWords[k]
}

// idleWords are weekdays, and words of times of day.
var idleWords = foldedSet(strings.Fields(
	"monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun " +
		"gmt utc bst est edt pst pdt cet cest msk ist local time hour hrs of for and the " +
		"شنبه یکشنبه دوشنبه سهشنبه چهارشنبه پنجشنبه پنج چهار دو یک سه جمعه " +
		"ساعت دقیقه سال ماه صبح ظهر عصر شب قظ بظ ایران " +
		"الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت " +
		"الساعة صباحا مساء هـ ميلادي بتوقيت غرينتش " +
		"پیر منگل بدھ جمعرات جمعہ ہفتہ اتوار بجے وقت نېټه کال مه " +
		"понедельник вторник среда четверг пятница суббота воскресенье года мск")...)
