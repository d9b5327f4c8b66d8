package text

// tells are the letters and words that tell languages of one script apart.
// Each letter counts by occurrence, each word wordWeight times.
var tells = [...]struct {
	lang    string
	script  Script
	letters string
	words   string
}{
	{"fa", Arabic, "پچژگیکيك", "که از را است این به در با برای آن بر شد کرد شده می های هر نیز باید گفت خود تا و یک هم شود بود من ما بعد قبل بین خلال او " +
		"ها ای پس دو اما اگر شدند کردند دارد دارند داد دهد کند کنند خواهد خواهند نیست روی پیش درباره علیه طی نمی بی ده نه علی"},
	{"ar", Arabic, "ةأإئيىكً", "في من على إلى أن إن التي الذي هذا هذه عن مع بعد ما لا كان قد قال قبل بين خلال كما ذلك أو لم لن بعدما بسبب عليه يوم حول عبر إثر"},
	{"ps", Arabic, "ټډړږښڼځڅېۍګپچژگیکي", "د په کې کي چې چي دی ده او ته له سره نه یې هم دا شوي شوی کړي کړی وویل لپاره کوي څخه وي دغه پر یو یوه نن وو وه ترمنځ شول شو کېږي کوم"},
	{"ur", Arabic, "ٹڈڑںھےہۓپچژگیک", "کے کی میں ہے اور سے کو کا نے پر ہیں یہ اس کہ بھی تھا گیا لیے کیا ہوئے ہو جو گئی گئے نہیں والے کرنے رہا ہوا ہوئی کر دیا ایک"},
	{"", Arabic, "ەێۆڕڵڤٻڏڳڄۇۈڭ", ""},
	{"ru", Cyrillic, "ыэъё", "и в не на что с по как из от за для это к о его она они был были"},
	{"", Cyrillic, "їєґўәғқңөұүһљњђћџј", "та що і й ў је су се да қазақ"},
	{"en", Latin, "", "the of and to in is was for that on with as by at from has have are were be it his their said after over not but an its who will"},
	{"", Latin, "äöüßéèêàçñáíóúãõâîôşğıřžšłąęåø", "der die und das von mit den ist le la les des et du une el los las y del que il di che e een het van og är ve bir da için é os um não"},
}

// commonLetters are those that several languages write, or that are typed for
// one another.
const commonLetters = "پچژگیکيىكئ"

// dari are words that Afghanistan writes where Iran has others: its
// institutions, months, loans and spellings. A half-space is written as _.
const dari = `
	پوهنتون پوهنتون_ها پوهنتون_های پوهنځی پوهاند پوهنوال ولسوالی ولسوالی_ها ولسوالی_های ولسوال ولسوالان شاروالی شاروال
	سارنوالی څارنوالی لوی ولسی جرگه والی والیان ولایات قوماندان قوماندانی قوماندانان عساکر چارراهی ثور جوزا سنبله دلو حوت
	طیاره طیاره_ها هوتل سرک سرک_ها سرک_های دالر مارکیت مارکیت_ها مارکیت_های شفاخانه شفاخانه_ها شفاخانه_های داکتر داکتران محصل محصلان محصلین محصلات موتر موترها
	پولیس ماین ماین_های کندهار فیصد فیصدی تذکره انجنیر انجنیران کانکور سمستر جنرال جنرالان تیل هراس_افگن هراس_افگنان
	هراس_افگنی دهشت_افگن دهشت_افگنان دهشت_افگنی بیجاشدگان بیجاشده عودت_کنندگان باشنده باشندگان باشنده_گان
	خانواده_گی نماینده_گان زنده_گی`
