package script

import (
	"sync"
	"time"
)

// clock ends a child that takes too long. It stands while the child only waits,
// and starts again with what was left.
type clock struct {
	c     *child
	limit Limits

	mu      sync.Mutex
	left    time.Duration
	since   time.Time
	work    *time.Timer
	wait    *time.Timer
	look    *time.Timer
	failed  *Failure
	over    bool
	running bool
}

// between is how often the parent looks at a child's memory. The child looks
// more often itself; this is for one that no longer can.
const between = 100 * time.Millisecond

func startClock(c *child, l Limits) *clock {
	k := &clock{c: c, limit: l, left: l.Time, since: time.Now(), running: true}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.work = time.AfterFunc(l.Time, func() { k.fail(&Failure{Why: TookTooLong, Limit: duration(l.Time)}, true) })
	k.wait = time.AfterFunc(l.Wait, func() { k.fail(&Failure{Why: TookTooLong, Limit: duration(l.Wait)}, false) })
	k.look = time.AfterFunc(between, k.weigh)
	return k
}

// fail ends the child, unless the task is over or, for working, it waits.
func (k *clock) fail(f *Failure, working bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.over || k.failed != nil || working && (!k.running || time.Since(k.since) < k.left) {
		return
	}
	k.failed = f
	k.c.kill()
}

// weigh looks at the child's memory, again and again.
func (k *clock) weigh() {
	if resident(k.c.cmd.Process.Pid) > k.limit.Memory+k.limit.Memory/4+(64<<20) {
		k.fail(&Failure{Why: UsedTooMuch, Limit: size(k.limit.Memory)}, false)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if !k.over {
		k.look.Reset(between)
	}
}

func (k *clock) pause() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.running {
		k.running = false
		k.left -= time.Since(k.since)
		k.work.Stop()
	}
}

func (k *clock) resume() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if !k.running && !k.over {
		k.running, k.since = true, time.Now()
		k.work.Reset(max(0, k.left))
	}
}

// stop ends the watch and returns why the child was ended, if it was.
func (k *clock) stop() *Failure {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.over = true
	k.work.Stop()
	k.wait.Stop()
	k.look.Stop()
	return k.failed
}
