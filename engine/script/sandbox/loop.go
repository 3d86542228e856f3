package sandbox

import (
	"container/heap"
	"slices"
	"sync"
	"time"

	"postern/engine/script/frame"
)

// loop is what a script waits for: timers, and answers to what it asked.
type loop struct {
	timers timers
	next   int64
	asked  map[uint32]func(frame.Message)
	// came are answers that were not looked at. The reader never waits for the
	// script, so it sees the parent's end whatever the script does.
	mu   sync.Mutex
	came []frame.Message
	wake chan struct{}
	// idle and busy tell the parent when the clock stands.
	idle, busy func()
}

func newLoop() *loop {
	return &loop{asked: map[uint32]func(frame.Message){}, wake: make(chan struct{}, 1)}
}

// timer is a setTimeout, or with every > 0 a setInterval.
type timer struct {
	id    int64
	due   time.Time
	every time.Duration
	run   func()
	index int
}

// after adds a timer.
func (l *loop) after(d, every time.Duration, run func()) int64 {
	l.next++
	heap.Push(&l.timers, &timer{id: l.next, due: time.Now().Add(max(0, d)), every: every, run: run})
	return l.next
}

// cancel removes a timer, if it is still there.
func (l *loop) cancel(id int64) {
	for _, t := range l.timers {
		if t.id == id {
			heap.Remove(&l.timers, t.index)
			return
		}
	}
}

// deliver takes a reply from the reader.
func (l *loop) deliver(m frame.Message) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.came = append(l.came, m)
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// reply is the next answer that somebody waits for.
func (l *loop) reply() (m frame.Message, answered func(frame.Message)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.came) > 0 && answered == nil {
		m, l.came = l.came[0], l.came[1:]
		answered = l.asked[m.ID]
		delete(l.asked, m.ID)
	}
	return m, answered
}

// await blocks until one answer has come. What else comes has its turn later.
func (l *loop) await(id uint32) frame.Message {
	for {
		l.mu.Lock()
		i := slices.IndexFunc(l.came, func(m frame.Message) bool { return m.ID == id })
		if i >= 0 {
			m := l.came[i]
			l.came = slices.Delete(l.came, i, i+1)
			l.mu.Unlock()
			return m
		}
		l.mu.Unlock()
		<-l.wake
	}
}

// clear forgets all that is pending.
func (l *loop) clear() { l.timers, l.asked = nil, map[uint32]func(frame.Message){} }

// short is a wait that is not worth telling of.
const short = 20 * time.Millisecond

// step waits for the next thing and runs it; it is false when there is none.
func (l *loop) step() bool {
	if len(l.timers) == 0 && len(l.asked) == 0 {
		return false
	}
	if m, answered := l.reply(); answered != nil {
		answered(m)
		return true
	}
	var due <-chan time.Time
	wait := time.Hour
	if len(l.timers) > 0 {
		wait = time.Until(l.timers[0].due)
		if wait <= 0 {
			l.fire()
			return true
		}
		t := time.NewTimer(wait)
		defer t.Stop()
		due = t.C
	}
	if wait > short {
		l.idle()
		defer l.busy()
	}
	select {
	case <-due:
	case <-l.wake:
	}
	return true
}

// fire runs the timer that is due.
func (l *loop) fire() {
	t := l.timers[0]
	if t.every > 0 {
		t.due = time.Now().Add(t.every)
		heap.Fix(&l.timers, 0)
	} else {
		heap.Pop(&l.timers)
	}
	t.run()
}

// timers are ordered by when they are due, then by when they were made.
type timers []*timer

func (t timers) Len() int { return len(t) }

func (t timers) Less(i, j int) bool {
	if t[i].due.Equal(t[j].due) {
		return t[i].id < t[j].id
	}
	return t[i].due.Before(t[j].due)
}

func (t timers) Swap(i, j int) {
	t[i], t[j] = t[j], t[i]
	t[i].index, t[j].index = i, j
}

// Push and Pop are for container/heap.
func (t *timers) Push(x any) {
	e := x.(*timer)
	e.index = len(*t)
	*t = append(*t, e)
}

// Pop removes the last.
func (t *timers) Pop() any {
	old := *t
	e := old[len(old)-1]
	*t = old[:len(old)-1]
	return e
}
