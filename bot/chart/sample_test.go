package chart_test

import (
	"time"

	"github.com/rasadnews/rasad/bot/chart"
	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/news/calendar"
)

// names are what a chart in one language is about.
type names struct{ topics, outlets []string }

// vocabulary holds real names by language, among them mixed directions,
// half-spaces, marks, and names that are too long.
var vocabulary = map[string]names{
	"fa": {
		[]string{"تروریسم", "افغانستان", "برنامهٔ هسته\u200cای", "پناه\u200cجویان", "گروه Wagner", "اقتصاد", "انتخابات ۲۰۲۶", "گردوغبار", "زلزله", "سیل", "ژئوپلیتیک", "چاپ و نشر"},
		[]string{"ایرنا", "BBC فارسی 24 Live", "خبرگزاری مهر", "طلوع\u200cنیوز", "Афганистан.ру", "خبرگزاری دانشجویان ایران (ایسنا)", "روزنامهٔ شرق", "پژواک", "همشهری"},
	},
	"prs": {
		[]string{"طالبان"}, []string{"طلوع\u200cنیوز"},
	},
	"ps": {
		[]string{"ترهګري", "د ښځو حقونه", "کډوال", "اقتصاد"},
		[]string{"پژواک خبري آژانس", "آزادي راډیو", "بي بي سي پښتو", "څرخ", "Ariana News"},
	},
	"ar": {
		[]string{"الإرهاب", "أفغانستان", "اللاجئون", "الاقتصاد"},
		[]string{"الجزيرة", "الشرق الأوسط", "وكالة الأنباء الكويتية (كونا)", "BBC عربي ٢٤"},
	},
	"ur": {
		[]string{"دہشت گردی", "افغانستان", "مہاجرین", "معیشت"},
		[]string{"روزنامہ جنگ", "ڈان نیوز", "ایکسپریس ٹریبیون", "نوائے وقت", "BBC اردو"},
	},
	"ru": {
		[]string{"Терроризм", "Афганистан", "Беженцы", "Экономика", "Выборы"},
		[]string{"ТАСС", "РИА Новости", "Коммерсантъ", "Радио Озодӣ", "Информационное агентство «Интерфакс – Центральная Азия»"},
	},
	"en": {
		[]string{"Terrorism", "Afghanistan", "Nuclear programme", "Refugees", "Wagner", "Economy", "Elections", "Dust", "Quakes", "Floods", "Geopolitics", "Print"},
		[]string{"Reuters", "The Guardian – World news – Middle East and North Africa", "BBC فارسی 24 Live", "AP", "Al Jazeera English", "France 24", "Dawn", "TOLOnews", "IRNA"},
	},
}

// sample is a chart of so many days, the last of them 26 November 2026, and
// at most so many topics and sources. It says what the bot's charts say, and its
// counts rise and fall by the week.
func sample(lang string, days, topics, sources int) chart.Chart {
	w, l := vocabulary[lang], message.In(lang)
	last := time.Date(2026, 11, 26, 12, 0, 0, 0, calendar.Tehran())
	first := last.AddDate(0, 0, 1-days)
	c := chart.Chart{Lang: lang, Title: l.Label(message.StatsTitle), Empty: l.Label(message.StatsEmpty)}
	c.Note = l.Label(message.StatsSpan, "From", message.HTML(calendar.Format(first, lang)),
		"To", message.HTML(calendar.Format(last, lang)), "Zone", map[bool]string{true: "تهران", false: "Tehran"}[l.RTL()])
	c.Days = chart.Days{Title: l.Label(message.StatsDays), First: first, Len: days, Rest: l.Label(message.StatsRest)}
	for i, name := range w.topics[:min(topics, len(w.topics))] {
		t := chart.Topic{Name: name, Matches: make([]int, days)}
		for d := range t.Matches {
			week := []int{9, 12, 14, 10, 8, 3, 2}[(d+i)%7]
			t.Matches[d] = (week + (d*d+5*i)%6) * (days + 14 - d%5) / (days + 4*i)
		}
		c.Days.Topics = append(c.Days.Topics, t)
	}
	c.Sources.Title = l.Label(message.StatsSources)
	for i, name := range w.outlets[:min(sources, len(w.outlets))] {
		c.Sources.Rows = append(c.Sources.Rows, chart.Source{Name: name, Matches: 1240 / (i*i/2 + i + 1)})
	}
	return c
}
