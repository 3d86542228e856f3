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
	"time"

	"postern/engine"
	"postern/engine/payload"
	"postern/ui/pane"
	"postern/ui/progress"
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

// Body is the body of an exchange, byte for byte as it came, and its size.
func Body(x *engine.Exchange) (src io.WriterTo, size int64) {
	if x == nil || x.Response == nil || x.Response.Body == nil {
		return body{}, 0
	}
	return body{x.Response.Body}, x.Response.Body.Size()
}

type body struct{ *payload.Body }

// WriteTo implements io.WriterTo.
func (b body) WriteTo(w io.Writer) (int64, error) {
	if b.Body == nil {
		return 0, ErrNoBody
	}
	return io.Copy(w, b.Reader())
}

// Saving wishes for a text of a size, 0 if nobody knows it, to be saved where a
// person typed.
func Saving(src io.WriterTo, size int64, from, typed string) pane.Intent {
	to, meter := Path(from, typed), &progress.Meter{}
	return pane.Work{Name: "saving " + filepath.Base(to), Meter: meter, Do: func(ctx context.Context) pane.Intent {
		switch err := save(ctx, src, size, to, meter); {
		case errors.Is(err, context.Canceled):
			return pane.Noted{Text: "stopped: " + to + " was not saved", Warn: true}
		case err != nil:
			return pane.Failed{Err: err}
		}
		return pane.Noted{Text: "saved " + to}
	}}
}

// save writes a text into a new file, and tells the meter how far it is. A
// file that is there already stays as it is, and that is an error; one that was
// not written to its end is removed.
func save(ctx context.Context, src io.WriterTo, size int64, path string, m *progress.Meter) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already, and stays: choose another name", path)
	}
	if err != nil {
		return fmt.Errorf("save: %w", err)
	}
	_, err = src.WriteTo(&metered{ctx: ctx, w: f, total: size, meter: m})
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("save: %w", errors.Join(err, os.Remove(path)))
	}
	return nil
}

// metered is a file that is written until ctx ends.
type metered struct {
	ctx         context.Context
	w           io.Writer
	done, total int64
	meter       *progress.Meter
}

// Write implements io.Writer.
func (m *metered) Write(p []byte) (int, error) {
	if err := m.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := m.w.Write(p)
	m.done += int64(n)
	m.meter.Set(m.done, m.total, time.Now())
	return n, err
}
