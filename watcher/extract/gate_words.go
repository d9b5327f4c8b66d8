package extract

// Parts of titles and lines, folded and without blanks, that name an error, a
// page that is not there, or a wall. They count only on pages with little other
// text, as news may be of such things. Names are whole titles: a headline may well count 404 people.
var (
	missingNames  = []string{"404", "notfound", "خطا404", "404خطا"}
	missingTitles = []string{
		"error404", "404error", "404page", "404notfound", "404صفحه", "خطای404", "ошибка404", "خطأ404", "pagenotfound", "filenotfound", "articlenotfound",
		"صفحهیافتنشد", "صفحهموردنظر", "صفحهپیدانشد", "خبریافتنشد", "خبرپیدانشد", "مطلبیافتنشد", "الصفحهغیرموجوده", "لمیتمالعثورعلیالصفحه",
		"страницаненайдена", "материалненайден", "پاڼهونهموندلشوه", "صفحہنہیںملا",
	}
	missingLines = []string{
		"pagecannotbefound", "pagenotfound", "pageyouarelookingfor", "pageyourequested", "articlenolongeravailable", "articleisnolongeravailable",
		"صفحهموردنظرشما", "صفحهموردنظریافتنشد", "خبرموردنظریافتنشد", "مطلبموردنظریافتنشد", "موردنظرپیدانشد", "خبرموردنظرحذفشده", "اینخبرحذفشده",
		"الصفحهالتیتبحث", "الصفحهغیرموجوده", "المقالغیرموجود", "الخبرغیرموجود", "страницаненайдена", "запрашиваемаястраница", "страницаудалена", "پاڼهونهموندلشوه",
	}

	errorNames  = []string{"error", "خطا", "خطأ", "ошибка"}
	errorTitles = []string{
		"500internal", "502badgateway", "503service", "504gateway", "accessdenied", "403forbidden", "internalservererror", "databaseerror", "servererror", "runtimeerror",
		"خطایسرور", "خطایپایگاهداده", "serviceunavailable",
	}
	errorLines = []string{
		"errorestablishingadatabaseconnection", "establishingadatabaseconnection", "servererrorinapplication", "somethingwentwrong", "temporarilyunavailable",
		"سایتدرحالبروزرسانیاست", "سایتدرحالبهروزرسانیاست", "بهزودیبازمیگردیم", "خطاییرخداده", "حدثخطا", "الموقعتحتالصیانه", "насайтеведутсятехническиеработы",
	}

	wallTitles = []string{"justamoment", "attentionrequired", "areyouarobot", "ddosprotection", "securitycheck", "beforeyoucontinue", "verifyyouarehuman"}
	wallLines  = []string{
		"subscribetocontinue", "subscribetoread", "tocontinuereadingsubscribe", "alreadyasubscriber", "thisarticleisforsubscribers", "logintocontinue", "registertocontinue",
		"pleaseenablecookies", "enablejavascriptandcookies", "verifyyouarehuman", "checkingyourbrowser", "acceptcookiestocontinue", "оформитеподписку", "дляподписчиков", "проверкабраузера",
		"برایمطالعهکاملاشتراک", "برایخواندنادامهمشترک", "ویژهمشترکان", "مخصوصمشترکان", "برایمشاهدهکاملواردشوید", "منرباتنیستم", "للمشترکینفقط", "سجلالدخوللمتابعه",
	}
)
