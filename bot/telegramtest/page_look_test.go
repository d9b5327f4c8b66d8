package telegramtest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

// A gallery is a server with a message of every look, for a Persian and an
// English reader.
type gallery struct {
	s       *telegramtest.Server
	reader  map[string]*telegramtest.User
	forum   *telegramtest.Chat
	topic   int
	desk    *telegramtest.Chat // a group
	channel *telegramtest.Chat
}

// showpieces are messages that show what text can look like, by language.
var showpieces = map[string][]string{
	"fa": {
		"🔴 <b>تروریسم</b> · <b>افغانستان</b> — مهم\n<a href=\"https://example.com/fa/1\"><b>انفجار</b> در نزدیکی میدان هوایی هرات</a>\n\n\u200f🇦🇫 سپیدار · افغانستان · اعتبار B\n🕒 یکشنبه ۸ آذر ۱۴۰۵، ۰۴:۲۶ تهران (\u206600:56 UTC\u2069)\n\n<blockquote>شاهدان می\u200cگویند <b>انفجار</b> در ساعت هفت بامداد رخ داد.</blockquote>\n<blockquote expandable>سخنگوی والی گفت که شمار زخمیان روشن نیست.\nکارمندان صحی در راه\u200cاند و راه\u200cهای دور و بر میدان بسته شده است.\nپروازها تا نیمروز به تعویق افتاد.\nمسئولان از مردم خواستند که از محل دور بمانند.\nهنوز کسی مسئولیت را به دوش نگرفته است.</blockquote>\n🔎 واژه\u200cها: انفجار، هرات",
		"فرمان <code>/watch طالبان AND هرات</code> جستجو را نگه می\u200cدارد.\nEnglish stands left in its own paragraph.\nو سطر فارسی دوباره از راست. <tg-spoiler>رازی در میان است</tg-spoiler>\n<pre><code class=\"language-json\">{\"topic\": \"terrorism\"}</code></pre>",
	},
	"en": {
		"🔴 <b>Terrorism</b> · <b>Afghanistan</b> — high\n<a href=\"https://example.com/en/1\"><b>Explosion</b> near Herat airport</a>\n\n🇬🇧 Lantern Post · United Kingdom · grade B\n🕒 Sunday 29 November 2026, 00:56 UTC\n\n<blockquote>Witnesses say the <b>explosion</b> came at seven in the morning.</blockquote>\n<blockquote>\u2068شاهدان از <b>انفجار</b> در هرات می\u200cگویند.\u2069</blockquote>\n<blockquote expandable>A spokesman for the governor said that the number of wounded is unclear.\nMedics are on their way, and the roads around the airport are closed.\nFlights were delayed until noon.\nOfficials asked people to keep away from the place.\nNobody has claimed responsibility so far.</blockquote>\n🔎 Words: explosion, Herat",
		"The command <code>/watch Taliban AND Herat</code> keeps a search.\nسطر فارسی از راست می\u200cآید.\nAnd English again from the left. <tg-spoiler>a secret stands here</tg-spoiler>\n<pre><code class=\"language-json\">{\"topic\": \"terrorism\"}</code></pre>",
	},
}

func newGallery(t *testing.T) *gallery {
	g := &gallery{s: telegramtest.Start(t, telegramtest.Config{BotName: "rasad_bot"}), reader: map[string]*telegramtest.User{}}
	g.reader["fa"], g.reader["en"] = g.s.User("لاله", "fa"), g.s.User("Dana", "en")
	must(t, call(t, g.s, "setMyName", params{"name": "Rasad"}))
	must(t, call(t, g.s, "setMyName", params{"name": "رصد", "language_code": "fa"}))
	must(t, call(t, g.s, "setMyCommands", params{"commands": []params{{"command": "topics", "description": "All topics"}, {"command": "latest", "description": "The newest articles"}}}))
	must(t, call(t, g.s, "setMyCommands", params{"language_code": "fa", "commands": []params{{"command": "topics", "description": "همهٔ موضوع\u200cها"}, {"command": "latest", "description": "تازه\u200cترین خبرها"}}}))
	g.forum = g.s.Forum("اتاق پایش", g.reader["fa"])
	g.topic = g.forum.Topic("تروریسم")
	g.reader["en"].Join(g.forum)
	g.forum.AddBot(telegramtest.Admin)
	g.desk = g.s.Supergroup("News desk", g.reader["en"])
	g.reader["fa"].Join(g.desk)
	g.desk.AddBot(telegramtest.Member)
	g.channel = g.s.Channel("monitoring", "Monitoring", g.reader["en"])
	g.channel.AddBot(telegramtest.Admin)
	for lang, u := range g.reader {
		chat := u.Private()
		u.Note("analyst")
		u.NoteIn("fa", "تحلیلگر")
		u.Say(chat, "/start")
		keyboard := params{"inline_keyboard": [][]params{
			{{"text": map[string]string{"fa": "👍 مفید", "en": "👍 Useful"}[lang], "callback_data": "up"}, {"text": map[string]string{"fa": "👎 بی\u200cربط", "en": "👎 Off topic"}[lang], "callback_data": "down"}},
			{{"text": map[string]string{"fa": "خواندن خبر", "en": "Read the article"}[lang], "url": "https://example.com/1"}},
		}}
		first := send(t, g.s, params{"chat_id": chat.ID(), "parse_mode": "HTML", "text": showpieces[lang][0], "reply_markup": keyboard})
		u.React(chat, first, "🔥")
		u.Reply(chat, first, map[string]string{"fa": "سپاس، خواندم.", "en": "Thanks, read it."}[lang])
		second := send(t, g.s, params{"chat_id": chat.ID(), "parse_mode": "HTML", "text": showpieces[lang][1]})
		must(t, call(t, g.s, "pinChatMessage", params{"chat_id": chat.ID(), "message_id": second}))
		u.SendDocument(chat, map[string]string{"fa": "گزارش آذر.csv", "en": "report November.csv"}[lang], make([]byte, 4200), "")
		u.SendPhoto(chat, picture(t, 360, 160), map[string]string{"fa": "نمودار هفته", "en": "the week's chart"}[lang])
		u.SayIn(g.forum, g.topic, map[string]string{"fa": "اینجا هشدارهای تروریسم می\u200cآید.", "en": "Alerts on terrorism come here."}[lang])
		u.SayIn(g.forum, g.topic, "👋")
	}
	send(t, g.s, params{"chat_id": g.forum.ID(), "message_thread_id": g.topic, "parse_mode": "HTML", "text": showpieces["fa"][0]})
	send(t, g.s, params{"chat_id": g.forum.ID(), "text": "خوش آمدید"})
	g.reader["fa"].Say(g.desk, "سلام به همه")
	for _, chat := range []*telegramtest.Chat{g.desk, g.channel} {
		send(t, g.s, params{"chat_id": chat.ID(), "parse_mode": "HTML", "text": showpieces["en"][0]})
	}
	return g
}

