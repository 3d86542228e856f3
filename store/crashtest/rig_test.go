package crashtest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"postern/auth"
	"postern/auth/tenant"
)

// rig is a tenant and a state directory with a session in it.
type rig struct {
	*testing.T
	order  order
	tenant *tenant.Tenant
	line   *line
	dice   *dice
	window time.Duration
}

// dice are random times, safe for concurrent use.
type dice struct {
	mu sync.Mutex
	r  *rand.Rand
}

func (d *dice) upTo(max time.Duration) time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	return time.Duration(d.r.Int64N(int64(max)))
}

func newRig(t *testing.T, grace time.Duration, o order) *rig {
	t.Helper()
	seed := flagValue[uint64]("seed")
	if seed == 0 {
		seed = rand.Uint64()
	}
	t.Logf("-seed %d", seed)
	r := &rig{T: t, order: o, window: window, dice: &dice{r: rand.New(rand.NewPCG(seed, 0))}}
	r.tenant = tenant.New(tenant.Options{TokenTTL: tokenTTL, RefreshGrace: grace, AutoLogin: true})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r.line = &line{tenant: r.tenant, dice: r.dice, age: map[string]int{}}
	server := &http.Server{Handler: r.line}
	go func() { _ = server.Serve(l) }() // it ends below
	t.Cleanup(func() { _ = server.Close() })
	r.order.Dir, r.order.Base = filepath.Join(t.TempDir(), "state"), "http://"+l.Addr().String()
	r.tenant.SetBase(r.order.Base)
	r.logIn()
	return r
}

// person logs in at once: the tenant asks for nothing.
type person struct{}

func (person) Authorize(ctx context.Context, p auth.Prompt) (string, error) {
	// The wait ends before the last page is there, and a browser reads that.
	req, err := http.NewRequestWithContext(context.WithoutCancel(ctx), http.MethodGet, p.URL, nil)
	if err != nil {
		return "", err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	_ = resp.Body.Close() // it says that all is well
	<-ctx.Done()
	return "", ctx.Err()
}

// logIn begins a session.
func (r *rig) logIn() auth.Token {
	r.Helper()
	k := build(r.order)
	k.manager.SetPrompter(person{})
	t, err := k.manager.Login(r.Context(), k.config)
	if err = errors.Join(err, k.close()); err != nil {
		r.Fatalf("log in: %v", err)
	}
	return t
}

// refreshes counts the token requests with a refresh token, and those of them
// that were refused.
func (r *rig) refreshes() (all, refused int) {
	for _, e := range r.tenant.Log() {
		if e.Grant != "refresh_token" {
			continue
		}
		all++
		if e.Error != "" {
			refused++
		}
	}
	return all, refused
}

// worker is a process at work.
type worker struct {
	cmd   *exec.Cmd
	begin io.Closer
	lines *bufio.Scanner
	// errors is what it wrote to its standard error.
	errors bytes.Buffer
}

// start starts a worker and returns when it is ready.
func (r *rig) start() *worker {
	r.Helper()
	text, err := json.Marshal(r.order)
	if err != nil {
		r.Fatal(err)
	}
	w := &worker{cmd: exec.Command(os.Args[0])}
	w.cmd.Env = append(os.Environ(), orderVariable+"="+string(text))
	w.cmd.Stderr = &w.errors
	in, ierr := w.cmd.StdinPipe()
	out, oerr := w.cmd.StdoutPipe()
	if err := errors.Join(ierr, oerr, w.cmd.Start()); err != nil {
		r.Fatal(err)
	}
	w.begin, w.lines = in, bufio.NewScanner(out)
	if got := w.next(); !got.Ready {
		_ = w.cmd.Process.Kill() // there is nothing left to end properly
		r.Fatalf("a worker did not start: %+v\n%s", got, w.end().said)
	}
	return w
}

// next returns the next report, an empty one at the end.
func (w *worker) next() (x report) {
	if w.lines.Scan() {
		_ = json.Unmarshal(w.lines.Bytes(), &x) // half a line of a killed worker is none
	}
	return x
}

// fate is how a worker ended.
type fate struct {
	reports []report
	// asked says that it was asked to end, and heeds that.
	asked bool
	// code is its exit code, -1 if a signal ended it.
	code int
	// said is what it wrote to its standard error.
	said string
}

// end waits for a worker's end.
func (w *worker) end() (f fate) {
	for x := w.next(); x != (report{}); x = w.next() {
		f.reports = append(f.reports, x)
	}
	_ = w.cmd.Wait() // the code says it
	f.code, f.said = w.cmd.ProcessState.ExitCode(), w.errors.String()
	return f
}
