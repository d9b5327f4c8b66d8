package telegramtest_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

// BenchmarkSendMessage measures sends to one chat over loopback, one after
// the other, against a bar of 1,000 a second.
func BenchmarkSendMessage(b *testing.B) {
	s := telegramtest.Start(b, telegramtest.Config{})
	sara := s.User("Sara", "fa")
	sara.Say(sara.Private(), "/start")
	form := url.Values{"chat_id": {itoa(sara.ID())}, "text": {"🔴 <b>طالبان</b> در <a href=\"https://example.com\">کابل</a>"}, "parse_mode": {"HTML"}}
	for b.Loop() {
		answer, err := http.PostForm(s.URL()+"/bot"+s.Token()+"/sendMessage", form)
		if err != nil || answer.StatusCode != 200 {
			b.Fatal(answer, err)
		}
		answer.Body.Close()
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "sends/s")
}
