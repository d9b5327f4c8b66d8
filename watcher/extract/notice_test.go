package extract_test

import (
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/extract"
)

// aBrief is short news of one paragraph.
const aBrief = "The old quay is closed until Friday, the harbour board said on Monday, as divers look for an anchor that a ferry lost in the storm of last week."

// wantType fails the test unless a page is of a type.
func wantType(t *testing.T, name, url, page string, want extract.Type) {
	t.Helper()
	r, err := extract.Page(page, url)
	if err != nil || r.Type != want {
		t.Errorf("%s: type = %s (%s), %v, want %s; body %.200q", name, r.Type, r.Reason, err, want, r.Article.Body)
	}
}

// TestLinesBesideABriefAreNoNotice wants short news taken for what it is,
// whatever the lines of footers and boxes behind it ask for or tell of.
func TestLinesBesideABriefAreNoNotice(t *testing.T) {
	for _, line := range []string{
		"Оформите подписку на нашу рассылку", "Запрашиваемая страница не та?", "Already a subscriber? Sign in",
		"Register to continue receiving our newsletter", "آرشیو روزنامه ویژه مشترکان است", "اگر این خبر حذف شده یا خطایی رخ داده به ما بگویید",
		"Something went wrong. Try again.",
	} {
		for _, box := range []string{"<footer><p>LINE</p></footer>", "<div class=w><p>LINE</p></div>"} {
			page := "<title>Quay closed</title><main><h1>Quay closed</h1><p>" + aBrief + "</p></main>" + strings.Replace(box, "LINE", line, 1)
			wantType(t, box+line, "https://harbour.example/n/1", page, extract.TypeArticle)
		}
	}
	wantType(t, "a headline", "https://harbour.example/n/2", "<h1>Please enable cookies, says court</h1><p>"+aBrief+"</p><p>"+aBrief+"</p>", extract.TypeArticle)
	wantType(t, "a headline on an office's site", "https://harbour.example/n/3",
		"<title>Page not found: the mayor's site is off for a day, and nobody says why</title><h1>Page not found: the mayor's site is off for a day, and nobody says why</h1><p>"+aBrief+"</p><p>"+aBrief+"</p>", extract.TypeArticle)
}

// TestNoticesAreRefused wants what stands where an article was to be taken for
// what it is.
func TestNoticesAreRefused(t *testing.T) {
	for _, c := range []struct {
		name, page string
		want       extract.Type
	}{
		{"text for subscribers", "<h1>Quay closed</h1><p>" + aBrief + "</p><div class=subscribe>Subscribe to continue reading</div>", extract.TypeWall},
		{"text for subscribers, in Persian", "<html lang=fa><h1>بندر بسته شد</h1><p>هیئت بندر از بسته شدن اسکله کهنه خبر داد.</p><p>ادامه این خبر ویژه مشترکان است</p>", extract.TypeWall},
		{"a riddle to solve", "<html lang=ru><title>Порт</title><h1>Проверка</h1><p>Чтобы подтвердить, что вы не робот, введите символы с картинки и нажмите кнопку ниже.</p>", extract.TypeWall},
		{"a place to wait", "<html lang=fa><title>در حال انتقال به سایت مورد نظر هستید...</title><p>در حال انتقال به سایت مورد نظر هستید. لطفا چند لحظه صبر کنید.</p>", extract.TypeWall},
		{"taken away", "<title>The Harbour</title><h1>Sorry</h1><p>The page you requested is not here.</p><p>" + aBrief + "</p>", extract.TypeSoft404},
		{"trouble", "<title>The Harbour</title><h1>Sorry</h1><p>Something went wrong.</p>", extract.TypeError},
	} {
		wantType(t, c.name, "https://harbour.example/n/1", c.page, c.want)
	}
}

// TestARuledBodyIsNoNotice wants the text that a rule of the site finds taken for
// an article, however short it is and whatever it speaks of.
func TestARuledBodyIsNoNotice(t *testing.T) {
	s, err := extract.NewSite(news.Parts{Body: ".story"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"The article is for subscribers only, the court said.", "This article is no longer available.", "Something went wrong"} {
		r, err := s.Page("<h1>Quay</h1><div class=story><p>"+text+"</p></div>", "https://harbour.example/n/1", time.Time{})
		if err != nil || r.Type != extract.TypeArticle {
			t.Errorf("%s: type = %s (%s), %v, want an article", text, r.Type, r.Reason, err)
		}
	}
}
