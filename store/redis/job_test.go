package redis_test

import (
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// TestLateJobsAreDueToTheMicrosecond schedules jobs around the last moment that a
// score of a sorted set tells from the next.
func TestLateJobsAreDueToTheMicrosecond(t *testing.T) {
	s := open(t, storetest.Redis(t).Address(), store.Config{})
	defer s.Close()
	for off := int64(-2); off <= 2; off++ {
		want := news.Job{Key: "job", Due: time.UnixMicro(1<<53 + off).UTC(), Work: "x"}
		if err := s.Schedule(t.Context(), want); err != nil {
			t.Fatal(err)
		}
		got, ok, err := s.Scheduled(t.Context(), "job")
		if !ok || err != nil || !got.Due.Equal(want.Due) {
			t.Errorf("Scheduled = %v, %v, %v, want it due at %v", got, ok, err, want.Due)
		}
	}
}
