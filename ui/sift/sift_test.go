package sift_test

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/engine"
	"postern/engine/payload"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/sift"
	"postern/ui/widget"
)

func exchange(item, body string) *engine.Exchange {
	return &engine.Exchange{ID: "x", ItemID: item, Response: &engine.Response{
		Body: payload.FromBytes([]byte(body)), Header: http.Header{"Content-Type": {"application/json"}},
	}}
}

// typed types a path and returns the works that were wished for.
func typed(s *sift.Sift, path string) []pane.Work {
	var works []pane.Work
	for _, r := range path {
		if out, in, _ := s.Key(tea.KeyPressMsg{Code: r, Text: string(r)}); out == sift.Asked {
			works = append(works, in.(pane.Work))
		}
	}
	return works
}

func press(s *sift.Sift, code rune) sift.Outcome {
	out, _, _ := s.Key(tea.KeyPressMsg{Code: code})
	return out
}

func line(s *sift.Sift) string {
	return strings.TrimSpace(ansi.Strip(strings.Join(s.View(widget.DefaultEnv(), 60), "\n")))
}

// An answer to a path that is not the one in the line is dropped, however late
// it comes, and so is one after the typing.
func TestLateAnswersAreDropped(t *testing.T) {
	s := sift.New(widget.DefaultEnv())
	s.Open("i", exchange("i", `{"a":{"ab":1}}`), "")
	works := typed(s, "a.ab")
	var late []sift.Answer
	for i, w := range works {
		// As if each had been evaluated before the next character was typed.
		a, _ := w.Do(context.Background()).(sift.Answer)
		late = append(late, a)
		if show, _ := s.Take(a); show != (i == len(works)-1) {
			t.Errorf("answer %d is shown: %v", i, show)
		}
	}
	if show, _ := s.Take(late[3]); show {
		t.Error("an answer is shown twice")
	}
	s.Open("i", exchange("i", `{"a":1}`), "")
	a := typed(s, "a")[0].Do(context.Background()).(sift.Answer)
	if press(s, tea.KeyEscape) != sift.Dropped {
		t.Error("esc does not end the typing")
	}
	if show, _ := s.Take(a); show {
		t.Error("an answer is shown that came after the typing")
	}
}

// Of a large body only what is typed at a pause is evaluated.
func TestALargeBodyWaitsForAPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := sift.New(widget.DefaultEnv())
		s.Open("i", exchange("i", `{"pad":"`+strings.Repeat("x", 2<<20)+`","a":1}`), "")
		var done atomic.Int64
		begun := time.Now()
		for _, w := range typed(s, "pada") {
			go func() {
				if w.Do(context.Background()) != nil {
					done.Add(1)
				}
			}()
		}
		synctest.Wait()
		if done.Load() != 0 {
			t.Error("a path was evaluated before the pause")
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if n := done.Load(); n != 1 || time.Since(begun) != time.Second {
			t.Errorf("%d paths were evaluated, want the last", n)
		}
	})
}

func TestThePathsOfBefore(t *testing.T) {
	s := sift.New(widget.DefaultEnv())
	keep := func(item, path string) {
		s.Open(item, exchange(item, `{"a":1,"b":2,"c":3}`), "")
		for _, w := range typed(s, path) {
			if a, ok := w.Do(context.Background()).(sift.Answer); ok {
				s.Take(a)
			}
		}
		if out := press(s, tea.KeyEnter); out != sift.Kept {
			t.Fatalf("%s is not kept: %v", path, out)
		}
		s.Keep()
	}
	keep("other", "c")
	keep("mine", "a")
	keep("other", "b")
	if s.On("mine") != "a" || s.On("other") != "b" {
		t.Errorf("on are %q and %q", s.On("mine"), s.On("other"))
	}
	s.Open("mine", exchange("mine", "{}"), "")
	var got []string
	for range 4 {
		press(s, tea.KeyUp)
		l, _, _ := strings.Cut(line(s), "\n")
		got = append(got, strings.Fields(strings.TrimLeft(l, "|"))[0])
	}
	if want := "a b c c"; strings.Join(got, " ") != want {
		t.Errorf("upwards come %v, want %s", got, want)
	}
	s.Off("mine")
	if s.On("mine") != "" {
		t.Error("it cannot be taken off")
	}
}

// The keys that move in a page are for the body.
func TestPagesAreForTheBody(t *testing.T) {
	s := sift.New(widget.DefaultEnv())
	s.Open("i", exchange("i", "{}"), "")
	if out, _, id := s.Key(tea.KeyPressMsg{Code: tea.KeyPgDown}); out != sift.Moved || id != keymap.PageDown {
		t.Errorf("page down is %v %s", out, id)
	}
}

// Upwards come the paths of an earlier run, but for those that compare with a
// value: it might be a secret, and nothing seals it.
func TestThePathsOfAnEarlierRun(t *testing.T) {
	kept := sift.Plain([]string{"a.b", `#(token=="canary")#`, "c"})
	if strings.Join(kept, " ") != "a.b c" {
		t.Errorf("kept is %q", kept)
	}
	s := sift.New(widget.DefaultEnv())
	s.Remember(kept)
	s.Open("i", exchange("i", "{}"), "")
	press(s, tea.KeyUp)
	if l := line(s); !strings.HasPrefix(l, "|a.b") {
		t.Errorf("upwards comes %q", l)
	}
}
