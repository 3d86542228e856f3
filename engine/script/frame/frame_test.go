package frame

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestThereAndBack(t *testing.T) {
	var b bytes.Buffer
	sent := []Message{{Kind: Task, ID: 7, Data: []byte(`{}`), Blob: []byte("body")}, {Kind: Done}, {Kind: Reply, Blob: bytes.Repeat([]byte("x"), 100_000)}}
	for _, m := range sent {
		if err := Write(&b, m, 1<<20); err != nil {
			t.Fatal(err)
		}
	}
	r := bufio.NewReader(&b)
	for _, want := range sent {
		got, err := Read(r, 1<<20)
		if err != nil || got.Kind != want.Kind || got.ID != want.ID || !bytes.Equal(got.Data, want.Data) || !bytes.Equal(got.Blob, want.Blob) {
			t.Errorf("%v: %+v", err, got)
		}
	}
	if _, err := Read(r, 1<<20); !errors.Is(err, io.EOF) {
		t.Error(err)
	}
}

// A message of a gigabyte is neither sent nor room made for it.
func TestTooLarge(t *testing.T) {
	if err := Write(io.Discard, Message{Data: make([]byte, 200_000)}, 1000); !errors.Is(err, ErrSize) {
		t.Error(err)
	}
	for _, head := range []string{"\x06\x00\x00\x00\x00\xff\xff\xff\x7f\x00\x00\x00\x00", "\x06\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff", "\x06\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff"} {
		if _, err := Read(bufio.NewReader(strings.NewReader(head)), 1<<20); !errors.Is(err, ErrSize) {
			t.Errorf("%q: %v", head, err)
		}
	}
	if _, err := Read(bufio.NewReader(strings.NewReader("\x06\x00\x00\x00\x00\x05\x00\x00\x00\x00\x00\x00\x00ab")), 1<<20); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error(err)
	}
}
