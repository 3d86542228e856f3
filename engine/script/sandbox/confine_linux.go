package sandbox

import (
	"math"
	"syscall"

	"golang.org/x/sys/unix"
)

// closeOthers closes what was inherited beside the three pipes.
func closeOthers() { _ = unix.CloseRange(3, math.MaxUint32, 0) } // an old kernel has it not

// limitData is for a single allocation that is too fast for the watch. It is
// above the limit of a task, for Go asks for more than it uses.
func limitData(memory int64) {
	limit := uint64(2*memory + 256<<20)
	_ = syscall.Setrlimit(syscall.RLIMIT_DATA, &syscall.Rlimit{Cur: limit, Max: math.MaxUint64}) // the parent looks, too
}

// noPrivileges keeps the process from ever having more rights than now.
func noPrivileges() { _ = unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) } // an old kernel has it not
