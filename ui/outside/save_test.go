package outside

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"postern/engine"
	"postern/engine/payload"
	"postern/ui/pane"
)

func TestSave(t *testing.T) {
	x := &engine.Exchange{Response: &engine.Response{Body: payload.FromBytes([]byte("{\"a\":1}\r\n"))}}
	dir := t.TempDir()
	save := func(typed string) pane.Intent {
		src, size := Body(x)
		return Saving(src, size, dir, typed).(pane.Work).Do(t.Context())
	}
	to := filepath.Join(dir, "body.json")
	if got := save("body.json"); got != (pane.Noted{Text: "saved " + to}) {
		t.Fatalf("%#v", got)
	}
	if b, err := os.ReadFile(to); err != nil || string(b) != "{\"a\":1}\r\n" {
		t.Errorf("%q, %v", b, err)
	}
	if err := os.WriteFile(to, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, ok := save(to).(pane.Failed)
	if !ok || !strings.Contains(f.Err.Error(), "is there already, and stays") {
		t.Errorf("%#v", f)
	}
	if b, err := os.ReadFile(to); err != nil || string(b) != "mine" {
		t.Errorf("the file is now %q, %v", b, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "x")); err == nil {
		t.Error("of nothing there is a file")
	}
	src, size := Body(nil)
	if _, ok := Saving(src, size, dir, "x").(pane.Work).Do(t.Context()).(pane.Failed); !ok {
		t.Error("nothing was sent, and it was saved")
	}
}

// slow is a text that is stopped before its end.
type slow struct{ stop func() }

func (s slow) WriteTo(w io.Writer) (int64, error) {
	n, err := w.Write([]byte("half"))
	s.stop()
	if err == nil {
		_, err = w.Write([]byte("of it"))
	}
	return int64(n), err
}

// What is stopped leaves no half of a file.
func TestStopSaving(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	work := Saving(slow{stop}, 0, t.TempDir(), "half.txt").(pane.Work)
	got, ok := work.Do(ctx).(pane.Noted)
	if !ok || !got.Warn || !strings.Contains(got.Text, "was not saved") || work.Name != "saving half.txt" {
		t.Errorf("%s: %#v", work.Name, got)
	}
	path, _, _ := strings.Cut(strings.TrimPrefix(got.Text, "stopped: "), " was")
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("of %s there is a half: %v", path, err)
	}
	if far := work.Meter.Text(time.Time{}); far != "4 B" { // with no time gone by it tells of no rate
		t.Errorf("it came as far as %q", far)
	}
}
