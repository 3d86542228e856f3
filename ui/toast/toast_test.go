package toast_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"postern/ui/toast"
)

// A note goes after its time, but not a newer one that stands in its place.
func TestNote(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var n toast.Toast
		if n.Line() != nil {
			t.Error("there is a note at the beginning")
		}
		first := n.Note("saved")
		second := n.Note("sent")
		start := time.Now()
		over := first().(toast.OverMsg)
		if d := time.Since(start); d != toast.ShowTime {
			t.Errorf("it stays for %v", d)
		}
		n.Seen()
		n.Over(over)
		if got := n.Line().String(); got != "✓ sent" {
			t.Errorf("it says %q", got)
		}
		n.Over(second().(toast.OverMsg))
		if n.Line() != nil {
			t.Errorf("%q stays", n.Line())
		}
	})
}

// What went wrong waits until it was seen.
func TestSeen(t *testing.T) {
	var n toast.Toast
	for want, show := range map[string]func() bool{
		"! unsaved":              func() bool { return n.Warn("unsaved") == nil },
		"✗ no room":              func() bool { return n.Fail(errors.New("no room"), "") == nil },
		"✗ no room: delete some": func() bool { return n.Fail(errors.New("no room"), "delete some") == nil },
	} {
		if !show() || n.Line().String() != want {
			t.Errorf("it says %q, want %q, and it is to stay", n.Line(), want)
		}
		n.Seen()
		if n.Line() != nil {
			t.Errorf("%q stays when it was seen", want)
		}
	}
}
