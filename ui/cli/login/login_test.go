package login_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"

	"postern/auth"
	"postern/ui/cli/browse"
	"postern/ui/cli/console"
	"postern/ui/cli/login"
)

// page is a browser in a place.
type page struct {
	place  browse.Place
	opened chan string
}

func (p page) Place() browse.Place { return p.place }

func (p page) Open(_ context.Context, address string) error {
	p.opened <- address
	return nil
}

// said is what was told so far; pages may be opened meanwhile.
type said struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// here is a terminal in front of the person.
func here() browse.Place { return browse.Place{Kind: browse.Local, CanOpen: true} }

// remote is one that is reached over SSH.
func remote() browse.Place {
	vars := map[string]string{"SSH_CONNECTION": "203.0.113.9 50000 192.0.2.7 2222", "USER": "ada"}
	return browse.Detect("linux", func(name string) string { return vars[name] }, func(string) ([]byte, error) { return nil, errors.New("no file") })
}

// asked lets a prompter ask one thing, in a terminal of that width.
func asked(t *testing.T, place browse.Place, term string, width int, typed string, q auth.Prompt) (answer, told string, opened chan string, err error) {
	t.Helper()
	var out said
	opened = make(chan string, 1)
	env := []string{"TERM=" + term}
	if term != dumb {
		env = append(env, "CLICOLOR_FORCE=1") // a terminal, for all that it is a buffer
	}
	s := console.Streams{
		In: strings.NewReader(typed), Err: &out, InTTY: true, ErrTTY: true, ErrWidth: width, Env: env,
	}
	p := login.New(login.Options{Streams: s, Told: console.New(s.Err, s.ErrTTY, s.Env), Browser: page{place, opened}})
	answer, err = p.Authorize(t.Context(), q)
	return answer, out.String(), opened, err
}

// dumb is a terminal that knows no escapes.
const dumb = "dumb"

const authorize = "https://id.example/authorize?client_id=1&state=abc"

func browser() auth.Prompt {
	return auth.Prompt{
		TokenName: "okta", Way: auth.ByBrowser, Other: auth.ByDevice, URL: authorize,
		Redirect: "http://127.0.0.1:8765/callback", Listening: true,
	}
}

func device() auth.Prompt {
	return auth.Prompt{
		TokenName: "okta", Way: auth.ByDevice, Other: auth.ByBrowser, URL: "https://id.example/activate?user_code=WDJB-MJHT",
		Page: "https://id.example/activate", UserCode: "WDJB-MJHT",
	}
}

func TestABrowserBeforeThePerson(t *testing.T) {
	answer, told, opened, err := asked(t, here(), dumb, 80, "\n  http://127.0.0.1:8765/callback?code=1  \n", browser())
	if err != nil || answer != "http://127.0.0.1:8765/callback?code=1" {
		t.Errorf("the answer is %q (%v)", answer, err)
	}
	if got := <-opened; got != authorize {
		t.Errorf("opened %s", got)
	}
	for _, want := range []string{"Log in to get the token okta:\n" + authorize + "\n", "Waiting for the browser.", "type o and press enter"} {
		if !strings.Contains(told, want) {
			t.Errorf("nothing says %q:\n%s", want, told)
		}
	}
}

func TestOverSSH(t *testing.T) {
	_, told, opened, err := asked(t, remote(), dumb, 80, "code\n", browser())
	if err != nil {
		t.Error(err)
	}
	for _, want := range []string{
		"reached over SSH", authorize + "\n", "paste the address",
		"\n  ssh -N -L 8765:127.0.0.1:8765 -p 2222 ada@192.0.2.7\n", "with a code instead, type o",
	} {
		if !strings.Contains(told, want) {
			t.Errorf("nothing says %q:\n%s", want, told)
		}
	}
	select {
	case got := <-opened:
		t.Errorf("%s was opened in front of nobody", got)
	default:
	}
}

func TestLinks(t *testing.T) {
	const link = "\x1b]8;;" + authorize + "\x1b\\"
	if _, told, _, _ := asked(t, remote(), "xterm-256color", 80, "", browser()); !strings.Contains(told, link) {
		t.Errorf("the address is no link: %q", told)
	}
	evil := browser()
	evil.URL += "\x1b]0;gotcha\x07"
	for name, term := range map[string]string{"dumb": dumb, "escapes": "xterm-256color"} {
		if _, told, _, _ := asked(t, remote(), term, 80, "", evil); strings.Contains(told, "\x1b]") {
			t.Errorf("%s: an escape reaches the terminal: %q", name, told)
		}
	}
}

func TestACode(t *testing.T) {
	const half = "▀" // of the QR code
	for _, tc := range []struct {
		name  string
		width int
		qr    bool
	}{{"wide", 80, true}, {"narrow", 20, false}, {"unknown", 0, false}} {
		t.Run(tc.name, func(t *testing.T) {
			_, told, _, err := asked(t, remote(), dumb, tc.width, "whatever\no\n", device())
			if !errors.Is(err, auth.ErrOtherWay) {
				t.Errorf("o answers %v", err)
			}
			for _, want := range []string{"https://id.example/activate\n", "code  WDJB-MJHT\n", "nothing to type here", "with a browser that comes back here instead"} {
				if !strings.Contains(told, want) {
					t.Errorf("nothing says %q:\n%s", want, told)
				}
			}
			if got := strings.Contains(told, half); got != tc.qr {
				t.Errorf("a QR code: %t, want %t", got, tc.qr)
			}
		})
	}
}

// What is no way to log in is an address like any other.
func TestNoOtherWay(t *testing.T) {
	q := browser()
	q.Other = ""
	if answer, told, _, err := asked(t, remote(), dumb, 80, "o\n", q); answer != "o" || err != nil || strings.Contains(told, "type o") {
		t.Errorf("%q, %v\n%s", answer, err, told)
	}
}

func TestGivingUp(t *testing.T) {
	_, _, _, err := asked(t, remote(), dumb, 80, "", browser())
	if auth.KindOf(err) != auth.KindCancelled {
		t.Errorf("ctrl+d is %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	in, _ := io.Pipe()
	s := console.Streams{In: in, Err: io.Discard, InTTY: true, ErrTTY: true}
	p := login.New(login.Options{Streams: s, Told: console.New(s.Err, true, nil), Browser: page{place: remote()}})
	if _, err := p.Authorize(ctx, browser()); !errors.Is(err, context.Canceled) {
		t.Errorf("ctrl+c is %v", err)
	}
}

func TestNobodyIsThere(t *testing.T) {
	if login.New(login.Options{}) != nil {
		t.Error("somebody is asked")
	}
	err := &auth.Error{Kind: auth.KindNeedsLogin, Summary: "not logged in", Hint: "log in"}
	if f := login.Explain(console.Streams{}, err); !strings.Contains(f.Hint, "in a terminal") {
		t.Errorf("the hint is %q", f.Hint)
	}
	if f := login.Explain(console.Streams{InTTY: true}, err); f.Hint != "log in" {
		t.Errorf("with a person there, the hint is %q", f.Hint)
	}
}

func TestSteps(t *testing.T) {
	for tty, want := range map[bool]string{true: "· waiting\n", false: ""} {
		var out said
		ctx := login.WithSteps(t.Context(), console.New(&out, tty, []string{"TERM=" + dumb}))
		auth.Step(ctx, "waiting")
		if out.String() != want {
			t.Errorf("at a terminal %t: %q", tty, out.String())
		}
	}
}
