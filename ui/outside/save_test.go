package outside

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"postern/engine"
	"postern/engine/payload"
	"postern/ui/pane"
)

func TestSave(t *testing.T) {
	x := &engine.Exchange{Response: &engine.Response{Body: payload.FromBytes([]byte("{\"a\":1}\r\n"))}}
	dir := t.TempDir()
	save := func(typed string) pane.Intent { return Saving(x, dir, typed).(pane.Work).Do(t.Context()) }
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
	if _, ok := Saving(nil, dir, "x").(pane.Work).Do(t.Context()).(pane.Failed); !ok {
		t.Error("nothing was sent, and it was saved")
	}
}
