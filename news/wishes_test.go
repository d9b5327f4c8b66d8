package news_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
)

func TestMuted(t *testing.T) {
	now := time.Date(2026, 3, 21, 8, 0, 0, 0, time.UTC)
	mutes := []news.Mute{
		{Kind: news.MuteTopic, ID: "terror", Until: now.Add(time.Second)},
		{Kind: news.MuteTopic, ID: "over", Until: now},
		{Kind: news.MuteSource, ID: "irna"},
		{Kind: news.MuteTopic, ID: "general", Thread: 1},
		{Kind: news.MuteTopic, ID: "desk", Thread: 7},
	}
	for _, c := range []struct {
		thread int
		kind   news.MuteKind
		id     string
		want   bool
	}{
		{0, news.MuteTopic, "terror", true},
		{7, news.MuteTopic, "terror", true},
		{0, news.MuteTopic, "over", false},
		{0, news.MuteTopic, "irna", false},
		{0, news.MuteSource, "irna", true},
		{0, news.MuteSource, "terror", false},
		{0, news.MuteStory, "irna", false},
		{0, news.MuteTopic, "general", true},
		{7, news.MuteTopic, "general", false},
		{7, news.MuteTopic, "desk", true},
		{0, news.MuteTopic, "desk", false},
		{8, news.MuteTopic, "desk", false},
	} {
		if got := news.Muted(mutes, news.Recipient{Chat: -5, Thread: c.thread}, c.kind, c.id, now); got != c.want {
			t.Errorf("Muted(%s %s) in thread %d = %v, want %v", c.kind, c.id, c.thread, got, c.want)
		}
	}
}

func TestFilterAdmits(t *testing.T) {
	for _, c := range []struct {
		name     string
		filter   news.Filter
		lang     string
		severity news.Severity
		want     bool
	}{
		{"all", news.Filter{}, "fa", "", true},
		{"the language", news.Filter{Langs: []string{"ps", "fa"}}, "fa", "", true},
		{"another language", news.Filter{Langs: []string{"ps"}}, "fa", "", false},
		{"Dari is Persian", news.Filter{Langs: []string{"fa"}}, "prs", "", true},
		{"not all Persian is Dari", news.Filter{Langs: []string{"prs"}}, "fa", "", false},
		{"a region's", news.Filter{Langs: []string{"ru"}}, "ru-RU", "", true},
		{"an unknown language", news.Filter{Langs: []string{"ps"}}, "", "", true},
		{"the source", news.Filter{Sources: []string{"bbc", "irna"}}, "fa", "", true},
		{"another source", news.Filter{Sources: []string{"bbc"}}, "fa", "", false},
		{"the score", news.Filter{MinScore: 2}, "fa", "", true},
		{"too low a score", news.Filter{MinScore: 2.01}, "fa", "", false},
		{"the severity", news.Filter{MinSeverity: news.SeverityHigh}, "fa", news.SeverityHigh, true},
		{"a higher one", news.Filter{MinSeverity: news.SeverityNormal}, "fa", news.SeverityCritical, true},
		{"too low a severity", news.Filter{MinSeverity: news.SeverityHigh}, "fa", news.SeverityNormal, false},
		{"one of two is not met", news.Filter{Langs: []string{"fa"}, Sources: []string{"bbc"}}, "fa", "", false},
	} {
		a := &news.Article{Source: "irna", Lang: c.lang}
		if got := c.filter.Admits(a, news.Match{Topic: "terror", Score: 2}, c.severity); got != c.want {
			t.Errorf("%s: Admits = %v, want %v", c.name, got, c.want)
		}
		if got, want := c.filter.IsZero(), c.name == "all"; got != want {
			t.Errorf("%s: IsZero = %v, want %v", c.name, got, want)
		}
	}
}

