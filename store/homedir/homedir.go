// Package homedir finds the folders in a person's home that are postern's own:
// the private state, the settings, the personal workspace. What is in them, and
// making them, belongs to the packages that ask.
package homedir

import (
	"os"
	"path/filepath"
)

// Dir returns what the environment variable own names, else postern in the
// folder that the XDG variable home names, else in standard, which is what the
// XDG library found when the program started. It is "" when there is no home
// directory either. Without a variable of its own, own is "".
func Dir(own, home, standard string) string {
	if own != "" && os.Getenv(own) != "" {
		dir := os.Getenv(own)
		if abs, err := filepath.Abs(dir); err == nil {
			return abs
		}
		return dir
	}
	for _, dir := range []string{os.Getenv(home), standard} {
		if filepath.IsAbs(dir) { // XDG has others ignored
			return filepath.Join(dir, "postern")
		}
	}
	return ""
}
