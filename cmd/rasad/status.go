package main

import (
	"context"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/news"
)

// status tells how the watcher of this process is doing, for /status.
func (s *service) status(context.Context) message.Status {
	tally := s.watcher.Tally()
	st := message.Status{Since: s.began, Now: time.Now(), Found: tally.Found(), Ended: map[news.End]int64{}}
	for _, end := range news.Ends() {
		st.Ended[end] = tally.Ended(end)
	}
	for _, h := range s.watcher.Health() {
		st.Sources++
		if h.Failures > 0 {
			st.Failing = append(st.Failing, message.Failing{Name: h.Source.Name, Times: h.Failures, Reason: h.Err})
		}
	}
	return st
}
