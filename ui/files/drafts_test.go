package files_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"postern/store"
	"postern/store/state"
	"postern/store/vault"
	"postern/ui/desk"
	"postern/ui/files"
	"postern/ui/pane"
	"postern/ui/widget"
)

type noRing struct{}

func (noRing) Get(string, string) (string, error) { return "", errors.New("no keyring here") }
func (noRing) Set(string, string, string) error   { return errors.New("no keyring here") }

// loop is as much of the workbench as files need.
type loop struct {
	*testing.T
	files  *files.Files
	desk   *desk.Desk
	state  *state.State
	msgs   chan tea.Msg
	failed int
}

// newLoop opens a collection with a private state in dir.
func newLoop(t *testing.T, dir string) *loop {
	t.Helper()
	l := &loop{T: t, desk: &desk.Desk{}, msgs: make(chan tea.Msg, 64), state: state.NewWith(dir, vault.Options{Keyring: noRing{}})}
	path := filepath.Join(t.TempDir(), "c.json")
	if err := os.WriteFile(path, []byte(`{"info":{"name":"C","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},"item":[]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	*l.desk = desk.New(nil)
	l.files = files.New(t.Context(), files.Deps{Open: func(ctx context.Context, paths []string) (*store.Workspace, error) {
		return store.Open(ctx, store.Options{Paths: paths, State: l.state})
	}}, widget.DefaultEnv(), l.desk)
	l.run(l.files.Open([]string{path}))
	l.settle()
	return l
}

func (l *loop) run(cmd tea.Cmd) {
	if cmd != nil {
		go func() { l.msgs <- cmd() }()
	}
}

// settle takes messages in until there are none.
func (l *loop) settle() {
	for {
		synctest.Wait()
		select {
		case msg := <-l.msgs:
			switch msg := msg.(type) {
			case tea.BatchMsg:
				for _, c := range msg {
					l.run(c)
				}
			case files.Msg:
				cmd, in := l.files.Update(msg)
				l.run(cmd)
				l.heed(in)
			}
			l.run(l.files.Look(false))
		default:
			return
		}
	}
}

func (l *loop) heed(in pane.Intent) {
	switch in := in.(type) {
	case pane.Batch:
		for _, i := range in {
			l.heed(i)
		}
	case pane.Failed:
		l.failed++
	}
}

func (l *loop) edit(name string) {
	l.desk.Rename(l.desk.Collections[0], nil, name)
	l.run(l.files.Look(false))
	l.settle()
}

func (l *loop) wait(d time.Duration) {
	time.Sleep(d)
	l.settle()
}

// kept is when the draft was written last; the zero time means that there is
// none.
func (l *loop) kept() (at time.Time) {
	l.Helper()
	err := state.TablesIn(func() *state.State { return l.state }).Look(context.Background(), func(ctx context.Context, db *sql.DB) error {
		var n sql.NullInt64
		err := db.QueryRowContext(ctx, `SELECT max(updated) FROM drafts`).Scan(&n)
		if n.Valid {
			at = time.Unix(0, n.Int64)
		}
		return err
	})
	if err != nil {
		l.Fatal(err)
	}
	return at
}

// Edits are kept once there was a pause; who makes none loses ten seconds at
// most; what is taken back is forgotten at once.
func TestWhenEditsAreKept(t *testing.T) {
	private := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		l := newLoop(t, private)
		defer l.state.Close()
		began := time.Now()
		l.edit("a")
		l.wait(time.Second)
		l.edit("b")
		l.wait(time.Second)
		if !l.kept().IsZero() {
			t.Error("kept while the person is at it")
		}
		l.wait(2 * time.Second)
		if at := l.kept(); at.IsZero() || at.Sub(began) > 4*time.Second {
			t.Errorf("after a pause it was kept at %s", at.Sub(began))
		}
		for i := range 30 {
			l.edit(fmt.Sprint(i))
			l.wait(time.Second)
			if lost := time.Since(l.kept()); lost > 14*time.Second {
				t.Fatalf("a crash would cost %s", lost)
			}
		}
		l.wait(5 * time.Second)
		for l.desk.CanUndo() {
			l.desk.Undo()
		}
		l.run(l.files.Look(false))
		l.settle()
		if !l.kept().IsZero() {
			t.Error("kept although nothing is unsaved")
		}
	})
}

// Where nothing can be kept, it is told once.
func TestThatNothingIsKeptIsToldOnce(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		l := newLoop(t, file)
		defer l.state.Close()
		before := l.failed
		for i := range 3 {
			l.edit(fmt.Sprint(i))
			l.wait(3 * time.Second)
		}
		if n := l.failed - before; n != 1 {
			t.Errorf("told %d times", n)
		}
	})
}
