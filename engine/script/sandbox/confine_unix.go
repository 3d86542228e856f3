//go:build unix

package sandbox

import (
	"os"
	"runtime/debug"
	"syscall"
	"time"

	"postern/engine/script/native"
)

// maxStack is how deep the interpreter may call itself before the process ends
// for it.
const maxStack = 192 << 20

// confine gives up what a sandbox needs not: files, more descriptors, a core
// file. What a script could reach by a mistake of the interpreter is then
// little.
func confine() {
	debug.SetMaxStack(maxStack)
	_, _ = time.Now().Local().Zone() // reads the zone while it may
	native.KeepLocalZone()
	closeOthers()
	if r, w, err := os.Pipe(); err == nil { // the runtime makes what its timers need
		_, _ = r.Close(), w.Close()
	}
	none := func(what int) { _ = syscall.Setrlimit(what, &syscall.Rlimit{}) } // what is not limited here is limited by the parent
	none(syscall.RLIMIT_FSIZE)
	none(syscall.RLIMIT_CORE)
	none(syscall.RLIMIT_NOFILE)
	noPrivileges()
}
