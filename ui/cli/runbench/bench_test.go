package runbench_test

import (
	"flag"
	"os/exec"
	"path/filepath"
	"testing"
)

var (
	rounds   = flag.Int("rounds", 0, "how often postern and the bare loop take their turns; 0 measures nothing")
	newmans  = flag.Int("newman-rounds", 3, "how often newman takes its turn")
	newman   = flag.String("newman", "", "the program of newman; without it there is none beside")
	requests = flag.Int("requests", 1000, "requests of the long runs")
	bodies   = flag.Int("bodies", 20, "answers of 25 MB")
)

// TestRuns measures the four aims of a run, and two that stand beside them.
func TestRuns(t *testing.T) {
	if *rounds == 0 {
		t.Skip("measures with -rounds 7")
	}
	if *newman == "" {
		t.Log("newman is not beside it: -newman PATH, from npm install newman@6.2.2")
		*newmans = 0
	}
	dir, state := t.TempDir(), t.TempDir()
	for name, pkg := range map[string]string{"postern": "postern", "bare": "postern/ui/cli/runbench/bare"} {
		if out, err := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", filepath.Join(dir, name), pkg).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	base := server(t)
	own := program{"postern", []string{filepath.Join(dir, "postern"), "run", "--trust"}, []string{"POSTERN_STATE=" + state, "XDG_CONFIG_HOME=" + state}, *rounds}
	bare := program{"bare loop", []string{filepath.Join(dir, "bare")}, nil, *rounds}
	beside := program{"newman", []string{*newman, "run", "--silent"}, nil, *newmans}
	for _, x := range []struct {
		name, path, test, aim string
		n                     int
		others                []program
	}{
		{"one request", "/things", "", "20 ms", 1, []program{bare, beside}},
		{"one request with a test", "/things", status, "20 ms", 1, []program{bare, beside}},
		{"a thousand requests", "/things", "", "1.5 times the bare loop", *requests, []program{bare, beside}},
		{"a thousand with a test", "/things", status, "1/30 of newman", *requests, []program{bare, beside}},
		{"bodies of 25 MB", "/big", status, "100 MB", *bodies, []program{bare, beside}},
		{"bodies of 5 MB that are read as JSON", "/read", reads, "none", *bodies, []program{bare, beside}},
	} {
		t.Run(x.name, func(t *testing.T) {
			file := write(t, base, x.name, x.path, x.n, x.test)
			tell(t, x.name, x.aim, compete(t, file, append([]program{own}, x.others...)...))
		})
	}
}
