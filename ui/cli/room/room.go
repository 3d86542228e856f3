// Package room says how much garbage a command may leave behind before it is
// collected.
//
// Most commands have ended before there is any worth collecting, and what is in
// use is little beside what a run of a thousand requests leaves behind: to
// collect at every doubling of it, as is usual, takes a fifth of the start of
// the program and a tenth of such a run.
package room

import (
	"runtime/debug"
	"runtime/metrics"
)

const (
	// garbage is what is left before it is collected, in bytes.
	garbage = 24 << 20
	// usual and most are percentages of what is in use. Of the least, for which
	// the collector takes four megabytes, most is all of garbage.
	usual = 100
	most  = 600
)

// Wide is for the beginning, when little is in use.
func Wide() { debug.SetGCPercent(most) }

// Usual is for what takes much memory, or stays.
func Usual() { debug.SetGCPercent(usual) }

// Fit leaves room where little is in use, and is as usual where much is.
func Fit() {
	used := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(used)
	debug.SetGCPercent(percent(used[0].Value.Uint64()))
}

// percent is the one for a number of bytes in use.
func percent(used uint64) int {
	return int(min(most, max(usual, 100*garbage/max(used, 1))))
}
