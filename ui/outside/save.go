package outside

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"postern/engine"
	"postern/ui/pane"
)

// Path is where a person means to save: from a folder, unless it is absolute or
// begins in the home folder.
func Path(from, typed string) string {
	if rest, ok := strings.CutPrefix(typed, "~/"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, rest)
		}
	}
	if filepath.IsAbs(typed) {
		return typed
	}
	return filepath.Join(from, typed)
}

// Saving wishes for the body of x to be saved where a person typed.
func Saving(x *engine.Exchange, from, typed string) pane.Intent {
	return pane.Work{Do: func(context.Context) pane.Intent {
		to := Path(from, typed)
		if err := Save(x, to); err != nil {
			return pane.Failed{Err: err}
		}
		return pane.Noted{Text: "saved " + to}
	}}
}

// Save writes the body of x, byte for byte as it came, into a new file. A file
// that is there already stays as it is, and that is an error.
func Save(x *engine.Exchange, path string) (err error) {
	if x == nil || x.Response == nil || x.Response.Body == nil {
		return ErrNoBody
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already, and stays: choose another name", path)
	}
	if err != nil {
		return fmt.Errorf("save the body: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := io.Copy(f, x.Response.Body.Reader()); err != nil {
		return fmt.Errorf("save the body: %w", err)
	}
	return nil
}
