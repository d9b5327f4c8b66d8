package matcher

import (
	"strings"

	"github.com/rasadnews/rasad/news/text"
)

// familiar tells of common words, by their hash, in about how many of a
// thousand articles they are found. Queries are tied to rarer words; the
// figures need not be right for that.
var familiar = func() map[uint32]float64 {
	m := map[uint32]float64{}
	for _, k := range familiarWords {
		for w := range strings.FieldsSeq(k.words) {
			h := uint32(text.Hash(units(text.Fold(w))))
			m[h] = max(m[h], k.articles)
		}
	}
	return m
}()

var familiarWords = []struct {
	articles float64
	words    string
}{
	{900, `و در به از که این را با است برای آن تا یک بر هم های می
		the of and to in a for on is that it was with as by at from be he said has have are
		في من على إلى أن عن مع هذا التي الذي و и в не на что с по за к как из от это о
		د په او چې ته له سره کې کے کی میں ہے اور سے کو کا نے پر`},
	{500, `شد شده کرد کرده خود ما او شود هر نیز اما باید بود گفت پس پیش دو همه بین ها ای دارد کند وی اگر
		will but not his they their this an which were been who or had its more would about after one we our
		new year first than up also out all two when there can people time last if no into
		قال بعد كان ما لا قد بين كما خلال ذلك هو هي لم كل
		а но он его для так же только бы был было году у все ее до или уже при также`},
	{250, `کشور ایران سال روز گزارش بخش مردم دیگر سه مورد کار قرار تهران امروز هستند چه زمان چند اول نام ملی عنوان افزود داد نیست ایرانی بیش طی همچنین رئیس اسلامی جمهوری دولت خبرگزاری اظهار کنند دهد حال حضور بسیار تمام بار قبل اینکه
		three most some over just government market company told us world what she her so other many percent million billion
		week day years made before against because could such while between during under week month now them me him my only
		president state minister country international american
		الرئيس رئيس اليوم العام الدولة يوم عام غير حتى ان اي منذ عند أمس تم
		года время президент россии можно будет которые которая который после этом лет человек может`},
	{100, `جهان شرکت قیمت اقتصادی تیم بازی فیلم هفته ماه میلیون هزار درصد استان شهر وزیر مجلس برنامه سازمان اجرا اساس تولید بازار استفاده امکان خبر عضو مدیر فرهنگی سیاسی جدید بزرگ خوب دست راه جای حضرت نفر مرکز دانشگاه علمی بازیکن سرمربی بازیکنان
		bank trade oil group shares stock president prime police house home high next since back part show game film play win
		four five months days service players best use technology business news money report london uk europe european british
		reuter mln dlrs cts net loss corp inc pct
		العراق مصر السعودية الأمم المتحدة الحكومة وزير الولايات سوريا
		страны страна рублей компании москва москве власти украины сша`},
}
