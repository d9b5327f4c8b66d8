package matcher

import "github.com/rasadnews/rasad/news/text"

// The endings of Russian adjectives that those of one declension share: after
// hard consonants, after г к х and under stress, after ж ш ч щ, and after soft
// consonants; and of the nouns that share most of theirs.
const (
	hardAdjective   = "ой ого ому ым ом ая ую ою ое ые ых ыми "
	velarAdjective  = "ой ого ому им ом ая ую ою ое ие их ими "
	husherAdjective = "ий его ему им ем ая ую ей ею ее ие их ими"
	softAdjective   = "ий его ему им ем яя юю ей ею ее ие их ими"
	neuter          = "ие ия ию ием ии ий иям иями иях"
	hardNoun        = "а у ом е ы ов ам ами ах"
	softNoun        = "я ю ем е и ей ям ями ях"
)

// russianGrammar declines Russian words: case endings only. A word drops the
// ending it has and takes one of the same declension.
var russianGrammar = grammar{
	script: text.Cyrillic,
	cut: []string{
		"ая", "яя", "ое", "ее", "ые", "ие", "ия", "ии", "ый", "ий", "ой", "ья", "ье", "ин",
		"йка", "ька", "ка", "йки", "ьки", "ки", "ьги", "ьма", "ьба", "ра", "йня", "ьня", "ня", "ля", "на", "ла", "ни", "ьмы", "ры", "ьмо", "но", "ло", "ро", "йцы", "ьцы", "цы", "ьцо", "йцо", "це",
		"ец", "ок", "ень", "онь", "овь", "оль", "ель", "ел", "ол", "ер",
		"а", "я", "о", "е", "ы", "и", "ь", "й",
	},
	rules: []rule{
		// Adjectives, and nouns that end like them.
		{endings: hardAdjective, letters: 5, drop: "ый"},
		{endings: hardAdjective, letters: 5, drop: "ой", unless: "гой кой хой жой шой"},
		{endings: hardAdjective + "ый", letters: 5, drop: "ая", unless: "гая кая хая жая шая чая щая"},
		{endings: hardAdjective + "ый", letters: 5, drop: "ое", unless: "гое кое хое жое шое"},
		{endings: hardAdjective + "ый", letters: 5, drop: "ые"},
		{endings: velarAdjective, letters: 5, after: "гий кий хий", drop: "ий"},
		{endings: velarAdjective, letters: 5, after: "гой кой хой жой шой", drop: "ой"},
		{endings: velarAdjective + "ий", letters: 5, after: "гая кая хая жая шая", drop: "ая"},
		{endings: velarAdjective + "ий", letters: 5, after: "гое кое хое жое шое", drop: "ое"},
		{endings: velarAdjective + "ий", letters: 5, after: "гие кие хие жие шие", drop: "ие"},
		{endings: husherAdjective, letters: 5, after: "жий ший чий щий", drop: "ий"},
		{endings: husherAdjective, letters: 5, after: "жая шая чая щая", drop: "ая"},
		{endings: husherAdjective, letters: 5, after: "жее шее чее щее", drop: "ее"},
		{endings: husherAdjective, letters: 5, after: "жие шие чие щие", drop: "ие"},
		{endings: softAdjective, letters: 5, after: "ний", drop: "ий"},
		{endings: softAdjective, letters: 5, drop: "яя"},
		{endings: softAdjective, letters: 5, drop: "ее", unless: "жее шее чее щее"},
		{endings: softAdjective, letters: 5, after: "ние", unless: "ание ение яние", drop: "ие"},
		{endings: "оя ою оем ое ои оев оям оями оях", letters: 4, drop: "ой"},
		{endings: "ым ой ых ыми", letters: 4, after: "ин ын ов ев"},
		{endings: neuter, letters: 5, drop: "ие"},
		{endings: "ия ии ию ией ие ием ий иям иями иях", letters: 5, drop: "ия"},
		{endings: "ия ию ией ий иям иями иях", letters: 5, drop: "ии"},
		{endings: "ия ию ием ии иев иям иями иях", letters: 5, drop: "ий", unless: "гий кий хий жий ший чий щий"},

		// Nouns that end in a vowel, a soft sign or й.
		{endings: "ы е у ой ою ам ами ах", letters: 4, drop: "а", unless: "га ка ха жа ша ча ща ца"},
		{endings: "и е у ой ою ам ами ах", letters: 4, after: "га ка ха жа ша ча ща", drop: "а"},
		{endings: "ей ею", letters: 4, after: "жа ша ча ща", drop: "а"},
		{endings: "ы е у ей ею ой ам ами ах", letters: 4, after: "ца", drop: "а"},
		{endings: "∅", letters: 4, drop: "а", unless: "Cка"},
		{endings: "∅", letters: 5, after: "ска", drop: "а"},
		{endings: "о ом", letters: 5, after: "ства йска", drop: "а"},
		{endings: "и е ю ей ею ь ям ями ях", letters: 4, drop: "я", unless: "ия ая яя"},
		{endings: "й", letters: 4, after: "ея уя", drop: "я"},
		{endings: "ей", letters: 5, drop: "ья"},
		{endings: "а у ом е ∅ ам ами ах", letters: 4, drop: "о", unless: "Vо"},
		{endings: "я ю ем ей ям ями ях", letters: 4, drop: "е", unless: "ие ое ее ые це ще"},
		{endings: "ий", letters: 5, drop: "ье"},
		{endings: "в", letters: 5, after: "ье"},
		{endings: "а у ем ом ∅ ам ами ах", letters: 4, after: "це ще", drop: "е"},
		{endings: "∅ а у ой ом е ов ам ами ах", letters: 4, drop: "ы"},
		{endings: "ем ей ев", letters: 4, after: "цы", drop: "ы"},
		{endings: "∅ а у ой ом ем е ов ей ам ами ах", letters: 4, after: "ги ки хи жи ши чи щи", drop: "и"},
		{endings: "ей ям ями ях ьми", letters: 4, drop: "и", unless: "ги ки хи жи ши чи щи ии"},
		{endings: "ь ью я ю ем е ев й", letters: 5, drop: "и", unless: "ги ки хи жи ши чи щи ии"},
		{endings: "и ью ей ям ями ях", letters: 4, drop: "ь"},
		{endings: "я ю ем е", letters: 4, drop: "ь", unless: "ень онь"},
		{endings: "я ю ем е", letters: 4, after: "олень юлень ясень ^конь", drop: "ь"},
		{endings: "ам ами ах", letters: 4, after: "жь чь шь щь", drop: "ь"},
		{endings: "я ю ем е и ев ям ями ях", letters: 4, drop: "й", unless: "ий ый ой"},
		{endings: "я ю ем е и ев ям ями ях", letters: 3, after: "^бой ^чай ^май ^рай", drop: "й"},

		// Nouns that end in a consonant.
		{endings: hardNoun, letters: 3, unless: vowels},
		{endings: "и ем ей ев", letters: 3, after: "г к х ж ш ч щ ц"},

		// A vowel goes as an ending comes: день, дня.
		{endings: softNoun, letters: 4, drop: "ень", add: "н"},
		{endings: softNoun, letters: 4, drop: "онь", add: "н"},
		{endings: "и ей ам ами ах ям ями ях", letters: 5, drop: "овь", add: "в"},
		{endings: softNoun, letters: 5, after: "^уголь", drop: "оль", add: "л"},
		{endings: softNoun, letters: 5, after: "^стебель", drop: "ель", add: "л"},
		{endings: hardNoun, letters: 4, drop: "ел", add: "л"},
		{endings: hardNoun, letters: 4, drop: "ол", add: "л"},
		{endings: hardNoun, letters: 5, drop: "ер", add: "р"},
		{endings: hardNoun + " и", letters: 5, drop: "ок", add: "к"},
		{endings: hardNoun + " ем ев", letters: 4, unless: "Vец лец", drop: "ец", add: "ц"},
		{endings: hardNoun + " ем ев", letters: 4, after: "Vец", drop: "ец", add: "йц"},
		{endings: hardNoun + " ем ев", letters: 5, after: "лец", drop: "ец", add: "ьц"},

		// A vowel comes as an ending goes: окно, окон.
		{endings: "ок", letters: 5, after: "Cка", unless: "йка ька жка чка шка", drop: "ка"},
		{endings: "ек", letters: 5, after: "жка чка шка", drop: "ка"},
		{endings: "ок", letters: 5, after: "Cки", unless: "йки ьки жки чки шки", drop: "ки"},
		{endings: "ек", letters: 5, after: "жки чки шки", drop: "ки"},
		{endings: "ек", letters: 5, drop: "йка"},
		{endings: "ек", letters: 5, drop: "ька"},
		{endings: "ек", letters: 5, drop: "йки"},
		{endings: "ек", letters: 5, drop: "ьки"},
		{endings: "ег", letters: 5, drop: "ьги"},
		{endings: "ем", letters: 5, drop: "ьма"},
		{endings: "еб", letters: 5, drop: "ьба"},
		{endings: "ем", letters: 5, drop: "ьмы"},
		{endings: "ер", letters: 5, after: "стра дра бра", drop: "ра"},
		{endings: "ер", letters: 5, after: "стры", drop: "ры"},
		{endings: "ен ень", letters: 5, after: "Cня", drop: "ня"},
		{endings: "онь", letters: 5, after: "хня", drop: "ня"},
		{endings: "ен", letters: 5, drop: "йня"},
		{endings: "ен", letters: 5, drop: "ьня"},
		{endings: "ен ень", letters: 5, after: "Cни", drop: "ни"},
		{endings: "он ен", letters: 4, after: "Cна", drop: "на"},
		{endings: "ель", letters: 5, after: "Cля", drop: "ля"},
		{endings: "ол ел", letters: 5, after: "Cла", drop: "ла"},
		{endings: "он ен", letters: 4, after: "Cно", drop: "но"},
		{endings: "ол ел", letters: 5, after: "Cло", drop: "ло"},
		{endings: "ер", letters: 4, after: "дро бро", drop: "ро"},
		{endings: "ем", letters: 5, drop: "ьмо"},
		{endings: "ец", letters: 5, after: "Cцы", unless: "йцы ьцы", drop: "цы"},
		{endings: "ец", letters: 5, after: "Cце", drop: "це"},
		{endings: "ец", letters: 5, drop: "ьцо"},
		{endings: "иц", letters: 4, drop: "йцо"},
		{endings: "ец", letters: 5, drop: "йцы"},
		{endings: "ец", letters: 5, drop: "ьцы"},

		// Stems that are not the same throughout.
		{endings: "е ∅ ам ами ах", letters: 6, after: "анин янин", drop: "ин"},
		{endings: "ы ∅ ам ами ах", letters: 6, after: "татарин болгарин", drop: "ин"},
		{endings: "∅ ам ами ах ин ина ину ином", letters: 6, after: "ане яне", drop: "е"},
		{endings: "ени енем ена ен енам енами енах", letters: 3, after: "^время ^имя ^знамя ^племя ^бремя ^пламя", drop: "я"},
		{endings: "ери ерью ерей ерям ерями ерьми ерях", letters: 4, after: "^мать ^дочь", drop: "ь"},
	},
	guards: russianGuards,
}