// TestValidate holds that what is wrong is told in words, and that what the
// bot can be asked for in good faith is right.
func TestValidate(t *testing.T) {
	long := strings.Repeat("آ", 200)
	watch := news.Watch{ID: news.NewWatchID(), Recipient: news.Recipient{Chat: 1}, Query: "بمب"}
	with := func(change func(*news.Watch)) news.Watch { w := watch; change(&w); return w }
	invitation := news.Invitation{ID: news.InvitationID("token"), Uses: 1}
	for _, c := range []struct {
		what interface{ Validate() error }
		says string // nothing: it is right
	}{
		{news.ChatSettings{}, ""},
		{news.ChatSettings{Zone: "Asia/Kabul", Quiet: news.Quiet{From: 1439}, Format: news.FormatHeadline}, ""},
		{news.ChatSettings{Zone: "Tehran"}, `time zone "Tehran"`},
		{news.ChatSettings{Zone: "Local"}, `time zone "Local"`},
		{news.ChatSettings{Zone: "../../etc/passwd"}, "time zone"},
		{news.ChatSettings{Zone: "localtime"}, `time zone "localtime"`},
		{news.ChatSettings{Zone: "right/UTC"}, `time zone "right/UTC"`},
		{news.ChatSettings{Zone: "US/Eastern"}, ""},
		{news.ChatSettings{Zone: "Iran"}, ""},
		{news.ChatSettings{Quiet: news.Quiet{From: -1}}, "quiet from minute -1"},
		{news.ChatSettings{Quiet: news.Quiet{To: 1440}}, "to minute 1440"},
		{news.ChatSettings{Format: "loud"}, `format "loud"`},
		{news.ChatSettings{Mutes: make([]news.Mute, 201)}, "201 mutes"},
		{news.Mute{Kind: news.MuteStory, ID: "0123456789abcdef"}, ""},
		{news.Mute{Kind: "word", ID: "x"}, `kind "word"`},
		{news.Mute{Kind: news.MuteTopic}, "1 to 128 bytes"},
		{news.Subscription{Recipient: news.Recipient{Chat: 1}, Topic: "terror", Mode: news.ModeDaily, At: 480}, ""},
		{news.Subscription{Topic: "terror"}, "no chat"},
		{news.Subscription{Recipient: news.Recipient{Chat: 1}}, "topic"},
		{news.Subscription{Recipient: news.Recipient{Chat: 1}, Topic: "terror", Mode: "weekly"}, `mode "weekly"`},
		{news.Subscription{Recipient: news.Recipient{Chat: 1}, Topic: "terror", At: 1440}, "minute 1440"},
		{news.Subscription{Recipient: news.Recipient{Chat: 1}, Topic: "terror", Filter: news.Filter{MinScore: math.NaN()}}, "NaN"},
		{news.Filter{Langs: make([]string, 101)}, "101 languages"},
		{news.Filter{Sources: []string{""}}, "source"},
		{news.Filter{MinSeverity: "dire"}, `severity "dire"`},
		{news.Filter{MinSeverity: news.SeverityLow}, ""},
		{watch, ""},
		{with(func(w *news.Watch) { w.ID = "short" }), "ID"},
		{with(func(w *news.Watch) { w.ID = strings.ToUpper(w.ID) }), "ID"},
		{with(func(w *news.Watch) { w.Chat = 0 }), "no chat"},
		{with(func(w *news.Watch) { w.Query = " \n" }), "empty"},
		{with(func(w *news.Watch) { w.Query = strings.Repeat(long, 50) }), "bytes"},
		{with(func(w *news.Watch) { w.Name = long }), "name"},
		{news.Vote{Chat: 1, User: 2, Article: "a", Terms: map[string][]string{"t": {"x"}}}, ""},
		{news.Vote{Chat: 1, Article: "a"}, "user"},
		{news.Vote{Chat: 1, User: 2}, "article"},
		{news.Vote{Chat: 1, User: 2, Article: "a", Terms: map[string][]string{"t": make([]string, 500)}}, "501"},
		{news.Guest{ID: 1, State: news.GuestAllowed}, ""},
		{news.Guest{State: news.GuestAllowed}, "no ID"},
		{news.Guest{ID: 1}, "state"},
		{invitation, ""},
		{news.Invitation{ID: "token", Uses: 1}, "InvitationID"},
		{news.Invitation{ID: invitation.ID}, "0 uses"},
		{news.Invitation{ID: invitation.ID, Uses: 1, For: long}, "letters"},
	} {
		err := c.what.Validate()
		if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("Validate(%.100q) = %v, want %q", c.what, err, c.says)
		}
	}
}

