//go:build unix

package script

import (
	"os/exec"
	"syscall"
)

// alone puts the child into a group of its own: the ctrl+c of a terminal is
// ours to answer.
func alone(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }
