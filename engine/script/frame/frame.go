// Package frame is the pipe between the program and the process that its
// scripts run in: messages of a kind, a number, JSON and bytes.
//
// It knows nothing of what they mean. A script cannot write one: the pipe is
// not in its reach, and nothing that it prints goes there.
package frame

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Kind says what a message is for.
type Kind byte

// The kinds. The parent says Task and Reply, the child the others.
const (
	Task  Kind = 1 + iota // run this
	Reply                 // the answer to a Call, by its ID
	Call                  // a script asks for something
	Idle                  // nothing runs until a reply or a timer
	Busy                  // something runs again
	Part                  // a piece of the outcome
	Done                  // the end of the outcome
	Fail                  // the child gives up, Data says why
)

// Message is one message. Blob travels beside the JSON, for it may be large
// and need not be text.
type Message struct {
	Kind Kind
	ID   uint32
	Data []byte
	Blob []byte
}

// ErrSize is the error of a message above the limit.
var ErrSize = errors.New("message is larger than allowed")

// slack is what a message may have above the limit for the words around what
// is limited.
const slack = 64 << 10

const head = 13

// Write writes a message. One that is larger than limit is not begun.
func Write(w io.Writer, m Message, limit int) error {
	if len(m.Data)+len(m.Blob) > limit+slack {
		return fmt.Errorf("%w: %d bytes", ErrSize, len(m.Data)+len(m.Blob))
	}
	b := make([]byte, head, head+len(m.Data))
	b[0] = byte(m.Kind)
	binary.LittleEndian.PutUint32(b[1:], m.ID)
	binary.LittleEndian.PutUint32(b[5:], uint32(len(m.Data)))
	binary.LittleEndian.PutUint32(b[9:], uint32(len(m.Blob)))
	b = append(b, m.Data...)
	if len(m.Blob) > 0 && len(m.Blob) < 4096 {
		b, m.Blob = append(b, m.Blob...), nil
	}
	if _, err := w.Write(b); err != nil {
		return err
	}
	if len(m.Blob) == 0 {
		return nil
	}
	_, err := w.Write(m.Blob)
	return err
}

// Read reads the next message. One that is larger than limit is not read.
func Read(r *bufio.Reader, limit int) (Message, error) {
	var b [head]byte
	if _, err := io.ReadFull(r, b[:]); err != nil {
		return Message{}, err
	}
	m := Message{Kind: Kind(b[0]), ID: binary.LittleEndian.Uint32(b[1:])}
	data, blob := int(binary.LittleEndian.Uint32(b[5:])), int(binary.LittleEndian.Uint32(b[9:]))
	if data < 0 || blob < 0 || data > limit+slack || blob > limit+slack-data {
		return m, fmt.Errorf("%w: %d bytes", ErrSize, data+blob)
	}
	all := make([]byte, data+blob)
	if _, err := io.ReadFull(r, all); err != nil {
		return m, err
	}
	m.Data, m.Blob = all[:data:data], all[data:]
	return m, nil
}
