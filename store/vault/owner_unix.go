//go:build unix

package vault

import (
	"io/fs"
	"os"
	"syscall"
)

func ownedByUs(info fs.FileInfo) bool {
	st, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(st.Uid) == os.Geteuid()
}

// tooOpen reports whether the mode grants more than most.
func tooOpen(info fs.FileInfo, most fs.FileMode) bool { return info.Mode().Perm()&^most != 0 }