// TestPageRunsTextByItsFirstLetter measures where text stands: each paragraph
// by its first strong letter, the layout and the keyboards alike in every
// language.
func TestPageRunsTextByItsFirstLetter(t *testing.T) {
	g := newGallery(t)
	for lang, want := range map[string]map[string]string{
		"fa": {"quote": "rtl", "bar": "3px 0px", "edges": "right left right"},
		"en": {"quote": "ltr", "bar": "0px 3px", "edges": "left right left"},
	} {
		u := g.reader[lang]
		b := browse(t, g.s.Site(), phone, fmt.Sprintf("#%d/%d", u.ID(), u.ID()))
		b.await(`document.querySelectorAll('.keyboard').length === 1 && document.querySelector('.document')`)
		b.hold(map[string]string{
			`getComputedStyle(document.querySelector('blockquote')).direction`:                                                                                      want["quote"],
			`(s => s.borderRightWidth + ' ' + s.borderLeftWidth)(getComputedStyle(document.querySelector('blockquote')))`:                                           want["bar"],
			`getComputedStyle(document.querySelector('#app')).direction`:                                                                                            "ltr",
			`getComputedStyle(document.querySelector('.keyboard .line')).direction`:                                                                                 "ltr",
			`[...document.querySelectorAll('.keyboard .line:first-child .inline')].map(k => k.getBoundingClientRect().left).every((x, i, a) => !i || x > a[i - 1])`: "true",
			`document.querySelector('.mine .bubble').getBoundingClientRect().right > innerWidth / 2`:                                                                "true",
			`document.documentElement.scrollWidth <= innerWidth`:                                                                                                    "true",
			paragraphEdges: want["edges"],
		})
	}
}

// paragraphEdges tells at which edge each of the first three paragraphs of the
// second showpiece begins.
const paragraphEdges = `(() => {
	const text = document.querySelector('.text:has(.spoiler)'), box = text.getBoundingClientRect(), edges = []
	const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT)
	const lines = new Map()
	for (let node; node = walker.nextNode();) {
		if (node.parentElement.closest('pre, .room')) continue
		const range = document.createRange()
		range.selectNodeContents(node)
		for (const r of range.getClientRects()) {
			if (!r.width) continue
			const key = Math.round((r.top + r.bottom) / 24)
			const line = lines.get(key) || {left: Infinity, right: -Infinity}
			lines.set(key, {left: Math.min(line.left, r.left), right: Math.max(line.right, r.right)})
		}
	}
	for (const [, line] of [...lines].sort((a, b) => a[0] - b[0])) {
		const edge = Math.abs(line.left - box.left) < Math.abs(line.right - box.right) ? 'left' : 'right'
		if (edges.at(-1) !== edge) edges.push(edge)
	}
	return edges.join(' ')
})()`

// TestPageQuotesRunByThemselves holds that a Persian quote in an English
// message has its bar and its lines at the right, also when all of it stands in
// an isolate.
func TestPageQuotesRunByThemselves(t *testing.T) {
	g := newGallery(t)
	u := g.reader["en"]
	b := browse(t, g.s.Site(), desktop, fmt.Sprintf("#%d/%d", u.ID(), u.ID()))
	b.await(`document.querySelectorAll('blockquote').length === 3`)
	b.hold(map[string]string{`(quote => {
		const range = document.createRange()
		range.selectNodeContents(quote)
		const text = range.getBoundingClientRect(), box = quote.getBoundingClientRect()
		return getComputedStyle(quote).borderRightWidth + ', ' + (box.right - text.right < 30)
	})(document.querySelectorAll('blockquote')[1])`: "3px, true"})
}

