package news

// A Batch tells what became of the deliveries that were enqueued for many chats
// under one key.
type Batch struct {
	Written int64 // all of them
	Waiting int64 // those that may still be sent
	Sent    int64
	Dropped int64 // as they were not wanted any more
}

// Failed returns how many were given up: their chats were stopped or forgotten,
// did not take them, or not in time.
func (b Batch) Failed() int64 { return max(0, b.Written-b.Waiting-b.Sent-b.Dropped) }
