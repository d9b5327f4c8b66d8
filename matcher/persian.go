package matcher

import "github.com/rasadnews/rasad/news/text"

// plurals are the plural endings with ها.
const plurals = "ها های هایی هایم هایت هایش هایمان هایتان هایشان "

// persianGrammar inflects Persian and Dari. What makes another word of a word
// is no inflection and stands in no rule: مند ستان گر گری گاه انه ه ک چی دار ون.
var persianGrammar = grammar{
	script: text.Arabic,
	cut:    []string{"ه"},
	rules: []rule{
		{endings: plurals, letters: 3},
		{endings: "ها های هایی", letters: 2},
		{endings: "ی یی یم یت یش یمان یتان یشان", letters: 2, after: "^ها"},
		{endings: "تر تری ترین ترها ترهای ترینها ترینهای", letters: 3},
		{endings: "ی یها یهای یهایی", letters: 3},
		{endings: "یی یان یانی ییها ییهای ییان ییانی", letters: 3, after: "ا و آ"},
		{endings: "یون", letters: 4, unless: "ا و ی ه"},
		{endings: "ون", letters: 4, after: "ی"},
		{endings: "یم یش یمان یتان یشان", letters: 3, after: "ا و"},
		{endings: "ی یی یان یانی یش یشان", letters: 2, after: "^جو ^گو"}, // پناه‌جو, سخن‌گو
		{endings: "ای اش ام اند ایم اید ایها ایهای", letters: 3, after: "ه"},
		{endings: "ان انی انش انشان", letters: 4},
		{endings: "ین", letters: 4, unless: "ه ا و"},
		{endings: "ش مان تان شان م", letters: 4, unless: "ه"},
		{endings: "شان", letters: 3, unless: "ا و ی ه"},
		{endings: "ست", letters: 4, after: "ا و"},
		{endings: "یان یانی ش مان تان شان م", letters: 4, after: "اه وه"},
		{endings: "ات اتی اتش اتشان", letters: 4, unless: "ی ه ا"},
		{endings: "یان یانی", letters: 4, unless: "ی ه"},
		{endings: "ات اتی اتش اتشان", letters: 4, after: "ه", drop: "ه"},
		{endings: "گان گانی گانش گانشان", letters: 3, after: "ه", drop: "ه"},
	},
	guards: guarding(`
		تن تنها
		من منها
		طالب طالبان
		علی علیها
		سپاه سپاهان
		گروه گروهان گروگان
		آباد آبادان
		زاهد زاهدان
		پهلو پهلوان
		ساخت ساختمان
		فیل فیلتر
		کلان کلانتر
		ملا ملایم
		نخست نخستین
		میلی میلیون
		تریلی تریلیون
		بیلی بیلیون
		اعلا اعلام
		آرا آرایش
		آسا آسایش
		آزما آزمایش
		آرام آرامش
		آفرین آفرینش
		آموز آموزش
		افزا افزایش
		انگیز انگیزش
		آمیز آمیزش
		پالا پالایش
		پذیر پذیرش
		پرداز پردازش
		پرور پرورش
		پژوه پژوهش
		پیدا پیدایش
		پیما پیمایش
		خواه خواهش
		زدا زدایش
		سرا سرایش
		شمار شمارش
		فرسا فرسایش
		فرما فرمایش
		گرا گرایش
		گزار گزارش
		گشا گشایش
		نگار نگارش
		نما نمایش
		نمای نمایش
		نواز نوازش
		هما همایش
		اطلاع اطلاعات
		انتخاب انتخابات
		تظاهر تظاهرات
		مجاز مجازات
		صادر صادرات
		وارد واردات
		مقدم مقدمات
		مشخص مشخصات
		مطبوع مطبوعات
		معلوم معلومات
		مرکب مرکبات
		تشکیل تشکیلات
		تدارک تدارکات
		تاسیس تاسیسات
		انتشار انتشارات
		تسلیح تسلیحات
		امکان امکانات
		قطع قطعات
		مبارز مبارزات
		محاسب محاسبات
		مکاتب مکاتبات
		مباحث مباحثات
		مراجع مراجعات
		خاطر خاطرات
		ساده سادات
		بسته بستگان
		زنده زندگانی
		دهه دهگان
		کلیه کلیات
		روبه روبات
		بنی بنیان
		پزشک پزشکیان
	`),
	forms: guarding(`
		زن زنان زنانی زنانش
		مرد مردان مردانی مردانش
		پسر پسران پسرانی پسرانش
		پدر پدران پدرانی پدرانش
		یار یاران یارانی یارانش
		شاه شاهان شاهانی
		دزد دزدان دزدانی
		ترک ترکان
		عرب عربان عربیان
		هند هندیان
		مصر مصریان
		یمن یمنیان
		چین چینیان
		روس روسیان
		قطر قطریان
		نظر نظرات نظراتی نظراتش نظراتشان
		خطر خطرات خطراتی
		اثر اثرات اثراتی
		نفر نفرات نفراتی
		فلز فلزات
	`),
}

// persianPrefixes are written onto a word without changing it, before words of
// so many letters. Before shorter ones و is mostly a part of the word: ورود,
// واحد.
var persianPrefixes = []prefix{
	{letters: units("ضد"), base: 3},
	{letters: units("و"), base: 4},
}
