package text

import "strings"

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

// The places of languages in tells. Words with the Arabic article tell of it;
// dariTell stands behind them all.
const (
	persianTell = 0
	arabicTell  = 1
	dariTell    = len(tells)
)

// tellingLetters are the points of a letter for each of tells, the first those
// of all letters that tell nothing; letterIndex says which of them a letter
// has.
var tellingLetters, letterIndex = func() ([][len(tells)]uint8, *[0x800]uint8) {
	points, index := make([][len(tells)]uint8, 1), new([0x800]uint8)
	for i, t := range tells {
		for _, r := range t.letters {
			if index[r] == 0 {
				index[r] = uint8(len(points))
				points = append(points, [len(tells)]uint8{})
			}
			weight := letterWeight
			if t.script == Latin {
				weight = accentWeight
			} else if strings.ContainsRune(commonLetters, r) {
				weight = 1
			}
			points[index[r]][i] = uint8(weight)
		}
	}
	return points, index
}()

var toldByLow = func() *[0x800]told {
	t := new([0x800]told)
	for r := range t {
		t[r] = tell(rune(r))
	}
	return t
}()

// tellingWords are the words in tells.
var tellingWords = func() *wordTable {
	all := new(wordTable)
	for i, t := range tells {
		all.addAll(t.words, 1<<i)
	}
	all.addAll(dari, 1<<dariTell)
	return all
}()

// A wordTable holds a few hundred words by their hash, in slots enough.
type wordTable [1 << 10]struct {
	hash  uint64
	tells uint16 // a bit for each of tells
}

// of returns the tells of a word.
func (t *wordTable) of(hash uint64) uint16 { return t[t.slot(hash)].tells }

// addAll adds words parted by blanks.
func (t *wordTable) addAll(words string, tells uint16) {
	for w := range strings.FieldsSeq(strings.ReplaceAll(words, "_", "\u200c")) {
		word := wordBasis
		for _, r := range w {
			word.take(toldBy(r).lower)
		}
		t.add(word.hash, tells)
	}
}

func (t *wordTable) add(hash uint64, tells uint16) {
	i := t.slot(hash)
	t[i].hash, t[i].tells = hash, t[i].tells|tells
}

// slot returns where a word is, or would be.
func (t *wordTable) slot(hash uint64) int {
	i := int(hash % uint64(len(t)))
	for t[i].tells != 0 && t[i].hash != hash {
		i = (i + 1) % len(t)
	}
	return i
}
