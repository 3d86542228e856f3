//go:build unix

package cli_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A run that is killed says nothing, and goes on all the same: a moment before,
// with the variables and cookies as they were then, up to the same end.
func TestARunThatIsKilledGoesOn(t *testing.T) {
	t.Parallel()
	for _, parallel := range []string{"1", "3"} {
		t.Run("parallel "+parallel, func(t *testing.T) {
			t.Parallel()
			const rounds = 200 // far more than it gets to
			s := newSteps(t)
			cmd := command(t, "run", "staged.json", "--var", "url="+s.URL, "--trust", "-n", fmt.Sprint(rounds), "--parallel", parallel, "--delay-request", "20")
			if err := os.WriteFile(filepath.Join(cmd.Dir, "staged.json"), []byte(staged), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			private := stateDir(cmd)
			until(t, "its place is kept", func() bool { return rows(t, private, "run_halts") == 1 })
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			ended(t, cmd)
			s.left()
			before := strings.Split(s.took(), ", ")

			again := exec.CommandContext(t.Context(), cmd.Path, append(slices.Clone(cmd.Args[1:]), "--resume", "--delay-request", "0")...)
			again.Env, again.Dir = cmd.Env, cmd.Dir
			out, err := again.CombinedOutput()
			if err != nil || !strings.Contains(string(out), fmt.Sprintf("in all: %d requests: %d answered\n%d tests: %d passed", 3*rounds, 3*rounds, rounds, rounds)) {
				t.Errorf("%v\n%s", err, out)
			}
			after := strings.Split(s.took(), ", ")
			at := 3*rounds - len(after)
			if at < 1 || at > len(before) {
				t.Fatalf("%d were asked before, %d after", len(before), len(after))
			}
			whole := slices.Concat(before[:at], after)
			for i := range rounds {
				want := []string{"/login s3ss10n", fmt.Sprintf("/use/r%d s3ss10n", i), fmt.Sprintf("/last/r%d s3ss10n", i)}
				if i == 0 {
					want[0] = "/login"
				}
				got := whole[3*i : 3*i+3]
				slices.Sort(got[1:]) // those two may overlap
				slices.Sort(want[1:])
				if !slices.Equal(got, want) {
					t.Fatalf("in round %d it asked for %v, want %v; it went on at request %d", i, got, want, at)
				}
			}
			if n := rows(t, private, "run_halts"); n != 0 {
				t.Errorf("%d places are kept after its end", n)
			}
		})
	}
}
