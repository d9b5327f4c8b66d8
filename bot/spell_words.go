package bot

import (
	"strings"
	"sync"
	"time"

	"github.com/rasadnews/rasad/news"
)

// A meaning is what words of our languages mean in settings, parted by commas:
// English, Persian and Dari, Pashto, Arabic, Urdu, Russian.
type meaning[T any] struct {
	words string
	means T
}

// A vocabulary is what words mean, by their keys.
type vocabulary[T any] func() map[string]T

// spell makes a vocabulary. Of a word that stands twice the first counts.
func spell[T any](table ...meaning[T]) vocabulary[T] {
	return sync.OnceValue(func() map[string]T {
		known := map[string]T{}
		for _, m := range table {
			for word := range strings.SplitSeq(m.words, ",") {
				if _, there := known[nameKey(word)]; !there {
					known[nameKey(word)] = m.means
				}
			}
		}
		return known
	})
}

// spelled returns what is said by a vocabulary.
func spelled[T any](v vocabulary[T], said string) (what T, ok bool) {
	key := nameKey(said)
	if key == "" {
		return what, false
	}
	what, ok = v()[key]
	return what, ok
}

// mostSpelled are the most words that mean one thing together.
const mostSpelled = 4

// prefixed returns what the first of words say by a vocabulary, as many of them
// as it knows, and the words behind them; all of the words if it knows none.
func prefixed[T any](v vocabulary[T], words []string) (what T, rest []string, ok bool) {
	for n := min(mostSpelled, len(words)); n > 0; n-- {
		if what, ok = spelled(v, strings.Join(words[:n], " ")); ok {
			return what, words[n:], true
		}
	}
	return what, words, false
}

// suffixed does the same from the end.
func suffixed[T any](v vocabulary[T], words []string) (what T, rest []string, ok bool) {
	for n := min(mostSpelled, len(words)); n > 0; n-- {
		at := len(words) - n
		if what, ok = spelled(v, strings.Join(words[at:], " ")); ok {
			return what, words[:at], true
		}
	}
	return what, words, false
}

// The words for everything, for nothing, and for what shall be done at once.
var (
	everyWords = spell(meaning[bool]{"all, everything, همه, همه موضوع ها, ټول, ټولې, الكل, كل شيء, جميعها, سب, تمام, все, всё", true})
	offWords   = spell(meaning[bool]{"off, none, no, never, 0, disable, خاموش, غیرفعال, هیچ, نه, لغو, هیچ وقت, بند, ایقاف, إيقاف, معطلة, لا, بدون, نہیں, " +
		"выкл, выключить, выключено, нет, никогда, отключить", true})
	nowWords = spell(meaning[bool]{"now, اکنون, الان, همین حالا, حالا, اوس, الآن, ابھی, сейчас", true})
)

var modeWords = spell(
	meaning[news.Mode]{"instant, now, at once, بی درنگ, لحظه ای, آنی, فورا, فوراً, سمدلاسه, فورًا, فورا, فوری طور پر, сразу, немедленно", news.ModeInstant},
	meaning[news.Mode]{"hourly, every hour, each hour, ساعتی, ساعت وار, هر ساعت, ساعتنی, هر ساعت کې, كل ساعة, ہر گھنٹے, ہر گھنٹہ, ежечасно, каждый час, раз в час", news.ModeHourly},
	meaning[news.Mode]{"daily, every day, each day, روزانه, هر روز, روزی یک بار, ورځنی, هره ورځ, يوميا, يومي, كل يوم, روزانہ, ہر روز, ежедневно, каждый день, раз в день", news.ModeDaily},
)

var severityWords = spell(
	meaning[news.Severity]{"low, any, کم اهمیت, هر, ټیټ, لږ مهم, منخفضة, قليلة الأهمية, أي, کم, کم اہم, низкая, любая", news.SeverityLow},
	meaning[news.Severity]{"normal, عادی, عادي, عادية, عام, معمولی, обычная, обычное", news.SeverityNormal},
	meaning[news.Severity]{"high, important, مهم, مهمة, اہم, важная, важное, высокая", news.SeverityHigh},
	meaning[news.Severity]{"critical, urgent, فوری, عاجل, بیړنی, عاجلة, срочная, срочное", news.SeverityCritical},
)

