//go:build unix && !linux

package sandbox

// closeOthers leaves what was inherited: Go opens nothing that is.
func closeOthers() {}

// limitData leaves it to the watch: these systems limit no such thing.
func limitData(int64) {}

// noPrivileges has no like here.
func noPrivileges() {}
