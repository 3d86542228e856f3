// Package report writes files about collection runs, for machines and for
// people: newman's JSON and JUnit, and a page of HTML. What scripts see and
// servers answer is written with its secrets masked.
//
// A report holds totals and failures in memory and nothing else: what it tells
// of each request goes to disk as it happens, so a run may have any length.
// Another format is a file here and a line in ui/cli/run/reporters.go.
package report

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/redact"
	"postern/engine/runner"
	"postern/engine/runner/matrix"
	"postern/engine/script"
)

// Run is what reports tell of a run beside its events.
type Run struct {
	Collection   *collection.Collection
	Env, Globals *collection.Environment
	Started      time.Time
	// Grid is what the requests come to as several identities; nil in a run
	// without.
	Grid *matrix.Grid
}

// Path is where a report goes that no file was named for: newman's folder and
// name.
func (r Run) Path(extension string) string {
	return filepath.Join("newman", "newman-run-report-"+Stamp(r.Started)+"0"+extension)
}

// Stamp is a time as newman has it in the names of files.
func Stamp(t time.Time) string {
	return strings.NewReplacer(":", "-", ".", "-", "T", "-", "Z", "-").Replace(t.UTC().Format("2006-01-02T15:04:05.000Z"))
}

// mostBody is how much of a body a report holds, in bytes.
const mostBody = 4 << 20

// margin is what is masked behind that, and not shown where the body goes on: a
// piece of a secret is none that a redactor knows.
const margin = 16 << 10

// text is the masked beginning of a body, and whether it is text. What is none is
// masked too: Latin-1 is not UTF-8, and may tell a secret as well.
func text(x *engine.Exchange, mask redact.Redactor) (body string, ok bool) {
	if x.Response == nil || x.Response.Body == nil {
		return "", false
	}
	b, err := x.Response.Body.Bytes(mostBody + margin)
	if err != nil {
		return "", false
	}
	body = mask.Body(string(b))
	if x.Response.Body.Size() > int64(len(b)) { // what is masked may be shorter by more than the margin
		body = short(body)
	}
	if x.Response.Body.Size() > mostBody { // it may be cut within a character
		body = body[:min(len(body), mostBody)]
		for n := 0; n < utf8.UTFMax && len(body) > 0 && !utf8.ValidString(body); n++ {
			body = body[:len(body)-1]
		}
	}
	return body, utf8.ValidString(body)
}

// short is the masked beginning of a text without its margin.
func short(masked string) string { return masked[:max(0, len(masked)-margin)] }

// response is how long an answer took, without the time a token took.
func response(x *engine.Exchange) time.Duration { return max(0, x.Timing.Total-x.Timing.Auth) }

// name is newman's for an item: the names on its path.
func name(ref collection.Ref) string { return strings.Join(ref.Names(), " / ") }

// each calls f with what the scripts around a send did, before and behind it.
func each(x *engine.Exchange, f func(event string, out *script.Outcome)) {
	if x == nil {
		return
	}
	if x.Before != nil {
		f("prerequest", x.Before)
	}
	if x.After != nil {
		f("test", x.After)
	}
}

// save makes a file, and the folders above it, of what write writes. Their
// rights are those of any file, by the umask: a report is masked, and read by
// others than the one in whose container the run was.
func save(file string, write func(io.Writer) error) error {
	err := os.MkdirAll(filepath.Dir(file), 0o777)
	if err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	f, err := os.OpenFile(file, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o666)
	if err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	w := bufio.NewWriter(f)
	err = write(w)
	if err == nil {
		err = w.Flush()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}

// spool is a file that is written while the run goes on, and copied into the
// report at its end.
type spool struct {
	*os.File
	n   int
	err error
}

func newSpool() (*spool, error) {
	f, err := os.CreateTemp("", "postern-report-")
	if err != nil {
		return nil, fmt.Errorf("write the report: %w", err)
	}
	_ = os.Remove(f.Name()) // where that works it cannot be left behind
	return &spool{File: f}, nil
}

// add appends a piece, behind a comma from the second on.
func (s *spool) add(piece []byte) {
	if s.n++; s.n > 1 {
		piece = append([]byte(",\n"), piece...)
	}
	s.append(piece)
}

// append appends a piece as it is.
func (s *spool) append(piece []byte) {
	if _, err := s.Write(piece); s.err == nil {
		s.err = err
	}
}

// copyTo writes everything that was added.
func (s *spool) copyTo(w io.Writer) error {
	_, err := s.Seek(0, io.SeekStart)
	if err == nil {
		_, err = io.Copy(w, s)
	}
	return errors.Join(s.err, err)
}

func (s *spool) close() {
	_ = s.Close()           // it was read, or never will be
	_ = os.Remove(s.Name()) // where it could not be removed while it was open
}

// method is what a request is sent by.
func method(ref collection.Ref) string {
	if m := ref.Item.Request.Method; m != "" {
		return m
	}
	return "GET"
}

// failure is a request's error in a word and a sentence.
func failure(e runner.Done) string {
	var f *engine.Error
	if errors.As(e.Err, &f) {
		return f.Summary
	}
	return e.Err.Error()
}
