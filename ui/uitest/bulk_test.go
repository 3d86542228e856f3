package uitest_test

import (
	"strings"
	"testing"

	"postern/auth/tenant"
	"postern/ui/keymap"
	"postern/ui/uitest"
)

// A list of parameters comes from somewhere as text; it is pasted, one is
// switched off, and the file tells just that.
func TestParametersAsText(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		before := s.File(tenant.SampleCollectionFile)
		s.Open("Users", "List users")
		s.Do(keymap.Pane2, keymap.Bulk)
		s.Sees("limit: {{limit}}", "// after:")
		s.Press("ctrl+home")
		s.Paste("sort: created\n//")
		s.Press("esc")
		s.Sees("✓ sort", "– limit", "users?sort=created ")
		s.Press("ctrl+z") // all of it is one edit
		s.Sees("users?limit={{limit}} ")
		s.Do(keymap.Redo, keymap.Save)
		diff := strings.Join(changed(before, s.File(tenant.SampleCollectionFile)), "\n")
		if !strings.Contains(diff, `"disabled": true`) || !strings.Contains(diff, "?sort=created") {
			t.Errorf("the file differs by\n%s", diff)
		}
		if want := "How many users a page holds"; !strings.Contains(s.File(tenant.SampleCollectionFile), want) {
			t.Errorf("the description %q is gone", want)
		}
	})
}

func TestWhyRowsAreNoText(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Users", "List users")
		s.Do(keymap.Pane2, keymap.NextTab, keymap.Bulk)
		s.Sees("choose parameters, headers or a form first")
	})
}
