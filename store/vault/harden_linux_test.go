package vault_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"

	"postern/store/vault"
)

// nobody is a user without rights, whom nothing belongs to.
const nobody = 65534

// TestAnEqualCannotLookInside: another program of the same user reads neither
// the environment nor the memory of a hardened process, which it otherwise can.
func TestAnEqualCannotLookInside(t *testing.T) {
	t.Parallel()
	if os.Getuid() != 0 {
		t.Skip("skipped: needs root, to be two programs of somebody else")
	}
	program := copied(t)
	for _, tt := range []struct{ how, want string }{{"plain", "read read"}, {"hardened", "refused refused"}} {
		victim := as(program, "VAULT_TEST_STAND="+tt.how)
		in, ierr := victim.StdinPipe()
		out, oerr := victim.StdoutPipe()
		if ierr != nil || oerr != nil {
			t.Fatal(ierr, oerr)
		}
		if err := victim.Start(); err != nil {
			t.Skipf("skipped: needs leave to run as nobody (%v)", err)
		}
		if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
			t.Fatal(err)
		}
		got, err := as(program, "VAULT_TEST_LOOK="+strconv.Itoa(victim.Process.Pid)).Output()
		if err != nil || string(got) != tt.want {
			t.Errorf("%s: %q, %v; want %q", tt.how, got, err, tt.want)
		}
		_ = in.Close() // that ends it
		_ = victim.Wait()
	}
}

// copied is this program where nobody may run it.
func copied(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "harden")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	path := filepath.Join(dir, "program")
	if err := os.WriteFile(path, b, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func as(program, env string) *exec.Cmd {
	cmd := exec.Command(program)
	cmd.Dir = "/"
	cmd.Env = []string{env}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	return cmd
}

// stand is the process that is looked into.
func stand(how string) {
	if how == "hardened" {
		vault.Harden()
	}
	fmt.Println("ready")
	_, _ = bufio.NewReader(os.Stdin).ReadString('\n') // until the test ends it
}

// lookInto is the one that looks.
func lookInto(pid string) {
	for i, name := range []string{"environ", "mem"} {
		if i > 0 {
			fmt.Print(" ")
		}
		f, err := os.Open("/proc/" + pid + "/" + name)
		if err != nil {
			fmt.Print("refused")
			continue
		}
		_ = f.Close() // it could be opened; that is enough
		fmt.Print("read")
	}
}
