package run

import (
	"runtime/debug"
	"runtime/metrics"
)

const (
	// room is what the garbage of a run may take before it is collected, in
	// bytes. What is in use is little beside what a thousand requests leave
	// behind: to collect at every doubling of it takes a tenth of such a run.
	room = 12 << 20
	// bodyMemory is how much of an answer is held in memory; what is larger goes
	// to disk, for a run seldom looks at it again.
	bodyMemory = 1 << 20
	// most is the percentage of what is in use that garbage may take.
	most = 400
)

// makeRoom lets garbage grow to [room] where little is in use, and to as much as
// is in use otherwise, which is what is usual.
func makeRoom() {
	used := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(used)
	debug.SetGCPercent(percent(used[0].Value.Uint64()))
}

// percent is the one for a number of bytes in use.
func percent(used uint64) int {
	return int(min(most, max(100, 100*room/max(used, 1))))
}
