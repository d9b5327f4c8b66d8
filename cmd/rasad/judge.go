package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/watcher/sitetest"
)

// told returns the article that a message tells of: the one its headline
// links to.
func (d *stage) told(m telegramtest.Message) (sitetest.Article, bool) {
	for _, e := range m.Entities {
		if e.Type != "text_link" {
			continue
		}
		for _, a := range d.site.Articles() {
			if strings.HasSuffix(e.URL, a.Path) {
				return a, true
			}
		}
	}
	return sitetest.Article{}, false
}

// tellings counts, by article, how often the reader was told of it. An
// article that repeats another counts for that one.
func (d *stage) tellings() map[string]int {
	count := map[string]int{}
	for _, m := range d.reader.Private().Messages() {
		if a, ok := d.told(m); ok && m.FromBot {
			id := a.ID
			if a.DuplicateOf != "" {
				id = a.DuplicateOf
			}
			count[id]++
		}
	}
	return count
}

// judge waits for the alerts that are still missing, then holds what came
// against what was to come.
func (d *stage) judge(ctx context.Context) error {
	for deadline := time.Now().Add(demoWait); d.missing() > 0 && time.Now().Before(deadline); {
		if err := pause(ctx, 50*time.Millisecond); err != nil {
			return err
		}
	}
	if err := pause(ctx, demoQuiet); err != nil {
		return err
	}
	count := d.tellings()
	expected, repeats, faults := 0, 0, []string{}
	for _, a := range d.site.Articles() {
		n := count[a.ID]
		switch {
		case a.Alerts() && n == 0:
			faults = append(faults, fmt.Sprintf("missing: %s (%s)", a.Title, a.ID))
		case a.Alerts() && n > 1+d.inDoubt(a):
			faults = append(faults, fmt.Sprintf("told %d times: %s (%s)", n, a.Title, a.ID))
		case !a.Alerts() && a.DuplicateOf == "" && n > 0:
			faults = append(faults, fmt.Sprintf("false alert: %s (%s)", a.Title, a.ID))
		}
		if a.Alerts() {
			expected++
			repeats += max(0, n-1)
		}
	}
	if len(faults) > 0 {
		return fmt.Errorf("the round went wrong:\n  %s", strings.Join(faults, "\n  "))
	}
	d.out.say("%d of %d expected alerts arrived, and none for the other %d articles", expected, expected, len(d.site.Articles())-expected)
	if repeats > 0 {
		d.out.say("%d of them twice, marked as a possible repeat: the program was killed while they were on their way", repeats)
	}
	d.sayDelays()
	return nil
}

// sayDelays tells how soon the alerts of this run came.
func (d *stage) sayDelays() {
	told, slowest, hindered := d.delays()
	if told == 0 {
		d.out.say("all of them had arrived in an earlier run; nothing came twice")
		return
	}
	d.out.say("%d of them in this run, at most %.1f s after publishing (sources are polled every second)", told, slowest.Seconds())
	if hindered > 0 {
		d.out.say("and at most %.1f s where the site was slow or failed on purpose", hindered.Seconds())
	}
}

// delays returns how many articles of this run were told of, and the longest
// time from publishing to the message: of pages that were served well, and of
// those that were slow or failed on purpose.
func (d *stage) delays() (told int, slowest, hindered time.Duration) {
	for _, m := range d.reader.Private().Messages() {
		a, ok := d.told(m)
		at, fresh := d.publishedAt[a.ID]
		if !ok || !fresh {
			continue
		}
		told++
		if a.Slow || a.Fails > 0 {
			hindered = max(hindered, m.SentAt.Sub(at))
		} else {
			slowest = max(slowest, m.SentAt.Sub(at))
		}
	}
	return told, slowest, hindered
}

// inDoubt counts the messages about an article that are marked as a possible
// repeat: those that a crash left in doubt.
func (d *stage) inDoubt(a sitetest.Article) int {
	n := 0
	for _, m := range d.reader.Private().Messages() {
		if b, ok := d.told(m); ok && b.ID == a.ID && strings.Contains(m.Text, message.In(readerLang).Label(message.Repeat)) {
			n++
		}
	}
	return n
}

func (d *stage) missing() int {
	count, n := d.tellings(), 0
	for _, a := range d.site.Articles() {
		if a.Alerts() && count[a.ID] == 0 {
			n++
		}
	}
	return n
}
