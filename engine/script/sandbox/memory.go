package sandbox

import (
	"os"
	"runtime/metrics"
	"time"

	"postern/engine/script/frame"
)

// look is how often the child looks at its own memory. Less is noticed by the
// limit of the system, which ends it at once.
const look = 10 * time.Millisecond

// grown reports whether what a session left takes much of what a task may use:
// the next one had better begin anew.
func grown(limit int64) bool {
	s := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(s)
	return int64(s[0].Value.Uint64()) > limit/2
}

// watchMemory ends the child when a task uses more than it may.
func (p *process) watchMemory() {
	s := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	for {
		time.Sleep(look)
		p.mu.Lock()
		limit, busy := p.memory, p.now != nil
		p.mu.Unlock()
		if !busy {
			continue
		}
		metrics.Read(s)
		if used := s[0].Value.Uint64() - s[1].Value.Uint64(); int64(used) > limit {
			p.fail()
		}
	}
}

// fail says goodbye and ends.
func (p *process) fail() {
	if p.writing.TryLock() {
		_ = frame.Write(p.out, frame.Message{Kind: frame.Fail}, 0)
	}
	os.Stderr.WriteString("out of memory\n")
	os.Exit(2)
}