// TestPageKeepsEmptyLines measures the gaps around a quote and between two: an
// empty line is as high before a quote as it is behind it.
func TestPageKeepsEmptyLines(t *testing.T) {
	s := telegramtest.Start(t, telegramtest.Config{})
	sara := s.User("Sara", "en")
	sara.Say(sara.Private(), "/start")
	for _, gap := range []string{"\n", "\n\n"} {
		text := strings.Join([]string{"one", "<blockquote>two</blockquote>", "<blockquote>three</blockquote>", "four"}, gap)
		send(t, s, params{"chat_id": sara.ID(), "parse_mode": "HTML", "text": text})
	}
	b := browse(t, s.Site(), phone, fmt.Sprintf("#%d/%d", sara.ID(), sara.ID()))
	b.await(`document.querySelectorAll('blockquote').length === 4`)
	b.hold(map[string]string{`(() => {
		const gaps = text => {
			const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT), boxes = []
			for (let node; node = walker.nextNode();) {
				const word = /[a-z]+/.exec(node.data), range = document.createRange()
				if (!word || node.parentElement.closest('.room')) continue
				range.setStart(node, word.index)
				range.setEnd(node, word.index + word[0].length)
				boxes.push((node.parentElement.closest('blockquote') || range).getBoundingClientRect())
			}
			return boxes.slice(1).map((box, i) => box.top - boxes[i].bottom)
		}
		const [tight, wide] = [...document.querySelectorAll('.text:has(blockquote)')].map(gaps)
		const lines = wide.map((gap, i) => Math.round(gap - tight[i]))
		return lines.length === 3 && lines[0] === lines[2] && lines.every(line => line > 15 && line < 30)
	})()`: "true"})
}

// TestPageUnfolds opens a long quote and a spoiler by pointer and by keyboard.
func TestPageUnfolds(t *testing.T) {
	g := newGallery(t)
	u := g.reader["en"]
	b := browse(t, g.s.Site(), desktop, fmt.Sprintf("#%d/%d", u.ID(), u.ID()))
	b.await(`document.querySelector('.spoiler')`)
	const cut = `document.querySelector('.inner').scrollHeight > document.querySelector('.inner').clientHeight`
	b.hold(map[string]string{cut: "true"})
	b.click(".fold")
	b.hold(map[string]string{cut: "false", `document.querySelector('.fold').getAttribute('aria-expanded')`: "true"})
	b.read(`document.querySelector('.spoiler').focus()`)
	b.hold(map[string]string{`getComputedStyle(document.querySelector('.spoiler')).color`: "rgba(0, 0, 0, 0)"})
	b.read(`document.querySelector('.spoiler').dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter'}))`)
	b.await(`document.querySelector('.spoiler.open')`)
	send(t, g.s, params{"chat_id": u.ID(), "text": "more"})
	b.await(`document.querySelector('.log').innerText.includes('more')`)
	b.hold(map[string]string{`document.querySelectorAll('.expandable.open, .spoiler.open').length`: "2"})
}

// TestPageLooks goes through the page in both languages, on a phone and a desk,
// in the light and in the dark: nothing stands out over the edge, and all is
// marked as being in its reader's language. Its pictures are for people to
// judge the rest by, see shoot.
func TestPageLooks(t *testing.T) {
	g := newGallery(t)
	for size, wide := range map[string][2]int64{"phone": phone, "desktop": desktop} {
		b := browse(t, g.s.Site(), wide, fmt.Sprintf("#%d", g.reader["fa"].ID()))
		for lang, u := range g.reader {
			for _, scheme := range []string{"light", "dark"} {
				b.wear(scheme)
				look := func(name string) {
					t.Helper()
					b.await(fmt.Sprintf(`document.querySelector('.role').textContent === '%s'`, map[string]string{"fa": "تحلیلگر", "en": "analyst"}[lang]))
					b.hold(map[string]string{`document.documentElement.lang`: lang, overflowing: ""})
					b.shoot(fmt.Sprintf("%s-%s-%s-%s", name, size, lang, scheme))
				}
				for name, chat := range map[string]int64{"list": 0, "chat": u.ID(), "topic": g.forum.ID(), "group": g.desk.ID(), "channel": g.channel.ID()} {
					b.visit(u.ID(), chat, map[string]int{"topic": g.topic}[name])
					look(name)
					if name == "chat" {
						b.read(`document.querySelector('.log').scrollTo(0, 0)`)
						look("chat-top")
					}
				}
			}
		}
	}
}

// overflowing names what stands out over an edge of the page.
const overflowing = `[...document.querySelectorAll('body *')].filter(e => {
	const r = e.getBoundingClientRect()
	return r.width && (r.left < -1 || r.right > innerWidth + 1) && !e.closest('.tabs, .room')
}).map(e => e.tagName + '.' + e.className).join()`
