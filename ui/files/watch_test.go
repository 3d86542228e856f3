package files_test

import (
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"postern/store"
	"postern/ui/desk"
	"postern/ui/files"
)

// change is what another program does to the file of the loop.
func (l *loop) change(old, now string) {
	l.Helper()
	path := l.desk.Collections[0].File
	b, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, []byte(strings.Replace(string(b), old, now, 1)), 0o600)
	}
	if err != nil {
		l.Fatal(err)
	}
}

// Who comes back from another program need not wait for the next look.
func TestPeekDoesNotWait(t *testing.T) {
	private := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		l := newLoop(t, private)
		defer l.state.Close()
		began := time.Now()
		l.change(`"C"`, `"Theirs"`)
		l.settle()
		if got := l.desk.Collections[0].Name; got != "C" {
			t.Fatalf("%s came of itself", got)
		}
		files.Peek(l.files)
		l.settle()
		if got := l.desk.Collections[0].Name; got != "Theirs" || time.Since(began) > 0 {
			t.Errorf("%s after %s", got, time.Since(began))
		}
	})
}

// Undoing the deletion of a collection leaves the others as they were read
// since.
func TestUndoBesideWhatWasReadAnew(t *testing.T) {
	private := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		l := newLoop(t, private)
		defer l.state.Close()
		other, err := l.desk.Workspace.NewCollection("Other")
		if err != nil {
			t.Fatal(err)
		}
		l.desk.AddCollection(other)
		if err := l.desk.Workspace.SaveCollection(t.Context(), other.Clone()); err != nil {
			t.Fatal(err)
		}
		l.desk.Saved(other.ID, l.desk.Version())
		desk.RemoveCollection(l.desk, other)
		l.change(`"C"`, `"Theirs"`)
		l.wait(3 * time.Second)
		l.desk.Undo()
		l.wait(3 * time.Second)
		l.wait(3 * time.Second) // what keeps drafts has an end
		var names []string
		for _, c := range l.desk.Collections {
			names = append(names, c.Name)
		}
		if got := strings.Join(names, ", "); got != "Theirs, Other" {
			t.Errorf("on the desk: %s", got)
		}
	})
}

// A workspace that made room for another is watched no more.
func TestOnlyWhatIsOpenIsWatched(t *testing.T) {
	private := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		l := newLoop(t, private)
		defer l.state.Close()
		was := l.desk.Workspace
		l.run(l.files.Open([]string{l.desk.Collections[0].File}))
		l.settle()
		l.change(`"C"`, `"Theirs"`)
		l.wait(3 * time.Second)
		if got := l.desk.Collections[0].Name; got != "Theirs" {
			t.Errorf("the new one has %s", got)
		}
		if len(store.Look(t.Context(), was)) != 1 {
			t.Error("the old one was looked at")
		}
	})
}
