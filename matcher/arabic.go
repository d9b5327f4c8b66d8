package matcher

import "github.com/rasadnews/rasad/news/text"

// arabicGrammar inflects Arabic words: pronouns, nisba, sound plurals and the
// accusative. Its letters are folded: ة is ه, ي is ی, ك is ک.
var arabicGrammar = grammar{
	script: text.Arabic,
	cut:    []string{"ه", "ی"},
	rules: []rule{
		{endings: "ه ها هم هن هما ک کم نا ی یه یون یین ون ین ان ات ا", letters: 3},
		{endings: "یا یان یات", letters: 4, unless: "ی ه"},
		{endings: "ت ته تها تهم تنا", letters: 5, after: "ا"},
		{endings: "و وه وها وهم یه یها یهم یهما ینا", letters: 4, unless: "ا ه ی"},
		{endings: "یی ییه ییا ییون ییین یه یها یهم یهما ینا یکم وه وها وهم ونا وکم ءه ءها ءهم ءنا ءکم", letters: 3, after: "ا"},
		{endings: "ءات ءاته ءاتها ءاتهم ءاتنا ءان ءین", letters: 3, after: "ا"},
		{endings: "اته اتها اتهم اتنا", letters: 4, unless: "ه"},
		{endings: "ته تها تهم تهن تهما تک تکم تنا تی تا تان تین ات اته اتها اتهم اتنا", letters: 3, after: "ه", drop: "ه"},
		{endings: "وون وو", letters: 4, after: "اجی اری اشی", drop: "ی"},
		{endings: "اه اها اهم انا", letters: 4, after: "ی", unless: "یی", drop: "ی"},
	},
	guards: guarding(`
		علي عليه عليها عليهم علينا عليك عليكم عليهما عليهن عليا عليون عليين
		على عليه عليها عليهم علينا عليك عليكم عليهما عليهن عليا
		إلى إليه إليها إليهم إلينا إليك
		لبن لبنان لبنة.
		هدى هدية. هدايا
		بحر بحرين
		زيت زيتون
		سود سودان
		جامع جامعة
		قائم قائمة
		مال مالك مالكي مالية
		بيت بيتنا
		عمل عملات
		عرب عربة عربات
		طالب طالبان
		شرط شرطة. شرطي شرطية شرطيون شرطيين
		شرك شركة. شركات شركاء.
		حمل حملة. حملات
		ثور ثورة. ثورات
		منطق منطقة.
		مدرس مدرسة.
		مكتب مكتبة. مكتبات
		محكم محكمة.
		محافظ محافظة. محافظات
		قاعد قاعدة.
		كتاب كتابة. كتابات
		سلام سلامة.
		حماس حماسة.
		رسال رسالة
		عمل عملة. عملاء. عملية. عمليات
		شهر شهرة.
		ثور ثوري.
		سفر سفراء. سفرة.
		خبر خبراء. خبرة. خبرات
		علم علماء.
		حلف حلفاء.
		سجن سجناء.
		ابن أبناء.
		غرب غربة. غربان
		حسن حسناء. حسنة. حسنات
		عمر عمران عمرة.
		شعب شعبان
		قطر قطرة. قطرات قطران
		بشار بشارة. بشارات
		ليل ليلى.
		زعم زعماء.
		أمر أمراء. أمريكا
	`),
}

// A prefix is written onto the beginning of a word.
type prefix struct {
	letters []uint16
	base    int  // letters that the word must have
	merged  bool // it ends in the لل that ل and the article make
	phrase  bool // base counts the letters of a whole phrase: لحزب الله
}

// arabicPrefixes are the article and the proclitics. Without the article a
// proclitic is believed only before longer words.
var arabicPrefixes = prefixes()

func prefixes() []prefix {
	var all []prefix
	for _, w := range words("ال وال فال بال کال وبال فبال وکال") {
		all = append(all, prefix{letters: w, base: 3})
	}
	for _, w := range words("لل ولل فلل") {
		all = append(all, prefix{letters: w, base: 3, merged: true})
	}
	for _, w := range words("و ف ب ل ک س ول وب وک وس فل فب فس فک") {
		all = append(all, prefix{letters: w, base: 4, phrase: true})
	}
	return all
}

// unprefixed are how words begin whose first letters look like a proclitic
// and are not, so that a shorter word would be found in them.
var unprefixed = words(text.Fold(`
	لبنان بغداد وزير وزار باكستان بيروت بريطاني بلجيك بوتين كردستان كاليفورن سعود سعادة سلام سلطان سوري
	ليبي فلسط فرنس فنلند فنزويل واشنطن واقع وسائل وساط ولاية ولايت ولايات وكالة وكالات وكلاء ولاد ولوله والدة والدت والدين وثائق وهران وظائف
	بضائع بطاقة بطاقت بطاقات بحيرة بحيرت بحيرات باخرة باخرت
	كتائب كنائس كنيس كرامة كهرباء كمال كامل بداي بلاد بنوك بيان سيار سياس سجون سكان ساحل كمين
	لاعب لجان لقاح فريق فروسي فصائل فضائل فلاح فوائد قوائم بسالة باردة سادس سابق سائق سوابق بواب كواليس كوارث كوكب
`))
