package message_test

import (
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/news"
)

// TestOneTextCountsOneThing holds that where several numbers are told, each has
// the noun that goes with it, in languages that tell few from many.
func TestOneTextCountsOneThing(t *testing.T) {
	began := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	status := func(lang string, articles, deliveries int64) string {
		s := message.Status{Kept: message.Housekeeping{At: began, Purged: news.Purged{Articles: articles, Deliveries: deliveries}}, Now: began,
			Failing: []message.Failing{{Name: "x", Times: int(articles), Reason: "y"}}}
		return s.HTML(lang, news.Counts{}, true)
	}
	problem := func(lang, format string, args ...string) string {
		return message.In(lang).Problem(news.Problem{Format: format, Args: args})
	}
	const long, short = "the query is %d bytes long, %d are allowed", "%s would find too much: %d letters at least must be given"
	const power = "^ has no meaning: points are given in a topic's weighted terms; write %s{%s} to find it %s times at least"
	for _, row := range []struct{ said, want string }{
		{status("en", 1, 2), "1 old article and 2 old deliveries"},
		{status("ru", 21, 3), "21 старый материал и 3 старые отправки"},
		{status("ru", 5, 1), "5 старых материалов и 1 старая отправка"},
		{status("ar", 2, 11), "خبران قديمان، 11 إرسالًا قديمًا"},
		{status("ar", 2, 11), "(مرتين)"},
		{status("ps", 2, 1), "۲ زاړه خبرونه، ۱ زړه لېږدونه"},
		{problem("ru", long, "4098", "4096"), "4\u00a0098 байт, а можно не больше 4\u00a0096"},
		{problem("ru", long, "5002", "4096"), "5\u00a0002 байта"},
		{problem("ar", short, "~ab", "3"), "3 حروف"},
		{problem("fa", short, "~ab", "3"), "۳ حرف"},
		{problem("en", power, "bomb", "1", "1"), "at least 1 time write <code>bomb{1}</code>"},
		{problem("fa", power, "bomb", "2", "2"), "۲ بار بنویسید <code>bomb{2}</code>"},
		{problem("en", power, "bomb", "2.5", "2.5"), "2.5\u2069 times"},
	} {
		if !strings.Contains(row.said, row.want) {
			t.Errorf("%q is not in %q", row.want, row.said)
		}
	}
}
