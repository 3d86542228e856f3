package sandbox

import (
	"math"
	"syscall"

	"golang.org/x/sys/unix"
)

// closeOthers closes what was inherited beside the three pipes.
func closeOthers() { _ = unix.CloseRange(3, math.MaxUint32, 0) } // an old kernel has it not

// maxData is for a single allocation that is too fast for the watch. It is
// above the default limit of a task, for Go asks for more than it uses.
const maxData = 640 << 20

func limitData() {
	_ = syscall.Setrlimit(syscall.RLIMIT_DATA, &syscall.Rlimit{Cur: maxData, Max: maxData}) // the parent looks, too
	_ = unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
}
