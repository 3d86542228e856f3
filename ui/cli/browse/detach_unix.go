//go:build unix

package browse

import (
	"os/exec"
	"syscall"
)

// detach gives the program a session of its own: it cannot reach the terminal
// by any name, and ctrl+c is not for it.
func detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
