package conformance_test

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"postern/auth"
	"postern/auth/oauth2"
	"postern/auth/tenant"
	"postern/auth/tokens"
	"postern/store/state"
	"postern/store/vault"
)

// The environment of a process that sends; see TestMain.
const (
	sendersTenant = "CONFORMANCE_TENANT"
	sendersState  = "CONFORMANCE_STATE"
)

// sender is the config all processes share.
func sender(address string) auth.Config {
	return config("grant_type", auth.AuthorizationCodePKCE, "authUrl", address+"/oauth2/v1/authorize", "accessTokenUrl", address+"/oauth2/v1/token",
		"clientId", tenant.DemoClientID, "clientSecret", tenant.DemoClientSecret, "redirect_uri", pasted, "scope", "openid offline_access")
}

// perProcess is how many goroutines of a process want the token at once.
const perProcess = 20

// beSender is a process: for every line it reads it wants the token, many times
// at once, and writes a hash of what it got.
func beSender(address string) error {
	s := state.NewWith(os.Getenv(sendersState), vault.Options{Keyring: noRing{}})
	defer s.Close() //nolint:errcheck // the process ends
	fmt.Println("ready")
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		// A manager of its own for every round: a process that has just begun.
		m := tokens.New(tokens.Options{Store: s.Tokens(), Grants: oauth2.New(oauth2.Options{})})
		got := make([]string, perProcess)
		var wg sync.WaitGroup
		for i := range got {
			wg.Go(func() {
				t, err := m.Token(context.Background(), sender(address))
				if err != nil {
					got[i] = "error " + strings.ReplaceAll(err.Error(), "\n", " ")
					return
				}
				sum := sha256.Sum256([]byte(t.Access.Reveal()))
				got[i] = hex.EncodeToString(sum[:])
			})
		}
		wg.Wait()
		for _, g := range got[1:] {
			if g != got[0] {
				return fmt.Errorf("one process got %s and %s", got[0], g)
			}
		}
		fmt.Println(got[0])
	}
	return nil
}

// process is a sender that runs.
type process struct {
	in  io.WriteCloser
	out *bufio.Scanner
	cmd *exec.Cmd
}

func startSender(t *testing.T, address, dir string) *process {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{cmd: exec.CommandContext(t.Context(), self)}
	p.cmd.Env = append(os.Environ(), sendersTenant+"="+address, sendersState+"="+dir)
	p.cmd.Stderr = os.Stderr
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.out = bufio.NewScanner(out)
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if got := p.line(t); got != "ready" {
		t.Fatalf("the process says %q", got)
	}
	return p
}

func (p *process) line(t *testing.T) string {
	t.Helper()
	if !p.out.Scan() {
		t.Fatalf("the process has ended: %v", p.out.Err())
	}
	return p.out.Text()
}

func (p *process) end(t *testing.T) {
	t.Helper()
	if err := p.in.Close(); err != nil {
		t.Error(err)
	}
	if err := p.cmd.Wait(); err != nil {
		t.Error(err)
	}
}

// processes lets four processes find the same token expired, five times.
func processes(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: starts processes")
	}
	const many, rounds = 4, 5
	s, err := tenant.Start(t.Context(), "", tenant.Options{AutoLogin: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() }) // its error says nothing here
	dir := t.TempDir()
	c := sender(s.URL)
	ours := onDisk(t, dir).Tokens()
	w := newWorld(tenant.Options{}, ours)
	w.wire.hosts[strings.TrimPrefix(s.URL, "http://")] = s.Tenant
	w.get(t, c)
	var ps []*process
	for range many {
		ps = append(ps, startSender(t, s.URL, dir))
	}
	for round := range rounds {
		before := w.stored(t, c)
		over := before
		over.Obtained, over.Expiry = before.Obtained.Add(-2*time.Hour), time.Now().Add(-time.Hour)
		if err := ours.Save(t.Context(), over); err != nil {
			t.Fatal(err)
		}
		for _, p := range ps {
			if _, err := io.WriteString(p.in, "go\n"); err != nil {
				t.Fatal(err)
			}
		}
		got := map[string]bool{}
		for _, p := range ps {
			got[p.line(t)] = true
		}
		if n := count(s.Tenant, "refresh_token"); n != round+1 || len(got) != 1 {
			t.Fatalf("round %d: %d refreshes in all, the processes got %v", round+1, n, got)
		}
		if after := w.stored(t, c); after.Refresh == before.Refresh {
			t.Error("the refresh token did not change")
		}
	}
	for _, p := range ps {
		p.end(t)
	}
}

// manyExpiries lets eight managers, each with a handle of its own on the same
// files as eight processes have, and fifty goroutines on each meet one expiry
// after the other.
func manyExpiries(t *testing.T) {
	const managers, each, expiries = 8, 50, 25
	dir := t.TempDir()
	w := newWorld(tenant.Options{}, onDisk(t, dir).Tokens())
	c := person()
	w.get(t, c)
	ms := []*tokens.Manager{w.Manager}
	for range managers - 1 {
		ms = append(ms, tokens.New(tokens.Options{Store: onDisk(t, dir).Tokens(), Grants: w.client, Now: w.clock.now}))
	}
	for round := range expiries {
		w.expire()
		var wg sync.WaitGroup
		for _, m := range ms {
			for range each {
				wg.Go(func() {
					if got, err := m.Token(t.Context(), c); err != nil || !got.Usable(w.clock.now()) {
						t.Errorf("%+v, %v", got, err)
					}
				})
			}
		}
		wg.Wait()
		if n := w.asked("refresh_token"); n != round+1 {
			t.Fatalf("%d expiries, %d refreshes", round+1, n)
		}
	}
	for _, e := range w.tenant.Log() {
		if e.Error != "" {
			t.Errorf("the server refused: %+v", e)
		}
	}
}
