package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher"
)

// alarm leaves a message for every admin in the queue about sources that fail,
// or are well again. Whichever process sends for the bot sends it.
func (s *service) alarm(ctx context.Context, alarms []watcher.Alarm) error {
	digest := sha256.New()
	notices := make([]message.SourceNotice, len(alarms))
	for i, a := range alarms {
		notices[i] = message.SourceNotice{Name: a.Source.Name, Reason: a.Reason, Well: a.Over}
		if a.Over && !a.Since.IsZero() {
			notices[i].Lasted = time.Since(a.Since)
		}
		fmt.Fprintln(digest, a.Source.ID, a.Since.UnixNano(), a.Over)
	}
	key := fmt.Sprintf("sources:%x", digest.Sum(nil)[:12])
	for _, admin := range s.config.Telegram.Admins {
		known, _, err := s.store.Chat(ctx, admin)
		if err != nil {
			return err
		}
		d := news.Delivery{Recipient: news.Recipient{Chat: admin}, Text: message.Sources(known.Lang, notices)}
		if err := s.store.Enqueue(ctx, fmt.Sprintf("%s:%d", key, admin), d); err != nil {
			return err
		}
	}
	s.nudge()
	return nil
}
