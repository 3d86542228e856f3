package main

import (
	"os"
	"testing"

	"postern/ui/cli/house"
)

// A browser or an editor that is started inherits the environment.
func TestThePassphraseLeavesTheEnvironment(t *testing.T) {
	t.Setenv("POSTERN_PASSPHRASE", "correct horse")
	t.Setenv("POSTERN_STATE", t.TempDir())
	parts := wire(house.Setup{})
	defer func() {
		if err := parts.Close(); err != nil {
			t.Error(err)
		}
	}()
	if _, ok := os.LookupEnv("POSTERN_PASSPHRASE"); ok {
		t.Error("children of this process are told the passphrase")
	}
}
