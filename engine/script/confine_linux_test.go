package script_test

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"postern/engine/script"
)

// child finds the one process that this one has started.
func child(t *testing.T) string {
	t.Helper()
	lists, _ := filepath.Glob("/proc/self/task/*/children")
	for _, l := range lists {
		b, err := os.ReadFile(l)
		if err != nil {
			continue
		}
		for _, pid := range strings.Fields(string(b)) {
			if line, _ := os.ReadFile("/proc/" + pid + "/cmdline"); strings.Contains(string(line), script.Word) {
				return "/proc/" + pid
			}
		}
	}
	t.Skip("this system does not tell of children")
	return ""
}

// The child has nothing of ours: no environment, no descriptor but its pipes,
// no folder, and it can open nothing.
func TestTheChildIsShutIn(t *testing.T) {
	t.Setenv("POSTERN_TEST_SECRET", "s3cret")
	name := filepath.Join(t.TempDir(), "open")
	fd, err := syscall.Open(name, syscall.O_CREAT|syscall.O_RDWR, 0o600) // is inherited, unlike what Go opens
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(fd)
	h := host(t, script.Limits{})
	run(t, h, `1`)
	dir := child(t)

	if env, err := os.ReadFile(dir + "/environ"); err == nil && strings.Contains(string(env), "=") && !strings.HasPrefix(string(env), "TZ=") {
		t.Errorf("it has an environment: %q", env)
	}
	if cwd, err := os.Readlink(dir + "/cwd"); err == nil && cwd != "/" {
		t.Errorf("its folder is %s", cwd)
	}
	fds, _ := os.ReadDir(dir + "/fd")
	for _, e := range fds {
		to, err := os.Readlink(dir + "/fd/" + e.Name())
		if err != nil {
			continue
		}
		n, _ := strconv.Atoi(e.Name())
		if n > 2 && !strings.HasPrefix(to, "anon_inode:") {
			t.Errorf("descriptor %d is %s", n, to)
		}
		if to == name {
			t.Error("it has our file")
		}
	}
	limits, _ := os.ReadFile(dir + "/limits")
	for _, want := range []string{"Max open files", "Max file size", "Max core file size"} {
		i := strings.Index(string(limits), want)
		if i < 0 || !slices.Equal(strings.Fields(string(limits)[i+len(want):])[:2], []string{"0", "0"}) {
			t.Errorf("%s is not 0:\n%s", want, limits)
		}
	}
}
