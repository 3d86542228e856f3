// Package logs keeps what must not land on the screen of the workbench: what a
// library or a crash prints, and the debug log.
//
// It logs nothing by itself, and nothing is written that somebody did not print
// or ask for. A further log is a name in the list below and a function like
// [Debug].
package logs

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// The logs in the state directory.
const (
	// crashLog holds what a library or a crash printed while the screen was
	// up.
	crashLog = "postern.log"
	// debugLog is written while POSTERN_DEBUG is set.
	debugLog = "debug.log"
)

// maxStray bounds what is kept of stray output; the beginning of a stack tells
// where it broke.
const maxStray = 256 << 10

// Stray catches what is printed to [os.Stdout] and [os.Stderr] while the screen
// belongs to the workbench: a line of a library, the stack of a panic. Nothing
// may land in the middle of a frame, and nothing is lost either.
type Stray struct {
	out, err *os.File // as they were
	w        *os.File
	done     chan struct{}

	mu   sync.Mutex
	kept bytes.Buffer
}

// Catch begins to catch. Where that fails, output goes where it always did.
func Catch() *Stray {
	s := &Stray{out: os.Stdout, err: os.Stderr, done: make(chan struct{})}
	r, w, err := os.Pipe()
	if err != nil {
		close(s.done)
		return s
	}
	s.w = w
	os.Stdout, os.Stderr = w, w
	go func() {
		defer close(s.done)
		_, _ = io.Copy(s, r) // s takes everything
		_ = r.Close()        // it was read to its end
	}()
	return s
}

// Out is the output that belongs to the screen.
func (s *Stray) Out() *os.File { return s.out }

// Write keeps the beginning of what was printed.
func (s *Stray) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept.Write(p[:min(len(p), maxStray-s.kept.Len())])
	return len(p), nil
}

// Release gives the streams back. If anything was caught, it is added to the
// log in dir, whose path is returned.
func (s *Stray) Release(dir string) (path string, err error) {
	if s.w != nil {
		os.Stdout, os.Stderr = s.out, s.err
		if err := s.w.Close(); err != nil {
			return "", fmt.Errorf("collect what was printed: %w", err)
		}
	}
	<-s.done
	if s.kept.Len() == 0 {
		return "", nil
	}
	f, err := openLog(dir, crashLog)
	if err != nil {
		return "", err
	}
	_, err = fmt.Fprintf(f, "%s\n%s\n", time.Now().Format(time.RFC3339), s.kept.Bytes())
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return f.Name(), err
}

// Debug returns the log that POSTERN_DEBUG asks for: JSON lines in dir. It is
// nil if it was not asked for or cannot be written, since debugging must not
// stop the program.
func Debug(dir string) (*slog.Logger, io.Closer) {
	if os.Getenv("POSTERN_DEBUG") == "" {
		return nil, nil
	}
	f, err := openLog(dir, debugLog)
	if err != nil {
		return nil, nil
	}
	return slog.New(slog.NewJSONHandler(f, &slog.HandlerOptions{Level: slog.LevelDebug})), f
}

// openLog opens a log for its owner only: it may tell what was asked of whom.
func openLog(dir, name string) (*os.File, error) {
	if dir == "" {
		return nil, fmt.Errorf("open %s: there is no state directory", name)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open %s: %w", name, err)
	}
	f, err := os.OpenFile(filepath.Join(dir, name), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", name, err)
	}
	return f, nil
}
