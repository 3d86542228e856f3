package pace_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"

	"postern/ui/uitest/terminal"
)

const width, height = 120, 40

// program is one that runs in a pseudo-terminal.
type program struct {
	*testing.T
	cmd  *exec.Cmd
	tty  *os.File
	term *terminal.Terminal
	came chan struct{}

	mu    sync.Mutex
	start time.Time
	last  time.Time
	// first is when the first text stood on the screen.
	first time.Duration
}

// begin starts a program.
func begin(t *testing.T, env []string, name string, args ...string) *program {
	t.Helper()
	p := &program{T: t, cmd: exec.Command(name, args...), came: make(chan struct{}, 1)}
	p.cmd.Env = append(os.Environ(), append(env, "TERM=xterm-256color", "COLORTERM=truecolor")...)
	replies := make(chan string, 64)
	p.term = terminal.New(terminal.Options{Width: width, Height: height, Answer: func(s string) { replies <- s }})
	p.start = time.Now()
	tty, err := pty.StartWithSize(p.cmd, &pty.Winsize{Cols: width, Rows: height})
	if err != nil {
		t.Fatal(err)
	}
	p.tty = tty
	go func() {
		for r := range replies {
			_, _ = tty.WriteString(r) // a program that has ended needs no answer
		}
	}()
	go p.read(replies)
	t.Cleanup(p.end)
	return p
}

func (p *program) read(replies chan string) {
	defer close(replies)
	buf := make([]byte, 64<<10)
	for {
		n, err := p.tty.Read(buf)
		if err != nil {
			return
		}
		now := time.Now()
		_, _ = p.term.Write(buf[:n]) // it takes everything
		p.mu.Lock()
		p.last = now
		if p.first == 0 && strings.TrimSpace(p.term.Screen()) != "" {
			p.first = now.Sub(p.start)
		}
		p.mu.Unlock()
		select {
		case p.came <- struct{}{}:
		default:
		}
	}
}

func (p *program) end() {
	if p.cmd.ProcessState == nil {
		_ = p.cmd.Process.Kill() // it is not needed any more
		_ = p.cmd.Wait()
		_ = p.tty.Close()
	}
}

// wait waits until the screen holds a text.
func (p *program) wait(text string) time.Time {
	p.Helper()
	for end := time.After(time.Minute); !strings.Contains(p.term.Screen(), text); {
		select {
		case <-p.came:
		case <-time.After(10 * time.Millisecond):
		case <-end:
			p.Fatalf("%q does not appear:\n%s", text, p.term.Screen())
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.last
}

// quiet waits until nothing has come for a while.
func (p *program) quiet(d time.Duration) {
	for {
		p.mu.Lock()
		rest := d - time.Since(p.last)
		p.mu.Unlock()
		if rest <= 0 {
			return
		}
		<-time.After(min(rest, 5*time.Millisecond))
	}
}

// press sends keys, each after the frame of the one before.
func (p *program) press(keys ...string) {
	for _, k := range keys {
		select {
		case <-p.came:
		default:
		}
		_, _ = p.tty.WriteString(k) // what does not arrive is missed on the screen
		select {
		case <-p.came:
		case <-time.After(200 * time.Millisecond):
		}
		p.quiet(80 * time.Millisecond)
	}
}

// tick is how often the renderer draws.
const tick = time.Second / 60

// key sends one key at a phase of the renderer's tick, 0 to 1 after a frame, and
// returns the time to the first byte of the next frame; 0 if none came.
func (p *program) key(k string, phase float64) time.Duration {
	p.quiet(3 * tick)
	p.mu.Lock()
	due := p.last.Add(time.Duration(phase * float64(tick)))
	p.mu.Unlock()
	for time.Until(due) < time.Millisecond {
		due = due.Add(tick)
	}
	<-time.After(time.Until(due))
	select {
	case <-p.came:
	default:
	}
	sent := time.Now()
	_, _ = p.tty.WriteString(k)
	select {
	case <-p.came:
		p.mu.Lock()
		defer p.mu.Unlock()
		return p.last.Sub(sent)
	case <-time.After(time.Second):
		return 0
	}
}

// memory is what is resident, now and at its highest, in MiB.
func (p *program) memory() (now, peak float64) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		p.Skip("memory is read from /proc")
	}
	for l := range strings.Lines(string(b)) {
		if f := strings.Fields(l); len(f) > 1 {
			kb, _ := strconv.ParseFloat(f[1], 64)
			switch f[0] {
			case "VmRSS:":
				now = kb / 1024
			case "VmHWM:":
				peak = kb / 1024
			}
		}
	}
	return now, peak
}

// cpu is the time it has computed.
func (p *program) cpu() time.Duration {
	files, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", p.cmd.Process.Pid)) // the pattern is well formed
	var sum time.Duration
	for _, f := range files {
		b, _ := os.ReadFile(f) // a thread that has ended meanwhile did little
		ns, _, _ := strings.Cut(string(b), " ")
		n, _ := strconv.ParseInt(ns, 10, 64)
		sum += time.Duration(n)
	}
	return sum
}

// spread is a list of times, in milliseconds.
type spread []float64

func (s *spread) add(d time.Duration) { *s = append(*s, float64(d.Microseconds())/1000) }

// at is a quantile.
func (s spread) at(q float64) float64 {
	if len(s) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(s))
	return sorted[min(int(q*float64(len(s))), len(s)-1)]
}

func (s spread) String() string {
	return fmt.Sprintf("%.1f / %.1f / %.1f", s.at(0), s.at(0.5), s.at(0.95))
}
