// Package pace measures the workbench in a real pseudo-terminal beside a bare
// Bubble Tea program, taking turns with it in one run: from start to first
// text, from key to frame in every pane, memory and idle time.
//
//	go test ./ui/uitest/pace -v -timeout 30m -keys 60
//
// Times of one machine say little; the ratios are what docs/benchmarks.md has.
// The renderer draws sixty times a second, so a key waits for up to 16.7 ms
// whatever a program does with it. Keys are spread evenly over that time, for
// both programs alike: the median of a program that did nothing would be 8.3
// ms, and what is above is its own. It has no code but the bare program.
// Without -keys nothing is measured.
package pace
