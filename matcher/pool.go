package matcher

import "sync"

// A pool keeps scratch memory for reuse, as much as was in use at once. Unlike
// a sync.Pool it keeps it while nothing is matched: what a document recalls of
// words is worth more than its memory.
type pool[T any] struct {
	mu   sync.Mutex
	free []*T
}

// take returns memory of the pool, or nil.
func (p *pool[T]) take() *T {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := len(p.free)
	if n == 0 {
		return nil
	}
	t := p.free[n-1]
	p.free = p.free[:n-1]
	return t
}

func (p *pool[T]) give(t *T) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.free = append(p.free, t)
}