// vowels are the letters in which no noun of the first declension ends.
const vowels = "а е и о у ы э ю я ь й ъ"

// russianGuards are words with a form that is mostly another word: names that
// are not declined, or not in all forms, and given names beside surnames.
var russianGuards = guarding(`
	баку бак
	газа газ. газам газах
	дели дел
	кито кит
	конго конг
	куба куб. кубам кубах
	лото лот
	мали мал
	марокко марокк
	метро метр
	ханой ханом. ханым.
	чечня чечен
	рот рота роту роте роты ротом ротам
	моди мод
	нато нат
	опек опек
	осло осл
	сочи соч
	того тог
	хама хам. хамам хамах
	чили чил
	юнеско юнеск

	порок порк
	посол после.

	александр александров
	алексей алексеев
	андрей андреев
	антон антонов
	богдан богданов
	борис борисов
	вадим вадимов
	владимир владимиров
	григорий григориев
	денис денисов
	дмитрий дмитриев
	егор егоров
	захар захаров
	иван иванов
	ислам исламов
	кадыр кадыров
	карим каримов
	макар макаров
	максим максимов
	мартын мартынов
	назар назаров
	назарбай назарбаев
	николай николаев
	павел павлов
	петр петров
	рамзан рамзанов
	рахмон рахмонов
	роман романов
	рустам рустамов
	семен семенов
	сергей сергеев
	степан степанов
	тимофей тимофеев
	тихон тихонов
	федор федоров
	филипп филиппов
`)
