// Package runbench measures `postern run` as whole processes beside a bare loop
// of net/http and beside newman, taking turns with them in one run:
//
//	go test ./ui/cli/runbench -v -timeout 1h -rounds 7 -newman PATH
//
// PATH is the program of newman: node_modules/.bin/newman where `npm install
// newman@6.2.2` was said. Without it the rest is measured.
//
// It prints medians: the time on the clock, the time computed by the program
// and its children, which is steadier on a busy machine, and the most that was
// resident in all of its processes. Nothing fails for being slow. It has no
// code but the bare loop. Without -rounds nothing is measured.
package runbench
