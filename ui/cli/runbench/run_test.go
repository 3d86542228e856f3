package runbench_test

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// program is one of the competitors.
type program struct {
	name string
	// args is the command without the file; env is added to ours.
	args []string
	env  []string
	// rounds is how often it takes its turn.
	rounds int
}

// figures are what its runs took.
type figures struct {
	program
	wall, cpu []time.Duration
	// peaks are the most that each of its processes had resident, in MB, the
	// first one's first.
	peaks []float64
}

// compete lets programs run a file in turns, and then each once more to look at
// its memory, which takes time itself.
func compete(t *testing.T, file string, programs ...program) []*figures {
	t.Helper()
	var out []*figures
	most := 0
	for _, p := range programs {
		out = append(out, &figures{program: p})
		most = max(most, p.rounds)
	}
	for i := range most {
		for _, f := range out {
			if i < f.rounds {
				f.run(t, file)
			}
		}
	}
	for _, f := range out {
		if f.rounds > 0 {
			f.weigh(t, file)
		}
	}
	return out
}

func (f *figures) command(file string) (*exec.Cmd, *bytes.Buffer) {
	c := exec.Command(f.args[0], append(slices.Clone(f.args[1:]), file)...)
	c.Env = append(os.Environ(), f.env...)
	said := &bytes.Buffer{}
	c.Stderr = said
	return c, said
}

func (f *figures) run(t *testing.T, file string) {
	t.Helper()
	c, said := f.command(file)
	start := time.Now()
	if err := c.Run(); err != nil {
		t.Fatalf("%s: %v\n%s", f.name, err, said)
	}
	f.wall = append(f.wall, time.Since(start))
	f.cpu = append(f.cpu, c.ProcessState.UserTime()+c.ProcessState.SystemTime())
}

// weigh looks at its processes every millisecond. What the system tells of one
// that has ended will not do: it counts what this test had resident when it
// started it.
func (f *figures) weigh(t *testing.T, file string) {
	t.Helper()
	c, said := f.command(file)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	peaks := make(map[int]float64)
	for first := time.Now(); ; {
		look(c.Process.Pid, peaks)
		pause := time.Millisecond
		if time.Since(first) < 50*time.Millisecond {
			pause = 50 * time.Microsecond // it may be over soon
		}
		select {
		case err := <-ended:
			if err != nil {
				t.Fatalf("%s: %v\n%s", f.name, err, said)
			}
			for _, pid := range slices.Sorted(maps.Keys(peaks)) {
				f.peaks = append(f.peaks, peaks[pid])
			}
			return
		case <-time.After(pause):
		}
	}
}

// look notes the highest resident size of a process and of its children. One
// that has not begun yet is still a copy of its parent, and has its memory.
func look(pid int, peaks map[int]float64) {
	own, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid)) // none is one that has ended
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return // it has ended, or there is no /proc
	}
	for l := range strings.Lines(string(text)) {
		if f := strings.Fields(l); len(f) > 1 && f[0] == "VmHWM:" {
			kb, _ := strconv.ParseFloat(f[1], 64)
			peaks[pid] = max(peaks[pid], kb*1024/1e6)
		}
	}
	lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid)) // the pattern is well formed
	for _, l := range lists {
		text, _ := os.ReadFile(l) // a thread that has ended meanwhile has none
		for _, child := range strings.Fields(string(text)) {
			n, _ := strconv.Atoi(child)
			if begun, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", n)); !bytes.Equal(begun, own) {
				look(n, peaks)
			}
		}
	}
}

// median is the middle of some times, in seconds.
func median(ds []time.Duration) float64 {
	if len(ds) == 0 {
		return 0
	}
	return slices.Sorted(slices.Values(ds))[len(ds)/2].Seconds()
}

// tell prints what was measured, and how many times the first one's figures the
// others' are.
func tell(t *testing.T, what, aim string, all []*figures) {
	t.Helper()
	t.Logf("%s; load %s; aim: %s", what, load(), aim)
	own := all[0]
	for _, f := range all {
		if f.rounds == 0 {
			continue
		}
		line := fmt.Sprintf("%-10s %8.4f s (%.4f–%.4f), computed %8.4f s, %.0f MB %.0f",
			f.name, median(f.wall), slices.Min(f.wall).Seconds(), slices.Max(f.wall).Seconds(), median(f.cpu), f.peak(), f.peaks)
		if f != own {
			line += fmt.Sprintf("; postern takes %s of its time, computes %s, is %s of its size",
				ratio(median(own.wall), median(f.wall)), ratio(median(own.cpu), median(f.cpu)), ratio(own.peak(), f.peak()))
		}
		t.Log(line)
	}
}

// peak is what all its processes had together.
func (f *figures) peak() (sum float64) {
	for _, mb := range f.peaks {
		sum += mb
	}
	return sum
}

// ratio is a figure beside another: 1.5, or 1/30.
func ratio(a, b float64) string {
	switch {
	case a == 0 || b == 0:
		return "?"
	case a < b/2:
		return fmt.Sprintf("1/%.3g", b/a)
	}
	return fmt.Sprintf("%.2f", a/b)
}

// load is that of the machine, as the system tells it.
func load() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	one, _, _ := strings.Cut(string(text), " ")
	return one
}