// The words for times of day.
var (
	dayWords = spell(
		meaning[partOfDay]{"am, ص", partOfDay{first: 0, last: 11, twelve: true}},
		meaning[partOfDay]{"pm, م", partOfDay{first: 12, last: 23, twelve: true}},
		meaning[partOfDay]{"in the morning, morning, صبح, بامداد, بامدادان, سحر, قبل از ظهر, پیش از ظهر, سهار, د سهار, صباحا, فجرا, صباح, الصبح, صبح سویرے, утра",
			partOfDay{first: 0, last: 11}},
		meaning[partOfDay]{"noon, ظهر, غرمه, د غرمې, ظهرا, دوپہر, дня", partOfDay{first: 10, last: 17}},
		meaning[partOfDay]{"in the afternoon, in the evening, afternoon, evening, بعد از ظهر, بعدازظهر, پس از ظهر, عصر, غروب, مازدیگر, ماښام, د ماښام, مساء, عصرا, بعد الظهر, " +
			"سہ پہر, شام, вечера", partOfDay{first: 12, last: 23}},
		meaning[partOfDay]{"at night, night, شب, نیمه شب, نیم شب, نصف شب, شپې, د شپې, ليلا, بعد منتصف الليل, رات, رات کے, ночи", partOfDay{first: 18, last: 5}},
	)
	clockWords = spell(
		meaning[int]{"midnight, نیمه شب, نیم شب, نصف شب, نیمه شپه, منتصف الليل, آدھی رات, полночь, полуночи", 0},
		meaning[int]{"noon, midday, ظهر, غرمه, الظهر, منتصف النهار, دوپہر, полдень, полудня", 12 * 60},
	)
	clockLeads = spell(meaning[bool]{"at, ساعت, در, در ساعت, سر ساعت, په, په ساعت, بجې, الساعة, عند الساعة, في الساعة, в", true})
	clockUnits = spell(meaning[bool]{"h, o'clock, بجے, بجې, ч, час, часа, часов", true})
	pastWords  = spell(
		meaning[int]{"و نیم, و نصف, او نیم, نیمې, ونصف, والنصف", 30},
		meaning[int]{"و ربع, وربع, والربع, او پاو", 15},
	)
	zoneLeads = spell(meaning[bool]{"به وقت, وقت, په وخت, د, بتوقيت, по времени, in", true})
)

