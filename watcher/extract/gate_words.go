package extract

// Parts of titles and lines, folded and without blanks, that name an error, a
// page that is not there, or a wall. They count only on pages with little other
// text, as news may be of such things. Names are whole titles: a headline may
// well count 404 people.
var (
	missingNames  = []string{"404", "notfound", "خطا404", "404خطا"}
	missingTitles = []string{
		"error404", "404error", "404page", "404notfound", "404صفحه", "خطای404", "ошибка404", "خطأ404",
		"pagenotfound", "filenotfound", "articlenotfound",
		"صفحهیافتنشد", "صفحهموردنظر", "صفحهپیدانشد", "خبریافتنشد", "خبرپیدانشد", "مطلبیافتنشد",
		"الصفحهغیرموجوده", "لمیتمالعثورعلیالصفحه",
		"страницаненайдена", "материалненайден", "پاڼهونهموندلشوه", "صفحہنہیںملا",
	}
	missingLines = []string{
		"pagecannotbefound", "pagenotfound", "pageyouarelookingfor", "pageyourequested",
		"articlenolongeravailable", "articleisnolongeravailable",
		"صفحهموردنظرشما", "صفحهموردنظریافتنشد", "خبرموردنظریافتنشد", "مطلبموردنظریافتنشد",
		"موردنظرپیدانشد", "خبرموردنظرحذفشده", "اینخبرحذفشده",
		"الصفحهالتیتبحث", "الصفحهغیرموجوده", "المقالغیرموجود", "الخبرغیرموجود",
		"страницаненайдена", "запрашиваемаястраница", "страницаудалена", "پاڼهونهموندلشوه",
	}

	errorNames  = []string{"error", "خطا", "خطأ", "ошибка"}
	errorTitles = []string{
		"500internal", "502badgateway", "503service", "504gateway", "accessdenied", "403forbidden",
		"internalservererror", "databaseerror", "servererror", "runtimeerror",
		"خطایسرور", "خطایپایگاهداده", "serviceunavailable",
	}
	errorLines = []string{
		"errorestablishingadatabaseconnection", "establishingadatabaseconnection", "servererrorinapplication",
		"somethingwentwrong", "temporarilyunavailable",
		"سایتدرحالبروزرسانیاست", "سایتدرحالبهروزرسانیاست", "بهزودیبازمیگردیم", "خطاییرخداده",
		"حدثخطا", "الموقعتحتالصیانه", "насайтеведутсятехническиеработы",
	}

	wallTitles = []string{
		"justamoment", "attentionrequired", "areyouarobot", "ddosprotection", "securitycheck", "beforeyoucontinue",
		"verifyyouarehuman", "درحالانتقالبهسایتموردنظر", "доступограничен",
	}
	// wallLines ask for something; elsewhere they may ask for it beside a text.
	wallLines = []string{
		"alreadyasubscriber", "pleaseenablecookies", "enablejavascriptandcookies", "verifyyouarehuman",
		"checkingyourbrowser", "acceptcookiestocontinue",
		"оформитеподписку", "дляподписчиков", "проверкабраузера", "чтовынеробот",
		"منرباتنیستم", "درحالانتقالبهسایتموردنظر", "برایمشاهدهکاملواردشوید",
	}
	// withheldLines say that there is more of the text.
	withheldLines = []string{
		"subscribetocontinue", "subscribetoread", "tocontinuereadingsubscribe", "thisarticleisforsubscribers",
		"logintocontinue", "registertocontinue", "толькодляподписчиков",
		"برایمطالعهکاملاشتراک", "برایخواندنادامهمشترک", "ویژهمشترکان", "خبرویژهمشترکان", "مطلبویژهمشترکان", "مخصوصمشترکان", "برایمشاهدهکاملواردشوید",
		"للمشترکینفقط", "سجلالدخوللمتابعه",
	}
)

// readOn are the folded texts of links that lead from a summary to its article.
var readOn = foldedSet(
	"read more", "read on", "continue reading", "full story", "more",
	"подробнее", "читать далее", "читать полностью", "далее",
	"ادامه خبر", "ادامه مطلب", "ادامه", "متن کامل", "مشاهده خبر", "جزئیات بیشتر",
	"المزيد", "اقرأ المزيد", "التفاصيل", "نور ولولئ", "مزید پڑھیں")

// listingFolders are the parts of addresses under which sites keep their lists,
// each under its name.
var listingFolders = set("tag tags category categories cat topic topics author authors writer writers rubric")
