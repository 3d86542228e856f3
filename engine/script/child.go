package script

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"sync"
	"time"

	"postern/engine/script/frame"
)

// child is one running process. It has one task at a time.
type child struct {
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	stdout *bufio.Reader
	out    io.Closer
	stderr *tail
	// writing guards stdin: replies are written as they come.
	writing sync.Mutex
	// spent says that it takes no further task: it was ended.
	spent bool
}

// start starts a child with nothing of ours but the pipes: no environment but
// the zone of its clock, no descriptors, and the root as its folder.
func start(command []string) (*child, error) {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Env = []string{}
	for _, name := range []string{"TZ", "SYSTEMROOT"} { // Windows starts nothing without the second
		if v, ok := os.LookupEnv(name); ok {
			cmd.Env = append(cmd.Env, name+"="+v)
		}
	}
	cmd.Dir = string(os.PathSeparator)
	c := &child{cmd: cmd, stderr: &tail{}}
	cmd.Stderr = c.stderr
	cmd.WaitDelay = time.Second
	alone(cmd)
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	c.stdin, c.stdout, c.out = in, bufio.NewReaderSize(out, 32<<10), out
	return c, nil
}

func (c *child) write(m frame.Message, limit int) error {
	c.writing.Lock()
	defer c.writing.Unlock()
	return frame.Write(c.stdin, m, limit)
}

// kill ends the process at once. The reader then finds the end of its pipe.
func (c *child) kill() { _ = c.cmd.Process.Kill() } // it may have ended by itself

// end lets an idle child go: it leaves when its pipe closes, and is not asked
// twice.
func (c *child) end() {
	_ = c.stdin.Close()
	t := time.AfterFunc(500*time.Millisecond, c.kill)
	c.reap()
	t.Stop()
}

// reap waits for the end of the process, so that nothing of it stays.
func (c *child) reap() {
	c.spent = true
	_, _ = io.Copy(io.Discard, c.stdout)
	_ = c.cmd.Wait() // how it ended was seen by what it said
}

// tail keeps the first part of what a child says at its end; a crash says what
// happened first and where at length.
type tail struct {
	mu   sync.Mutex
	text []byte
}

const maxTail = 16 << 10

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, p[:min(len(p), maxTail-len(t.text))]...)
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.text)
}
