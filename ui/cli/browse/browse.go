package browse

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"time"
)

// Why a page was not opened. The reason of the place or of a program is wrapped
// around; none holds the address, which may carry a login.
var (
	// ErrNoBrowser: there is no browser before the person, or none that starts.
	ErrNoBrowser = errors.New("there is no browser to open here")
	// ErrAddress: the address is no web page. Opening it could start anything.
	ErrAddress = errors.New("only web addresses are opened, with http:// or https:// and a host")
)

// grace is how long an opener may take to fail. Some stay until the browser is
// closed, so one that is still there has done its work.
const grace = 3 * time.Second

// Options say what a [Browser] works with. The zero value is this machine, with
// an empty environment.
type Options struct {
	// Env is the environment, as of os.Environ.
	Env []string
	// System is a GOOS.
	System string
	// Read reads a small file.
	Read func(path string) ([]byte, error)
	// Look finds a program.
	Look func(name string) (path string, err error)
	// Start starts a program with an environment, apart from this terminal.
	// wait returns when it has ended.
	Start func(argv, env []string) (wait func() error, err error)
}

// Browser opens web pages. It is safe for concurrent use.
type Browser struct {
	o     Options
	place func() Place
}

// New returns the browser of a place, which is looked at when it is first asked
// for.
func New(o Options) *Browser {
	if o.System == "" {
		o.System = runtime.GOOS
	}
	if o.Read == nil {
		o.Read = os.ReadFile
	}
	if o.Look == nil {
		o.Look = exec.LookPath
	}
	if o.Start == nil {
		o.Start = start
	}
	b := &Browser{o: o}
	b.place = sync.OnceValue(func() Place { return Detect(o.System, b.env, o.Read) })
	return b
}

// Place is where this is.
func (b *Browser) Place() Place { return b.place() }

// env looks up a variable, the last of its name as exec does.
func (b *Browser) env(name string) (value string) {
	for _, kv := range b.o.Env {
		if v, ok := strings.CutPrefix(kv, name+"="); ok {
			value = v
		}
	}
	return value
}

// Open opens a page: with $BROWSER, else with what the platform has. It returns
// [ErrAddress] or [ErrNoBrowser], perhaps wrapped, or ctx's error, and then the
// address has to be opened by hand. It may take a few seconds. The end of ctx
// ends the wait and closes no browser.
func (b *Browser) Open(ctx context.Context, address string) error {
	address, err := webPage(address)
	if err != nil {
		return err
	}
	if !b.Place().CanOpen {
		return fmt.Errorf("%w: %s", ErrNoBrowser, b.Place().Why())
	}
	failed := ErrNoBrowser
	for _, argv := range b.commands(address) {
		if err := b.try(ctx, argv); err == nil || ctx.Err() != nil {
			return err
		} else if !errors.Is(err, exec.ErrNotFound) {
			failed = fmt.Errorf("%w: %s: %w", ErrNoBrowser, argv[0], err)
		}
	}
	return failed
}

// webPage checks an address, which may come from anybody's file, and encodes
// what must not stand in one: what opens it further down may be a shell script.
func webPage(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return "", ErrAddress
	}
	var s strings.Builder
	for i := range len(address) {
		if c := address[i]; c <= ' ' || c >= 0x7f || strings.IndexByte("\"'<>\\^`{|}", c) >= 0 {
			fmt.Fprintf(&s, "%%%02X", c)
		} else {
			s.WriteByte(c)
		}
	}
	return s.String(), nil
}

// try starts one opener and waits a moment for it to fail.
func (b *Browser) try(ctx context.Context, argv []string) error {
	path, err := b.o.Look(argv[0])
	if err != nil {
		return err
	}
	wait, err := b.o.Start(append([]string{path}, argv[1:]...), scrub(b.o.Env))
	if err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- wait() }() // as long as the browser is open
	t := time.NewTimer(grace)
	defer t.Stop()
	select {
	case err := <-ended:
		return err
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// scrub leaves out what a browser, and all that it starts, need not know: the
// passphrases of the private state and of client certificates.
func scrub(env []string) []string {
	kept := make([]string, 0, len(env))
	for _, kv := range env {
		name, _, _ := strings.Cut(strings.ToUpper(kv), "=") // names have no case on Windows
		if !strings.HasPrefix(name, "POSTERN_") || !strings.Contains(name, "PASSPHRASE") {
			kept = append(kept, kv)
		}
	}
	return kept
}

// Command is a program that is to run apart from this terminal, without the
// passphrases that its environment may have. The end of ctx ends it.
func Command(ctx context.Context, argv, env []string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Env = scrub(env)
	detach(cmd)
	return cmd
}

// start starts a program without a terminal: its output goes nowhere, and it
// outlives this program.
func start(argv, env []string) (wait func() error, err error) {
	cmd := Command(context.Background(), argv, env) // no end of ours closes a browser
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return cmd.Wait, nil
}
