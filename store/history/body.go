package history

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	mathrand "math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"postern/engine"
	"postern/engine/payload"
	"postern/engine/payload/charset"
	"postern/engine/payload/decode"
)

const (
	// folder holds the bodies, in 256 folders of their own: some systems get
	// slow with a hundred thousand files in one.
	folder = "bodies"
	shards = 256
	// maxBody is the largest body that is kept. Masking one of that size takes
	// most of a second, in the background.
	maxBody = 8 << 20
	// orphaned is the age of a body without a row at which nobody is about to
	// write the row any more.
	orphaned = time.Hour
)

// kept is a body on disk; the zero kept is none.
type kept struct {
	file string
	size int64
}

// keepBody writes the response body to a file, without secrets, and notes in
// rec why it did not.
func (l *Log) keepBody(ctx context.Context, x *engine.Exchange, k masker, rec *record, limits Limits) (kept, error) {
	if x.Response == nil || x.Response.Body == nil {
		return kept{}, nil
	}
	size := x.Response.Body.Size()
	switch {
	case size == 0:
		return kept{}, nil
	case limits.NoBodies:
		rec.Lost = "the settings keep bodies out of the history"
		return kept{}, nil
	case size > maxBody:
		rec.Lost = fmt.Sprintf("the body was larger than %s, the most the history keeps", payload.FormatSize(maxBody))
		return kept{}, nil
	}
	raw, err := x.Response.Body.Bytes(size)
	if err != nil {
		rec.Lost = "the body was let go before it could be kept"
		return kept{}, nil
	}
	whole := x.Err == nil && !x.Response.Body.Truncated()
	masked, why := k.answer(ctx, x.Response.Header.Get("Content-Type"), raw, whole)
	if why != "" {
		rec.Lost = why
		return kept{}, nil
	}
	file, err := l.writeBody(masked)
	if err != nil {
		return kept{}, err
	}
	return kept{file, int64(len(masked))}, nil
}

// answer takes the secrets out of a response body, or says why it cannot be
// kept.
func (k masker) answer(ctx context.Context, contentType string, raw []byte, whole bool) (masked []byte, why string) {
	name := charset.Of(contentType, raw)
	body := payload.FromBytes(raw)
	decoded, err := decode.Body(ctx, body, name)
	switch {
	case errors.Is(err, decode.ErrCharset) && bytes.IndexByte(raw, 0) >= 0:
		return nil, "the body is in a charset in which secrets cannot be found"
	case err == nil && decoded != body:
		defer decoded.Close()
		text, err := decoded.Bytes(decoded.Size())
		if err != nil || k.body(string(text), whole) != string(text) {
			return nil, "the body has a secret in it, in a charset in which it cannot be masked"
		}
		return raw, ""
	}
	return []byte(k.body(string(raw), whole)), ""
}

// body takes the secrets out of a body. One that is not whole may end in the
// middle of a secret, where the redactor does not see it.
func (k masker) body(s string, whole bool) string {
	if whole {
		return k.red.Body(s)
	}
	// A quote ends an open text; the first of two may be escaped.
	const ends = `""`
	s = k.red.Body(s + ends)
	if cut, ok := strings.CutSuffix(s, ends); ok {
		s = cut
	} else {
		s = strings.TrimSuffix(s, `"`)
	}
	return k.red.Beginning(s)
}

// writeBody writes a new file that only this user may read. It is not forced to
// disk: after a power cut its size tells that it is not what was written.
func (l *Log) writeBody(p []byte) (file string, err error) {
	name := make([]byte, 16)
	_, _ = rand.Read(name) // it never fails
	file = hex.EncodeToString(name)
	dir, err := l.tables.Folder(folder)
	if err != nil {
		return "", err
	}
	path := bodyPath(dir, file)
	if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", err
	}
	_, err = f.Write(p)
	if err = errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(path) // the first error is the one to report
		return "", err
	}
	return file, nil
}

func bodyPath(dir, file string) string { return filepath.Join(dir, file[:2], file) }

// isBody reports whether file is a name of ours: a row that somebody changed
// must not lead elsewhere.
func isBody(file string) bool {
	p, err := hex.DecodeString(file)
	return err == nil && len(p) == 16
}

// readBody reads a body of that size.
func (l *Log) readBody(file string, size int64) ([]byte, error) {
	if !isBody(file) || size > maxBody*2 {
		return nil, errors.New("it is not a body of the history")
	}
	dir, err := l.tables.Folder(folder)
	if err != nil {
		return nil, err
	}
	p, err := os.ReadFile(bodyPath(dir, file))
	if err == nil && int64(len(p)) != size {
		err = errors.New("it is damaged")
	}
	return p, err
}

// dropBodies removes bodies. One that cannot be removed now is an orphan, and
// the retention's.
func (l *Log) dropBodies(files ...string) {
	files = slices.DeleteFunc(files, func(f string) bool { return !isBody(f) })
	if len(files) == 0 {
		return
	}
	dir, err := l.tables.Folder(folder)
	if err != nil {
		return
	}
	for _, f := range files {
		_ = os.Remove(bodyPath(dir, f)) // see above
	}
}

// sweep removes bodies that no entry names: all of them, or those of one folder
// that are old enough to be nobody's.
func (l *Log) sweep(ctx context.Context, all bool) error {
	dir, err := l.tables.Folder(folder)
	if err != nil {
		return err
	}
	from, to := 0, shards
	if !all {
		from = mathrand.IntN(shards)
		to = from + 1
	}
	for i := from; i < to; i++ {
		if err := l.sweepShard(ctx, dir, fmt.Sprintf("%02x", i), all); err != nil {
			return err
		}
	}
	return nil
}

func (l *Log) sweepShard(ctx context.Context, dir, shard string, young bool) error {
	found, err := os.ReadDir(filepath.Join(dir, shard))
	if err != nil || len(found) == 0 {
		return nil // there are none
	}
	named := map[string]bool{}
	err = l.tables.Look(ctx, func(ctx context.Context, db *sql.DB) error {
		rows, err := db.QueryContext(ctx, `SELECT body FROM history WHERE body LIKE ?`, shard+"%")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var file string
			if err := rows.Scan(&file); err != nil {
				return err
			}
			named[file] = true
		}
		return rows.Err()
	})
	if err != nil {
		return err
	}
	for _, f := range found {
		info, err := f.Info()
		if err != nil || named[f.Name()] || !isBody(f.Name()) || (!young && l.now().Sub(info.ModTime()) < orphaned) {
			continue
		}
		l.dropBodies(f.Name())
	}
	return nil
}
