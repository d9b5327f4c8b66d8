package bot

import "time"

// Limits are how fast messages go out. Its zero value keeps within what
// Telegram allows (https://core.telegram.org/bots/faq, "My bot is hitting
// limits"): about 30 messages a second in all, one a second to a chat with
// short bursts, 20 a minute to a group or channel, edits included.
type Limits struct {
	// Off lifts all limits, for a server that has none.
	Off bool
}

const (
	overallRate     = 28.0                    // a second; the rest is air
	bulkRate        = 22.0                    // of these, what digests and broadcasts may take
	overallBurst    = 2                       // so that what was late by less than a turn is made up for; an answer may go one ahead
	privateInterval = 1050 * time.Millisecond // what is late on its way must not come too close to the next
	privateBurst    = 3
	groupInterval   = 3550 * time.Millisecond // with the burst, 19 in any minute
	groupBurst      = 3
	groupSpace      = time.Second // between two messages
	longestDelay    = time.Second
	longestAnswer   = 10 * time.Minute // that an answer in the queue holds back others
	lowestRate      = 4.0
	fewChats        = 10_000      // that are remembered before the idle ones are forgotten
	setBack         = time.Minute // a clock that goes back farther begins anew
)

// A bucket is a generic cell rate algorithm: tat is the theoretical arrival
// time of the next message.
type bucket struct{ tat time.Time }

// wait returns how long a message has to wait for its turn.
func (b bucket) wait(now time.Time, interval time.Duration, burst int) time.Duration {
	return max(0, b.tat.Sub(now.Add(time.Duration(burst-1)*interval)))
}

// take counts a message. Nothing pushes the bucket further than most messages
// ahead of its time.
func (b bucket) take(now time.Time, interval time.Duration, most int) bucket {
	if b.tat.Before(now) {
		b.tat = now
	}
	b.tat = b.tat.Add(interval)
	if limit := now.Add(time.Duration(most) * interval); b.tat.After(limit) {
		b.tat = limit
	}
	return b
}

// A turn is what the pace knows of one chat.
type turn struct {
	bucket
	last    time.Time // when something went there
	before  time.Time // and the time before that
	gate    time.Time // Telegram takes nothing before
	due     time.Time // when the queue's next message may go; neither answers nor edits go before it
	answers int       // how many went to the queue
	gone    int       // how many had when none was left there
	since   time.Time // when the last of them went there
}

// A rhythm is how often something may go to a chat.
type rhythm struct {
	interval time.Duration
	burst    int
	space    time.Duration // between two
}

// wait returns how long a chat's next message has to wait for its turn.
func (t turn) wait(now time.Time, r rhythm) time.Duration {
	return max(t.gate.Sub(now), t.bucket.wait(now, r.interval, r.burst), t.last.Add(r.space).Sub(now), 0)
}

// claimed reports whether what stands in the queue comes first.
func (t turn) claimed(now time.Time, interval time.Duration) bool {
	return t.gate.After(now) || t.due.Add(interval).After(now) ||
		t.answers > t.gone && t.since.Add(longestAnswer).After(now)
}

// idle reports whether a turn says nothing more than none would.
func (t turn) idle(now time.Time) bool {
	return t.tat.Before(now) && !t.claimed(now, groupInterval)
}
