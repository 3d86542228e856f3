package store

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"

	"postern/store/postman"
	"postern/store/postman/jsondoc"
)

const (
	// maxFileSize is what the parser takes.
	maxFileSize = jsondoc.MaxSize
	// A file that no name calls Postman's is read whole up to guessWhole;
	// beyond that its beginning must show what it is, and where only
	// environments are wanted, whose marks stand at their end, it is none:
	// reports lie there, and may be of any size.
	guessWhole = 1 << 20
	guessHead  = 64 << 10
)

// Problem is something in the workspace that could not be opened.
type Problem struct {
	File string
	// Line and Col count from 1; 0 means the file as a whole.
	Line, Col int
	// What is wrong, as a sentence without a full stop.
	What string
	// Hint is one thing to try, or "".
	Hint string
}

// String returns everything but the file.
func (p Problem) String() string {
	s := p.What
	if p.Line > 0 {
		s = fmt.Sprintf("line %d, column %d: %s", p.Line, p.Col, p.What)
	}
	if p.Hint != "" {
		s += " (" + p.Hint + ")"
	}
	return s
}

// result is what reading one candidate came to: a document, a problem, or
// neither if the file is none of Postman's.
type result struct {
	candidate
	data    []byte
	stamp   stamp
	doc     postman.File
	problem *Problem
}

// readAll reads candidates side by side, as many as there are processors. The
// results stand in the order of the candidates.
func readAll(ctx context.Context, cs []candidate) []result {
	out := make([]result, len(cs))
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(cs)) {
		wg.Go(func() {
			for i := range next {
				out[i] = readOne(cs[i])
			}
		})
	}
	for i := range cs {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	wg.Wait()
	return out
}

func readOne(c candidate) result {
	r := result{candidate: c, stamp: stampOf(c.real)}
	data, err := readFile(c)
	if err != nil && c.named {
		r.problem = &Problem{File: c.path, What: "cannot be read: " + reason(err), Hint: cmp.Or(Hint(err), "is it there, and may you read it?")}
	}
	if err != nil || data == nil {
		return r
	}
	if c.envOnly && !c.named && !bytes.Contains(data, []byte(`"values"`)) {
		return r // a large collection beside is not worth parsing
	}
	marked := isMarked(data)
	if !c.named && !marked && !hasShape(data) {
		return r // not worth parsing
	}
	doc, err := postman.Read(data, c.path)
	if err != nil {
		if c.named || marked && !errors.Is(err, postman.ErrKind) {
			r.problem = problemOf(c.path, err)
		}
		return r
	}
	if c.envOnly && doc.Kind == postman.Collection {
		return r
	}
	if !marked && !c.convinces(doc) {
		if c.named {
			r.problem = &Problem{File: c.path, What: "this is JSON, but no file of Postman's", Hint: "bring other formats in with import"}
		}
		return r
	}
	r.data, r.doc = data, doc
	return r
}

// isMarked reports whether the text has something that only Postman writes.
func isMarked(data []byte) bool {
	return bytes.Contains(data, []byte(`"_postman_`)) || bytes.Contains(data, []byte("getpostman.com")) || bytes.Contains(data, []byte("schema.postman.com"))
}

// hasShape reports whether the text has a list that a Postman file must have.
func hasShape(data []byte) bool {
	return bytes.Contains(data, []byte(`"item"`)) || bytes.Contains(data, []byte(`"values"`)) || bytes.Contains(data, []byte(`"requests"`))
}

// convinces looks closer at a document without such a mark: an OpenAPI file
// has an "info" and any JSON may have "values".
func (c candidate) convinces(doc postman.File) bool {
	if doc.Kind == postman.Collection {
		return len(doc.Collection.Items) > 0 || named(c.path)
	}
	return c.named || doc.Environment.Name != "" && len(doc.Environment.Vars) > 0
}

// readFile returns the content, or nil for a file that is not worth a look.
func readFile(c candidate) ([]byte, error) {
	info, err := os.Stat(c.real)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() { // opening a pipe would wait for ever
		return nil, &Error{What: "not a regular file", Tip: "save it to a file first"}
	}
	if info.Size() > maxFileSize {
		return nil, &Error{What: "larger than 100 MiB", Tip: "split the collection into smaller files"}
	}
	if c.envOnly && !c.named && info.Size() > guessWhole {
		return nil, nil
	}
	f, err := os.Open(c.real)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var head []byte
	if !c.named && info.Size() > guessWhole {
		head = make([]byte, guessHead)
		n, err := io.ReadFull(f, head)
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			return nil, err
		}
		if head = head[:n]; !isMarked(head) {
			return nil, nil
		}
	}
	b := bytes.NewBuffer(make([]byte, 0, info.Size()+bytes.MinRead))
	b.Write(head)
	// A file that grows meanwhile must not grow without end.
	if _, err := b.ReadFrom(io.LimitReader(f, maxFileSize+1)); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func problemOf(path string, err error) *Problem {
	p := &Problem{File: path, What: err.Error()}
	var pe *postman.Error
	if errors.As(err, &pe) {
		p.What, p.Hint = pe.Err.Error(), pe.Hint
	}
	var se *jsondoc.SyntaxError
	if errors.As(err, &se) {
		p.Line, p.Col, p.What = se.Line, se.Column, se.What
	}
	return p
}

// take files the results; ids are those that are taken already.
func (w *Workspace) take(ids map[string]bool, results []result) {
	for _, r := range results {
		switch {
		case r.problem != nil:
			w.problems = append(w.problems, *r.problem)
		case r.doc.Collection != nil:
			c := r.doc.Collection
			w.files[c.File] = &file{real: r.real, base: r.data, disk: digest(r.data), stamp: r.stamp, id: c.ID, notes: c.Notes}
			c.ID = unique(ids, c.ID, r.real)
			w.collections = append(w.collections, c)
		case r.doc.Environment != nil:
			w.takeEnvironment(ids, r)
		}
	}
}

func (w *Workspace) takeEnvironment(ids map[string]bool, r result) {
	e := r.doc.Environment
	if e.Globals && w.globals != nil {
		w.problems = append(w.problems, Problem{
			File: e.File, What: "is a second file of globals; those of " + w.globals.File + " count", Hint: "keep one of them",
		})
		return
	}
	f := &file{real: r.real, base: r.data, disk: digest(r.data), stamp: r.stamp, id: e.ID}
	if f.nameless = e.Name == ""; f.nameless {
		e.Name = baseName(e.File)
	}
	f.name = e.Name
	e.ID = unique(ids, e.ID, r.real)
	f.env = e.Clone()
	w.files[e.File] = f
	w.order = append(w.order, e.File)
	if e.Globals {
		w.globals = e
		return
	}
	w.environments = append(w.environments, e)
}

// unique keeps documents apart whose files have the same id, because one was
// copied from the other: tokens and current values belong to one of them.
func unique(ids map[string]bool, id, path string) string {
	if ids[id] {
		id += "~" + digestText(path)[:8]
	}
	ids[id] = true
	return id
}
