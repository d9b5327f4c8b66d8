package chart_test

import (
	"time"

	"github.com/rasadnews/rasad/bot/chart"
	"github.com/rasadnews/rasad/news/calendar"
)

// words are the texts of a chart in one language.
type words struct {
	title, note, empty, days, rest, sources string

	topics, outlets []string
}

// vocabulary holds the words by language: real names, among them mixed
// directions, half-spaces, marks, and names that are too long.
var vocabulary = map[string]words{
	"fa": {
		"آمار رصد", "۲۹ آبان تا ۵ آذر ۱۴۰۵ · به وقت تهران", "هنوز خبری نیست", "مطلب\u200cهای منطبق در هر روز", "دیگر موضوع\u200cها", "پرکارترین منبع\u200cها",
		[]string{"تروریسم", "افغانستان", "برنامهٔ هسته\u200cای", "پناه\u200cجویان", "گروه Wagner", "اقتصاد", "انتخابات ۲۰۲۶", "گردوغبار", "زلزله", "سیل", "ژئوپلیتیک", "چاپ و نشر"},
		[]string{"ایرنا", "BBC فارسی 24 Live", "خبرگزاری مهر", "طلوع\u200cنیوز", "Афганистан.ру", "خبرگزاری دانشجویان ایران (ایسنا)", "روزنامهٔ شرق", "پژواک", "همشهری"},
	},
	"prs": {
		"آمار رصد", "امروز، ۵ قوس ۱۴۰۵", "هنوز خبری نیست", "خبرهای یافت\u200cشده در هر روز", "موضوعات دیگر", "فعال\u200cترین منابع",
		[]string{"طالبان"}, []string{"طلوع\u200cنیوز"},
	},
	"ps": {
		"د رصد شمېرې", "وروستۍ اوه ورځې", "لا څه نشته", "هره ورځ موندل شوي خبرونه", "نورې موضوعګانې", "تر ټولو فعالې سرچینې",
		[]string{"ترهګري", "د ښځو حقونه", "کډوال", "اقتصاد"},
		[]string{"پژواک خبري آژانس", "آزادي راډیو", "بي بي سي پښتو", "څرخ", "Ariana News"},
	},
	"ar": {
		"إحصاءات رصد", "آخر 30 يومًا", "لا شيء بعد", "المطابقات في كل يوم", "مواضيع أخرى", "أنشط المصادر",
		[]string{"الإرهاب", "أفغانستان", "اللاجئون", "الاقتصاد"},
		[]string{"الجزيرة", "الشرق الأوسط", "وكالة الأنباء الكويتية (كونا)", "BBC عربي ٢٤"},
	},
	"ur": {
		"رصد کے اعداد و شمار", "پچھلے 7 دن", "ابھی کچھ نہیں", "روزانہ ملنے والی خبریں", "دیگر موضوعات", "سرگرم ترین ذرائع",
		[]string{"دہشت گردی", "افغانستان", "مہاجرین", "معیشت"},
		[]string{"روزنامہ جنگ", "ڈان نیوز", "ایکسپریس ٹریبیون", "نوائے وقت", "BBC اردو"},
	},
	"ru": {
		"Статистика", "Последние 30 дней, по московскому времени", "Пока ничего", "Совпадения по дням", "Остальные темы", "Самые активные источники",
		[]string{"Терроризм", "Афганистан", "Беженцы", "Экономика", "Выборы"},
		[]string{"ТАСС", "РИА Новости", "Коммерсантъ", "Радио Озодӣ", "Информационное агентство «Интерфакс – Центральная Азия»"},
	},
	"en": {
		"Statistics", "20 to 26 November 2026, UTC", "Nothing yet", "Matches by day", "Other topics", "Busiest sources",
		[]string{"Terrorism", "Afghanistan", "Nuclear programme", "Refugees", "Wagner", "Economy", "Elections", "Dust", "Quakes", "Floods", "Geopolitics", "Print"},
		[]string{"Reuters", "The Guardian – World news – Middle East and North Africa", "BBC فارسی 24 Live", "AP", "Al Jazeera English", "France 24", "Dawn", "TOLOnews", "IRNA"},
	},
}

// sample is a chart of so many days, the last of them 26 November 2026, and
// at most so many topics and sources. Its counts rise and fall by the week.
func sample(lang string, days, topics, sources int) chart.Chart {
	w := vocabulary[lang]
	c := chart.Chart{Lang: lang, Title: w.title, Note: w.note, Empty: w.empty}
	last := time.Date(2026, 11, 26, 12, 0, 0, 0, calendar.Tehran())
	c.Days = chart.Days{Title: w.days, First: last.AddDate(0, 0, 1-days), Len: days, Rest: w.rest}
	for i, name := range w.topics[:min(topics, len(w.topics))] {
		t := chart.Topic{Name: name, Matches: make([]int, days)}
		for d := range t.Matches {
			week := []int{9, 12, 14, 10, 8, 3, 2}[(d+i)%7]
			t.Matches[d] = (week + (d*d+5*i)%6) * (days + 14 - d%5) / (days + 4*i)
		}
		c.Days.Topics = append(c.Days.Topics, t)
	}
	c.Sources.Title = w.sources
	for i, name := range w.outlets[:min(sources, len(w.outlets))] {
		c.Sources.Rows = append(c.Sources.Rows, chart.Source{Name: name, Matches: 1240 / (i*i/2 + i + 1)})
	}
	return c
}
