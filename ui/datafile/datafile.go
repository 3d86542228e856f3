// Package datafile reads the file of rows that a run is repeated with, bounded
// in size and without waiting for what never comes.
package datafile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"postern/engine/payload"
)

// Most is how many bytes a data file may have: its rows take ten times as much
// in memory.
const Most = 64 << 20

// Read reads a regular file. name is what the person calls it, for errors.
func Read(path, name string) ([]byte, error) {
	info, err := os.Stat(path) // opening a pipe could wait for ever
	switch {
	case err != nil:
		return nil, unreadable(name, err)
	case info.IsDir():
		return nil, fmt.Errorf("%s is a folder: name a file in it", name)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is a pipe or a device: save what it gives to a file first", name)
	case info.Size() > Most:
		return nil, tooLarge(name)
	}
	return read(path, name)
}

// Stream reads what a command line may name, pipes too, until ctx ends.
func Stream(ctx context.Context, path string) ([]byte, error) {
	type result struct {
		text []byte
		err  error
	}
	came := make(chan result, 1)
	go func() { // a pipe that nobody writes to holds it until the end of the program
		text, err := read(path, path)
		came <- result{text, err}
	}()
	select {
	case r := <-came:
		return r.text, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func read(path, name string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, unreadable(name, err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, Most+1))
	switch {
	case err != nil:
		return nil, unreadable(name, err)
	case len(text) > Most:
		return nil, tooLarge(name)
	}
	return text, nil
}

func tooLarge(name string) error {
	return fmt.Errorf("%s has more than %s, the most that a data file may have: split it", name, payload.FormatSize(Most))
}

// unreadable names the file as the person does, and once.
func unreadable(name string, err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	return fmt.Errorf("cannot read %s: %w", name, err)
}