// The words for how long something holds.
var (
	unitWords = spell(
		meaning[time.Duration]{"m, min, mins, minute, minutes, دقیقه, دقیقې, دقائق, دقيقة, منٹ, м, мин, минута, минуту, минуты, минут", time.Minute},
		meaning[time.Duration]{"h, hr, hrs, hour, hours, ساعت, ساعته, ساعتونه, ساعتو, ساعات, ساعة, گھنٹہ, گھنٹے, گھنٹوں, ч, час, часа, часов", time.Hour},
		meaning[time.Duration]{"d, day, days, روز, ورځ, ورځې, ورځو, أيام, يوم, يوما, دن, دنوں, д, день, дня, дней, сутки, суток", 24 * time.Hour},
		meaning[time.Duration]{"w, week, weeks, هفته, اونۍ, اونیو, أسابيع, أسبوع, أسبوعا, ہفتہ, ہفتے, н, нед, неделя, неделю, недели, недель", 7 * 24 * time.Hour},
		meaning[time.Duration]{"month, months, ماه, میاشت, میاشتې, میاشتو, أشهر, شهور, شهر, شهرا, مہینہ, مہینے, مہینوں, мес, месяц, месяца, месяцев", 30 * 24 * time.Hour},
	)
	wholeWords = spell( // with their number
		meaning[time.Duration]{"полчаса", time.Hour / 2}, meaning[time.Duration]{"полдня", 12 * time.Hour},
		meaning[time.Duration]{"دقيقتين", 2 * time.Minute}, meaning[time.Duration]{"ساعتين", 2 * time.Hour},
		meaning[time.Duration]{"يومين", 48 * time.Hour}, meaning[time.Duration]{"أسبوعين", 14 * 24 * time.Hour}, meaning[time.Duration]{"شهرين", 60 * 24 * time.Hour},
	)
	numberWords = spell(
		meaning[float64]{"half, half a, half an, نیم, نصف, آدھا, آدھے, пол", .5},
		meaning[float64]{"полтора, полторы, ڈیڑھ", 1.5},
		meaning[float64]{"ڈھائی", 2.5},
		meaning[float64]{"one, یک, یو, یوه, واحد, واحدة, الواحدة, ایک, один, одну, одна, одного", 1},
		meaning[float64]{"two, دو, دوه, دوې, اثنان, اثنتان, اثنين, الثانية, два, две, двух", 2},
		meaning[float64]{"three, سه, درې, ثلاث, ثلاثة, الثالثة, تین, три, трёх, трех", 3},
		meaning[float64]{"four, چهار, څلور, أربع, أربعة, الرابعة, چار, четыре, четырёх, четырех", 4},
		meaning[float64]{"five, پنج, پنځه, خمس, خمسة, الخامسة, پانچ, пять, пяти", 5},
		meaning[float64]{"six, شش, شپږ, ست, ستة, السادسة, چھ, چھے, шесть, шести", 6},
		meaning[float64]{"seven, هفت, اووه, اوه, سبع, سبعة, السابعة, سات, семь, семи", 7},
		meaning[float64]{"eight, هشت, اته, ثماني, ثمان, ثمانية, الثامنة, آٹھ, восемь, восьми", 8},
		meaning[float64]{"nine, نه, نهه, تسع, تسعة, التاسعة, نو, девять, девяти", 9},
		meaning[float64]{"ten, ده, لس, عشر, عشرة, العاشرة, دس, десять, десяти", 10},
		meaning[float64]{"eleven, یازده, یوولس, أحد عشر, الحادية عشرة, گیارہ, одиннадцать, одиннадцати", 11},
		meaning[float64]{"twelve, دوازده, دوولس, دولس, اثنا عشر, الثانية عشرة, بارہ, двенадцать, двенадцати", 12},
		meaning[float64]{"thirteen, سیزده, دیارلس, ثلاثة عشر, تیرہ, тринадцать", 13},
		meaning[float64]{"fourteen, چهارده, څوارلس, أربعة عشر, چودہ, четырнадцать", 14},
		meaning[float64]{"fifteen, پانزده, پنځلس, خمسة عشر, پندرہ, пятнадцать", 15},
		meaning[float64]{"sixteen, شانزده, شپاړس, ستة عشر, سولہ, шестнадцать", 16},
		meaning[float64]{"seventeen, هفده, اوولس, سبعة عشر, سترہ, семнадцать", 17},
		meaning[float64]{"eighteen, هجده, هیجده, اتلس, ثمانية عشر, اٹھارہ, восемнадцать", 18},
		meaning[float64]{"nineteen, نوزده, نولس, تسعة عشر, انیس, девятнадцать", 19},
		meaning[float64]{"twenty, بیست, شل, عشرون, عشرين, بیس, двадцать", 20},
		meaning[float64]{"thirty, سی, دېرش, ثلاثون, ثلاثين, تیس, тридцать", 30},
	)
	articles      = spell(meaning[float64]{"a, an", 1})
	andWords      = spell(meaning[bool]{"and, و, او, اور, и", true})
	halfWords     = spell(meaning[bool]{"and a half, و نیم, و نصف, او نیم, ونصف, с половиной", true})
	tomorrowWords = spell(meaning[bool]{"tomorrow, until tomorrow, till tomorrow, tomorrow morning, until tomorrow morning, فردا, تا فردا, فردا صبح, تا فردا صبح, تا صبح فردا, " +
		"سبا, تر سبا, تر سبا پورې, غدا, حتى الغد, حتى غد, کل تک, завтра, до завтра", true})
	foreverWords = spell(meaning[bool]{"forever, for ever, always, همیشه, برای همیشه, تا همیشه, تل, د تل لپاره, دائما, إلى الأبد, ہمیشہ, ہمیشہ کے لیے, навсегда, всегда", true})
	morningWords = spell(meaning[int]{"morning, صبح, سهار, سهاره, الصباح, утра", usualDaily})
	weekdayWords = spell(
		meaning[time.Weekday]{"saturday, sat, شنبه, شنبې, السبت, سنیچر, суббота, субботы", time.Saturday},
		meaning[time.Weekday]{"sunday, sun, یک شنبه, یکشنبې, الأحد, اتوار, воскресенье, воскресенья", time.Sunday},
		meaning[time.Weekday]{"monday, mon, دوشنبه, دوشنبې, الاثنين, الإثنين, پیر, понедельник, понедельника", time.Monday},
		meaning[time.Weekday]{"tuesday, tue, سه شنبه, سه شنبې, الثلاثاء, منگل, вторник, вторника", time.Tuesday},
		meaning[time.Weekday]{"wednesday, wed, چهارشنبه, چهارشنبې, الأربعاء, بدھ, среда, среды", time.Wednesday},
		meaning[time.Weekday]{"thursday, thu, پنج شنبه, پنجشنبې, الخميس, جمعرات, четверг, четверга", time.Thursday},
		meaning[time.Weekday]{"friday, fri, جمعه, آدینه, جمعې, الجمعة, جمعہ, пятница, пятницы", time.Friday},
	)
)

// What may stand before and behind how long something holds, and whether it
// leads to its end.
var (
	termLeads = spell(
		meaning[bool]{"for, برای, به مدت, تا مدت, د, لمدة, مدة, на", false},
		meaning[bool]{"until, till, تا, الی, تر, حتى, إلى, الى, до", true},
	)
	termEnds = spell(
		meaning[bool]{"دیگر, لپاره, کے لیے", false},
		meaning[bool]{"تک, پورې", true},
	)
)
