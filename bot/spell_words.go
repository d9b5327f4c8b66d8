package bot

import (
	"slices"
	"strings"
	"time"

	"github.com/rasadnews/rasad/news"
)

// A meaning is what words of our languages mean in settings, parted by commas:
// English, Persian and Dari, Pashto, Arabic, Urdu, Russian.
type meaning[T any] struct {
	words string
	means T
}

// spelled returns what is said by a table.
func spelled[T any](table []meaning[T], said string) (what T, ok bool) {
	key := nameKey(said)
	if key == "" {
		return what, false
	}
	for _, m := range table {
		if slices.ContainsFunc(strings.Split(m.words, ","), func(word string) bool { return nameKey(word) == key }) {
			return m.means, true
		}
	}
	return what, false
}

// The words for everything, for nothing, and for what shall be done at once.
var (
	everyWords = []meaning[bool]{{"all, everything, همه, همه موضوع‌ها, ټول, ټولې, الكل, كل شيء, جميعها, سب, تمام, все, всё", true}}
	offWords   = []meaning[bool]{{"off, none, no, never, 0, disable, خاموش, غیرفعال, هیچ, نه, لغو, هیچ‌وقت, بند, ایقاف, إيقاف, معطلة, لا, بدون, نہیں, " +
		"выкл, выключить, выключено, нет, никогда, отключить", true}}
	nowWords = []meaning[bool]{{"now, اکنون, الان, همین حالا, حالا, اوس, الآن, ابھی, сейчас", true}}
)

var modeWords = []meaning[news.Mode]{
	{"instant, now, at once, بی‌درنگ, لحظه‌ای, آنی, فورا, فوراً, سمدلاسه, فورًا, فورا, فوری طور پر, сразу, немедленно", news.ModeInstant},
	{"hourly, every hour, ساعتی, ساعت‌وار, هر ساعت, ساعتنی, هر ساعت کې, كل ساعة, ہر گھنٹے, ہر گھنٹہ, ежечасно, каждый час, раз в час", news.ModeHourly},
	{"daily, every day, روزانه, هر روز, ورځنی, هره ورځ, يوميا, يومي, كل يوم, روزانہ, ہر روز, ежедневно, каждый день, раз в день", news.ModeDaily},
}

var severityWords = []meaning[news.Severity]{
	{"low, any, کم‌اهمیت, هر, ټیټ, لږ مهم, منخفضة, قليلة الأهمية, أي, کم, کم اہم, низкая, любая", news.SeverityLow},
	{"normal, عادی, عادي, عادية, عام, معمولی, обычная, обычное", news.SeverityNormal},
	{"high, important, مهم, مهمة, اہم, важная, важное, высокая", news.SeverityHigh},
	{"critical, urgent, فوری, عاجل, بیړنی, عاجلة, срочная, срочное", news.SeverityCritical},
}

// A partOfDay makes twelve hours' times clear.
type partOfDay int

const (
	beforeNoon partOfDay = iota
	afterNoon
	atNight // nine at night is of this day, two at night of the next
)

var dayWords = []meaning[partOfDay]{
	{"am, صبح, سهار, صباحا, ص, утра", beforeNoon},
	{"pm, ظهر, بعد از ظهر, بعدازظهر, عصر, غرمه, مازدیگر, ماښام, مساء, ظهرا, عصرا, م, دوپہر, سہ پہر, شام, дня, вечера", afterNoon},
	{"شب, شپې, د شپې, ليلا, رات, رات کے, ночи", atNight},
}

// The words for how long something holds.
var (
	unitWords = []meaning[time.Duration]{
		{"m, min, mins, minute, minutes, دقیقه, دقیقې, دقائق, دقيقة, منٹ, м, мин, минута, минуту, минуты, минут", time.Minute},
		{"h, hr, hrs, hour, hours, ساعت, ساعته, ساعتونه, ساعتو, ساعات, ساعة, گھنٹہ, گھنٹے, گھنٹوں, ч, час, часа, часов", time.Hour},
		{"d, day, days, روز, ورځ, ورځې, ورځو, أيام, يوم, يوما, دن, دنوں, д, день, дня, дней, сутки, суток", 24 * time.Hour},
		{"w, week, weeks, هفته, اونۍ, اونیو, أسابيع, أسبوع, أسبوعا, ہفتہ, ہفتے, н, нед, неделя, неделю, недели, недель", 7 * 24 * time.Hour},
		{"month, months, ماه, میاشت, میاشتې, میاشتو, أشهر, شهور, شهر, شهرا, مہینہ, مہینے, مہینوں, мес, месяц, месяца, месяцев", 30 * 24 * time.Hour},
	}
	wholeWords = []meaning[time.Duration]{ // with their number
		{"полчаса", time.Hour / 2}, {"полдня", 12 * time.Hour}, {"دقيقتين", 2 * time.Minute}, {"ساعتين", 2 * time.Hour},
		{"يومين", 48 * time.Hour}, {"أسبوعين", 14 * 24 * time.Hour}, {"شهرين", 60 * 24 * time.Hour},
	}
	numberWords = []meaning[float64]{
		{"half a, half an, نیم, نصف, آدھا, آدھے, пол", .5},
		{"a, an, one, یک, یو, یوه, واحد, واحدة, ایک, один, одну, одна", 1},
		{"two, دو, دوه, دوې, اثنان, اثنتان, два, две", 2},
		{"three, سه, درې, ثلاث, ثلاثة, تین, три", 3},
	}
	tomorrowWords = []meaning[bool]{{"tomorrow, until tomorrow, till tomorrow, فردا, تا فردا, سبا, تر سبا, غدا, حتى الغد, کل تک, завтра, до завтра", true}}
	foreverWords  = []meaning[bool]{{"forever, for ever, always, همیشه, برای همیشه, تل, د تل لپاره, دائما, إلى الأبد, ہمیشہ, ہمیشہ کے لیے, навсегда, всегда", true}}
)

// What may stand before and behind how long something holds.
var (
	beforeTerm = []string{"for ", "برای ", "به مدت ", "تا ", "د ", "لمدة ", "مدة ", "на "}
	behindTerm = []string{" دیگر", " لپاره", " کے لیے", " تک", " پورې"}
)
