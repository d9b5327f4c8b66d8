package feed

import "strings"

// elsewhere are segments of paths, and first labels of hosts, that don't lead
// to articles: lists, people, accounts, shops.
var elsewhere = set(`tag tags topic topics category categories section author authors autor auteur autore staff
	profile profiles user users people login signin register account subscribe subscription subscriptions search
	jobs shop store product products coupons rss feed
	برچسب موضوع نویسنده ورود عضویت جستجو تگ وسم كاتب тег теги автор авторы рубрика поиск вход`)

// seldom are those that seldom do.
var seldom = set(`contact contact-us about about-us privacy terms newsletter newsletters advertise advertising careers
	videos podcast podcasts gallery galleries live donate give giving support help faq vouchercodes calendar puzzles
	games sponsored servlet sitemap members membership event events info company legal policies show shows weather
	obituaries classifieds interactive app apps download
	درباره-ما درباره تماس-با-ما تماس تبلیغات پیوندها نقشه-سایت اتصل-بنا من-نحن о-нас контакты реклама`)

// listing are segments under which lists stand.
var listing = set(`page pages archive archives resources lists`)

// articleSegment are segments that stand before an article's slug or number.
var articleSegment = set(`article articles story stories news post posts خبر اخبار مقاله`)

// services are words that tell of the outlet and not of the world.
var services = set(`privacy terms staff contact subscribe subscription donate advertise advertising cookies newsletter
	newsletters masthead ethics signup copyright disclaimer crossword horoscope obituaries classifieds about policy
	team jobs careers submit sign comments comment us information faq feedback
	تماس درباره تبلیغات عضویت ورود آرشیو اشتراک контакты реклама подписка`)

// networks are names of hosts that carry other people's words, or sell.
var networks = set(`facebook twitter instagram youtube linkedin pinterest tiktok whatsapp telegram spotify soundcloud
	apple google amazon reddit flipboard vimeo flickr github patreon paypal tumblr threads aparat eitaa rubika bale`)

func set(words string) map[string]bool {
	m := make(map[string]bool)
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}
