package vault

import "syscall"

// Harden keeps other programs of the same user from reading the memory and the
// environment of this one, and secrets out of core dumps. The administrator
// can still do all of that. A system that refuses is no worse than before.
func Harden() {
	_, _, _ = syscall.RawSyscall(syscall.SYS_PRCTL, syscall.PR_SET_DUMPABLE, 0, 0)
}