func TestWatchesAndTopicsAreNotMixedUp(t *testing.T) {
	id := news.NewWatchID()
	if got, ok := news.WatchOf(news.WatchTopic(id)); got != id || !ok {
		t.Errorf("WatchOf(WatchTopic(%s)) = %s, %v", id, got, ok)
	}
	if got, ok := news.WatchOf("terror"); ok {
		t.Errorf("WatchOf(terror) = %s, want that it is none", got)
	}
	token := news.NewInvitationToken()
	if id == news.NewWatchID() || token == news.NewInvitationToken() {
		t.Error("an ID came twice")
	}
	if news.InvitationID(token) == token {
		t.Error("an invitation's ID tells its token")
	}
}

func TestSubscriberWants(t *testing.T) {
	now := time.Date(2026, 3, 21, 8, 0, 0, 0, time.UTC)
	archived := news.Archived{
		Article: news.Article{ID: "a1", Source: "irna", Lang: "fa"},
		Matches: []news.Match{{Topic: "terror", Score: 5}, {Topic: "weather", Score: 1}},
	}
	severity := func(topic string) news.Severity {
		return map[string]news.Severity{"terror": news.SeverityHigh, "weather": news.SeverityLow}[topic]
	}
	mute := func(kind news.MuteKind, id string) []news.Mute { return []news.Mute{{Kind: kind, ID: id}} }
	for _, c := range []struct {
		name    string
		filters map[string]news.Filter
		mutes   []news.Mute
		want    []string
	}{
		{"all", nil, nil, []string{"weather", "terror"}},
		{"by score", map[string]news.Filter{"weather": {MinScore: 2}, "terror": {MinScore: 2}}, nil, []string{"terror"}},
		{"by severity", map[string]news.Filter{"weather": {MinSeverity: news.SeverityHigh}}, nil, []string{"terror"}},
		{"a muted topic", nil, mute(news.MuteTopic, "terror"), []string{"weather"}},
		{"a muted source", nil, mute(news.MuteSource, "irna"), nil},
		{"a muted story", nil, mute(news.MuteStory, "a1"), nil},
		{"other mutes", nil, mute(news.MuteSource, "bbc"), []string{"weather", "terror"}},
	} {
		s := news.Subscriber{Topics: []string{"weather", "terror"}, Filters: c.filters, Mutes: c.mutes}
		if got := s.Wants(archived, severity, now); !slices.Equal(got, c.want) {
			t.Errorf("%s: Wants = %v, want %v", c.name, got, c.want)
		}
		if got, want := s.Particular(), c.name != "all"; got != want {
			t.Errorf("%s: Particular = %v, want %v", c.name, got, want)
		}
	}
}

// TestAnOldZoneHindersNothing holds that settings with a zone that was a name
// once can be changed, and lose it.
func TestAnOldZoneHindersNothing(t *testing.T) {
	old := news.ChatSettings{Zone: "right/UTC"}
	got, err := old.Changed(func(s *news.ChatSettings) error { s.Format = news.FormatHeadline; return nil }, time.Now())
	if err != nil || got.Zone != "" || got.Format != news.FormatHeadline {
		t.Errorf("Changed = %+v, %v, want a headline in no zone", got, err)
	}
}
