package files_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"postern/ui/files"
	"postern/ui/pane"
	"postern/ui/widget"
)

// The demo brings a private state that is thrown away: it must not be there
// while the person goes on with files of their own.
func TestTheDemoDoesNotStartOverUnsavedEdits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLoop(t, t.TempDir())
		defer l.state.Close()
		started := false
		demo := files.New(t.Context(), files.Deps{Demo: func(context.Context) ([]string, error) {
			started = true
			return nil, context.Canceled
		}}, widget.DefaultEnv(), l.desk)
		l.edit("Edited")
		l.wait(3 * time.Second)
		cmd, in := demo.Demo()
		if cmd != nil {
			cmd()
		}
		if told, _ := in.(pane.Noted); started || !told.Warn {
			t.Errorf("started %v, told %#v", started, in)
		}
	})
}
