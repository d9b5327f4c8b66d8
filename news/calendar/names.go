package calendar

// jalaliMonths are the months from Farvardin on, as they are written in the
// languages whose readers count by the Jalali calendar.
var jalaliMonths = map[string][12]string{
	"fa":  {"فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"},
	"prs": {"حمل", "ثور", "جوزا", "سرطان", "اسد", "سنبله", "میزان", "عقرب", "قوس", "جدی", "دلو", "حوت"},
	"ps":  {"وری", "غویی", "غبرګولی", "چنګاښ", "زمری", "وږی", "تله", "لړم", "لیندۍ", "مرغومی", "سلواغه", "کب"},
}

// solarMonths are the months of Iran for readers of other calendars.
var solarMonths = map[string][12]string{
	"en": {"Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar", "Mehr", "Aban", "Azar", "Dey", "Bahman", "Esfand"},
	"ar": jalaliMonths["fa"],
	"ur": jalaliMonths["fa"],
	"ru": {"фарвардина", "ордибехешта", "хордада", "тира", "мордада", "шахривара", "мехра", "абана", "азара", "дея", "бахмана", "эсфанда"},
}

// gregorianMonths are the months from January on, as they are written in a
// date (in Russian, in the genitive).
var gregorianMonths = map[string][12]string{
	"en": {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	"ar": {"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"},
	"ur": {"جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون", "جولائی", "اگست", "ستمبر", "اکتوبر", "نومبر", "دسمبر"},
	"ru": {"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"},
}

// weekdays are the days from Sunday on.
var weekdays = map[string][7]string{
	"fa":  {"یکشنبه", "دوشنبه", "سه\u200cشنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه"},
	"prs": {"یکشنبه", "دوشنبه", "سه\u200cشنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه"},
	"ps":  {"یکشنبه", "دوشنبه", "سه\u200cشنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه"},
	"en":  {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
	"ar":  {"الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"},
	"ur":  {"اتوار", "پیر", "منگل", "بدھ", "جمعرات", "جمعہ", "ہفتہ"},
	"ru":  {"воскресенье", "понедельник", "вторник", "среда", "четверг", "пятница", "суббота"},
}

// A system is the calendar that a month's name belongs to.
type system int

const (
	gregorian system = iota
	iranian          // Jalali, with Iran's names and time
	afghan           // Jalali, with Afghan names and time
	lunar            // Hijri lunar: read so as to be passed over
)

// A month is what a name means in a date.
type month struct {
	system system
	number int // 1 to 12
}

// spellings are the months' further names and spellings, folded or not, by
// calendar and number: what pages write beside the names above.
var spellings = map[system][12][]string{
	iranian: {
		{"farvardin"}, {"ordibehesht"}, {"khordad"}, {"tir"}, {"امرداد", "mordad"}, {"shahrivar"}, {"mehr"}, {"aban"}, {"azar"},
		{"dey"}, {"bahman"}, {"esfand"},
	},
	afghan: {0: {"وريی"}, 1: {"غوايی"}, 2: {"غبرگولی"}, 3: {"چنگاښ"}},
	gregorian: {
		{"ژانویه", "ژانویهٔ", "جنوري", "جنوری", "كانون الثاني", "جانفي", "янв", "январь", "jan"},
		{"فوریه", "فبروري", "فبروری", "شباط", "فيفري", "فيبراير", "фев", "февраль", "feb"},
		{"مارس", "آذار", "مارچ", "мар", "март", "mar"},
		{"آوریل", "اپریل", "نيسان", "ابريل", "إبريل", "أفريل", "апр", "апрель", "apr"},
		{"مه", "می", "أيار", "ايار", "ماي", "май", "may"},
		{"ژوئن", "حزيران", "يونية", "جوان", "جون", "июн", "июнь", "jun"},
		{"ژوئیه", "جولای", "جولايي", "تموز", "يولية", "جويلية", "جولاي", "июл", "июль", "jul"},
		{"اوت", "آگوست", "اگست", "آب", "اغسطس", "أوت", "авг", "август", "aug"},
		{"سپتامبر", "سپتمبر", "سبتمبر", "أيلول", "ايلول", "شتنبر", "сен", "сент", "сентябрь", "sep", "sept"},
		{"اکتبر", "اکتوبر", "أكتوبر", "تشرين الأول", "تشرين الاول", "окт", "октябрь", "oct"},
		{"نوامبر", "نومبر", "نوفمبر", "تشرين الثاني", "نونبر", "ноя", "нояб", "ноябрь", "nov"},
		{"دسامبر", "دسمبر", "ديسمبر", "كانون الأول", "كانون الاول", "دجنبر", "дек", "декабрь", "dec"},
	},
	lunar: {
		{"محرم", "محرم الحرام"}, {"صفر", "صفر المظفر"}, {"ربيع الأول", "ربیع الاول"},
		{"ربيع الثاني", "ربيع الآخر", "ربیع الثانی"}, {"جمادى الأولى", "جمادی الاول", "جمادی الاولی"},
		{"جمادى الآخرة", "جمادى الثانية", "جمادی الثانی", "جمادی الثانیه"}, {"رجب", "رجب المرجب"},
		{"شعبان", "شعبان المعظم"}, {"رمضان", "رمضان المبارك"}, {"شوال", "شوال المکرم"},
		{"ذو القعدة", "ذي القعدة", "ذی القعده", "ذیقعده"}, {"ذو الحجة", "ذي الحجة", "ذی الحجه", "ذیحجه"},
	},
}

// units are the spans of relative times, by the beginnings of their folded
// names; the minutes of a month and a year are too rough to name a day, so
// these are not here.
var units = []struct {
	prefix  string
	minutes int
}{
	{"ثانیه", 0}, {"لحظ", 0}, {"ثوان", 0}, {"секунд", 0}, {"second", 0},
	{"دقیقه", 1}, {"دقایق", 1}, {"минут", 1}, {"minute", 1}, {"min", 1}, {"منٹ", 1},
	{"ساعت", 60}, {"ساعات", 60}, {"ساعه", 60}, {"час", 60}, {"hour", 60}, {"hr", 60}, {"گھنٹ", 60},
	{"روز", 24 * 60}, {"یوم", 24 * 60}, {"ایام", 24 * 60}, {"день", 24 * 60}, {"дня", 24 * 60}, {"дней", 24 * 60}, {"day", 24 * 60}, {"دن", 24 * 60},
	{"هفته", 7 * 24 * 60}, {"اسبوع", 7 * 24 * 60}, {"اسابیع", 7 * 24 * 60}, {"недел", 7 * 24 * 60}, {"week", 7 * 24 * 60}, {"ہفت", 7 * 24 * 60},
}

// duals are the Arabic words that hold their number two.
var duals = map[string]int{"دقیقتین": 2, "ساعتین": 2 * 60, "یومین": 2 * 24 * 60, "اسبوعین": 14 * 24 * 60}

// numberWords are small numbers as they stand before a span, folded.
var numberWords = map[string]int{
	"دو": 2, "سه": 3, "چهار": 4, "پنج": 5, "شش": 6, "هفت": 7, "هشت": 8, "نه": 9, "ده": 10,
	"ثلاث": 3, "ثلاثه": 3, "اربع": 4, "اربعه": 4, "خمس": 5, "خمسه": 5, "ست": 6, "سبع": 7, "ثمان": 8, "ثمانی": 8, "تسع": 9, "عشر": 10,
	"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"два": 2, "две": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6, "семь": 7, "восемь": 8, "девять": 9, "десять": 10,
}

// agoWords say that a span lies behind.
var agoWords = map[string]bool{
	"پیش": true, "قبل": true, "مخکی": true, "منذ": true, "назад": true, "ago": true, "پہلے": true, "پهلے": true,
}
