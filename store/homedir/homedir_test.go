package homedir_test

import (
	"path/filepath"
	"testing"

	"postern/store/homedir"
)

func TestDir(t *testing.T) {
	here := t.TempDir()
	t.Chdir(here)
	abs := func(name string) string { return filepath.Join(here, name) }
	for _, tt := range []struct{ name, own, home, standard, want string }{
		{"its own", abs("own"), abs("xdg"), abs("std"), abs("own")},
		{"its own, relative", "own", abs("xdg"), abs("std"), abs("own")},
		{"XDG", "", abs("xdg"), abs("std"), abs("xdg/postern")},
		{"XDG, relative", "", "xdg", abs("std"), abs("std/postern")},
		{"standard", "", "", abs("std"), abs("std/postern")},
		{"no home", "", "", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv("POSTERN_OWN", tt.own)
			t.Setenv("XDG_OWN_HOME", tt.home)
			if got := homedir.Dir("POSTERN_OWN", "XDG_OWN_HOME", tt.standard); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	t.Setenv("XDG_OWN_HOME", abs("xdg"))
	if got := homedir.Dir("", "XDG_OWN_HOME", ""); got != abs("xdg/postern") {
		t.Errorf("without a variable of its own: %q", got)
	}
}
