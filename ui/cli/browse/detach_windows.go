package browse

import (
	"os/exec"
	"syscall"
)

// detach keeps the program off this console: ctrl+c is not for it.
func detach(cmd *exec.Cmd) {
	const detachedProcess = 0x8
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: detachedProcess | syscall.CREATE_NEW_PROCESS_GROUP}
}
