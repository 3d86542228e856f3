package script_test

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"postern/engine/script"
	"postern/engine/script/frame"
)

// lies are what a child says that a script has taken over.
func lies() map[string]func(say func(kind frame.Kind, id uint32, data string)) {
	return map[string]func(say func(kind frame.Kind, id uint32, data string)){
		"lines without end": func(say func(frame.Kind, uint32, string)) {
			for {
				say(frame.Part, 0, `{"Console":[{"Text":"`+strings.Repeat("x", 1<<20)+`"}]}`)
			}
		},
		"entries without end": func(say func(frame.Kind, uint32, string)) {
			for {
				say(frame.Part, 0, `{"Tests":[`+strings.Repeat(`{},`, 1<<18)+`{}]}`)
			}
		},
		"questions without end": func(say func(frame.Kind, uint32, string)) {
			for i := uint32(0); ; i++ {
				say(frame.Call, i, `{"Name":"send","Request":"http://h"}`)
			}
		},
		"pauses without end": func(say func(frame.Kind, uint32, string)) {
			for i := uint32(0); ; i++ {
				say(frame.Idle, i, "")
				say(frame.Busy, 1<<31, "")
			}
		},
		"changes without end": func(say func(frame.Kind, uint32, string)) {
			say(frame.Done, 0, `{"Changes":[`+strings.Repeat(`{"Scope":1,"Op":"set"},`, 1<<18)+`{}]}`)
		},
		"places that are none": func(say func(frame.Kind, uint32, string)) {
			say(frame.Done, 0, `{"Errors":[{"Place":{"Script":-5,"Line":-9}},{"Place":{"Script":9223372036854775807,"Owner":"somebody"}}],"Changes":[{"Scope":99,"Op":"odd"},{"Scope":-1,"Op":"clear"}]}`)
		},
		"no JSON":      func(say func(frame.Kind, uint32, string)) { say(frame.Done, 0, `{"Tests":`) },
		"deep JSON":    func(say func(frame.Kind, uint32, string)) { say(frame.Part, 0, strings.Repeat("[", 4<<20)) },
		"a kind":       func(say func(frame.Kind, uint32, string)) { say(99, 0, "") },
		"its own task": func(say func(frame.Kind, uint32, string)) { say(frame.Task, 0, "{}") },
		"a huge size":  func(func(frame.Kind, uint32, string)) { _, _ = os.Stdout.Write(huge()) },
		"half a word":  func(func(frame.Kind, uint32, string)) { _, _ = os.Stdout.Write(huge()[:5]) },
		"nothing":      func(func(frame.Kind, uint32, string)) {},
		"no end":       func(func(frame.Kind, uint32, string)) { select {} },
		"it gave up":   func(say func(frame.Kind, uint32, string)) { say(frame.Fail, 0, "") },
		"stderr a lot": func(func(frame.Kind, uint32, string)) {
			for range 1 << 12 {
				_, _ = os.Stderr.WriteString(strings.Repeat("x", 1<<10))
			}
		},
		"unknown calls": func(say func(frame.Kind, uint32, string)) {
			say(frame.Call, 1, `{"Name":"open","Key":"/etc/passwd"}`)
			say(frame.Done, 0, "{}")
		},
	}
}

// huge is the head of a message of four gigabytes.
func huge() []byte {
	b := make([]byte, 13)
	b[0] = byte(frame.Part)
	binary.LittleEndian.PutUint32(b[5:], 1<<32-1)
	return b
}

const liar = "__liar"

// lie makes this process a child that lies, if it was started as one.
func lie() {
	if len(os.Args) < 3 || os.Args[1] != liar {
		return
	}
	if _, err := frame.Read(bufio.NewReader(os.Stdin), 1<<30); err == nil {
		lies()[os.Args[2]](func(kind frame.Kind, id uint32, data string) {
			if frame.Write(os.Stdout, frame.Message{Kind: kind, ID: id, Data: []byte(data)}, 1<<30) != nil {
				os.Exit(0)
			}
		})
	}
	os.Exit(0)
}

// Whatever a child says, its task ends and little of it stays.
func TestAChildThatLies(t *testing.T) {
	l := script.Limits{Time: time.Second, Wait: 2 * time.Second}
	for name := range lies() {
		t.Run(name, func(t *testing.T) {
			h := script.NewHost(script.Options{Limits: l, Command: []string{os.Args[0], liar, name}})
			defer h.Close()
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute) // no limit has ended it
			defer cancel()
			out, err := h.Run(ctx, task(`1`), script.Services{Send: answer})
			var f *script.Failure
			if err != nil && !errors.As(err, &f) {
				t.Errorf("%v", err)
			}
			if n := told(out); n > 64<<20 || len(out.Tests) > 2<<20 || len(out.Changes) > 5000 {
				t.Errorf("%d bytes and %d tests stayed, %d changes", n, len(out.Tests), len(out.Changes))
			}
		})
	}
}
