package difftest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// requireNewman skips the test where newman is not installed.
func requireNewman(t *testing.T) {
	t.Helper()
	dir := os.Getenv("POSTERN_NEWMAN")
	if dir == "" {
		t.Skip("skipped: POSTERN_NEWMAN names no folder with newman (npm i newman@6.2.2); .ci/run makes one")
	}
	if _, err := os.Stat(filepath.Join(dir, "node_modules", "newman")); err != nil {
		t.Skipf("skipped: no newman in POSTERN_NEWMAN: %v", err)
	}
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("skipped: node is not installed")
	}
}

// slot is the place of a request: the input's index, and the item's in it.
type slot struct{ run, at int }

// outcome is what a client made of one item.
type outcome struct {
	records []record
	// err is why it sent nothing, or got no answer.
	err string
}

// newmanSays is a line of the driver.
type newmanSays struct {
	Conn   int
	End    bool
	Run    int
	At     int
	Name   string
	Error  string
	Failed string
}

// sendWithNewman runs all inputs in one process and sorts what arrived by the
// port it came from.
func sendWithNewman(t *testing.T, rec *recorder, inputs []input) (got map[slot]outcome, refused map[int]string) {
	t.Helper()
	type line struct {
		Collection  string `json:"collection"`
		Environment any    `json:"environment"`
		Globals     any    `json:"globals,omitempty"`
		WorkingDir  string `json:"workingDir"`
	}
	var list []line
	for _, in := range inputs {
		list = append(list, line{in.file, postmanEnvironment(in.env), nil, in.dir})
	}
	data, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	manifest := filepath.Join(t.TempDir(), "manifest.json")
	if err := os.WriteFile(manifest, data, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "node", "testdata/driver.js", manifest, strconv.Itoa(rec.port()))
	cmd.Env = append(os.Environ(), "NO_PROXY=*", "no_proxy=*")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("newman: %v\n%s", err, stderr.Bytes())
	}
	return sortByPort(t, out, rec.take())
}

// sortByPort gives every record to the item whose connection it came from. A
// port may have served twice: then it is first come, first served.
func sortByPort(t *testing.T, out []byte, records []record) (got map[slot]outcome, refused map[int]string) {
	t.Helper()
	byPort := map[int][]record{}
	for _, r := range records {
		byPort[r.port] = append(byPort[r.port], r)
	}
	got, refused = map[slot]outcome{}, map[int]string{}
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var say newmanSays
		if err := json.Unmarshal(lines.Bytes(), &say); err != nil {
			t.Fatalf("newman said %q: %v", lines.Bytes(), err)
		}
		s := slot{say.Run, say.At}
		o := got[s]
		switch {
		case say.Failed != "":
			refused[say.Run] = say.Failed
			continue
		case say.End:
			o.err = say.Error
		default:
			if q := byPort[say.Conn]; len(q) > 0 {
				o.records, byPort[say.Conn] = append(o.records, q[0]), q[1:]
			}
		}
		got[s] = o
	}
	return got, refused
}
