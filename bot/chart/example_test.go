package chart_test

import (
	"bytes"
	"fmt"
	"image/png"
	"time"

	"github.com/rasadnews/rasad/bot/chart"
	"github.com/rasadnews/rasad/news/calendar"
)

func Example() {
	c := chart.Chart{
		Lang:  "fa",
		Title: "آمار رصد",
		Note:  "سه روز گذشته",
		Empty: "هنوز خبری نیست",
		Days: chart.Days{
			Title: "مطلب\u200cها در هر روز",
			First: time.Date(2026, 11, 24, 0, 0, 0, 0, calendar.Tehran()),
			Len:   3,
			Topics: []chart.Topic{
				{Name: "افغانستان", Matches: []int{12, 9, 17}},
				{Name: "تروریسم", Matches: []int{4, 0, 6}},
			},
		},
		Sources: chart.Sources{
			Title: "پرکارترین منبع\u200cها",
			Rows:  []chart.Source{{Name: "ایرنا", Matches: 31}, {Name: "BBC فارسی", Matches: 17}},
		},
	}
	photo, err := c.PNG() // what sendPhoto takes
	if err != nil {
		fmt.Println(err)
		return
	}
	size, err := png.DecodeConfig(bytes.NewReader(photo))
	fmt.Println(size.Width, size.Height <= chart.MaxHeight, err)
	// Output: 1280 true <nil>
}
