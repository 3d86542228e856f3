//go:build unix

package cli_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"postern/auth/tenant"
	"postern/ui/cli/exit"
)

// gated is a tenant whose answers to refreshes wait at a gate, and the program
// with a token of it.
type gated struct {
	*testing.T
	tenant *tenant.Tenant
	// arrived tells of each refresh that stands at the gate, with its refresh
	// token used up; gate lets one answer through.
	arrived, gate chan struct{}
	first         *exec.Cmd
}

func newGated(t *testing.T) *gated {
	g := &gated{T: t, tenant: tenant.New(tenant.Options{}), arrived: make(chan struct{}, 1), gate: make(chan struct{})}
	server := httptest.NewServer(g)
	t.Cleanup(server.Close)
	t.Cleanup(func() { close(g.gate) })
	g.tenant.SetBase(server.URL)
	g.first = command(t, "send", "me.json", "Me")
	g.write(server.URL)
	if out, err := g.first.CombinedOutput(); err != nil {
		t.Fatalf("the first send: %v\n%s", err, out)
	}
	return g
}

// ServeHTTP implements [http.Handler].
func (g *gated) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // it never arrived
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	answer := httptest.NewRecorder()
	g.tenant.ServeHTTP(answer, r)
	text := answer.Body.Bytes()
	if bytes.Contains(body, []byte("grant_type=password")) { // it is over as soon as it is there
		text = bytes.Replace(text, []byte(`"expires_in":3600`), []byte(`"expires_in":-1`), 1)
	}
	if bytes.Contains(body, []byte("grant_type=refresh_token")) {
		g.arrived <- struct{}{}
		<-g.gate
	}
	w.Header().Set("Content-Type", answer.Header().Get("Content-Type"))
	w.WriteHeader(answer.Code)
	_, _ = w.Write(text) // perhaps nobody reads it any more
}

// write makes a collection whose one request needs a token.
func (g *gated) write(url string) {
	g.Helper()
	var attrs []any
	for _, kv := range [][2]string{
		{"grant_type", "password_credentials"},
		{"accessTokenUrl", url + "/oauth2/v1/token"},
		{"scope", "openid"},
		{"clientId", tenant.DemoClientID},
		{"clientSecret", tenant.DemoClientSecret},
		{"username", tenant.DemoUsername},
		{"password", tenant.DemoPassword},
	} {
		attrs = append(attrs, map[string]string{"key": kv[0], "value": kv[1], "type": "string"})
	}
	b, err := json.Marshal(map[string]any{
		"info": map[string]any{"name": "M", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
		"auth": map[string]any{"type": "oauth2", "oauth2": attrs},
		"item": []any{map[string]any{"name": "Me", "request": url + "/oauth2/v1/userinfo"}},
	})
	if err == nil {
		err = os.WriteFile(filepath.Join(g.first.Dir, "me.json"), b, 0o600)
	}
	if err != nil {
		g.Fatal(err)
	}
}

// again is the same command in the same place.
func (g *gated) again() *exec.Cmd {
	cmd := exec.CommandContext(g.Context(), g.first.Path, g.first.Args[1:]...)
	cmd.Env, cmd.Dir = g.first.Env, g.first.Dir
	return cmd
}

// refreshing starts a send, whose token has expired, and returns when its
// refresh stands at the gate. said is its standard error.
func (g *gated) refreshing() (cmd *exec.Cmd, said *bufio.Reader) {
	g.Helper()
	return g.refreshingWith(g.again())
}

func (g *gated) refreshingWith(cmd *exec.Cmd) (_ *exec.Cmd, said *bufio.Reader) {
	g.Helper()
	errs, err := cmd.StderrPipe()
	if err = errors.Join(err, cmd.Start()); err != nil {
		g.Fatal(err)
	}
	select {
	case <-g.arrived:
	case <-time.After(patience):
		g.Fatal("the refresh never arrived")
	}
	return cmd, bufio.NewReader(errs)
}

// grants are the token requests so far.
func (g *gated) grants() (out []string) {
	for _, e := range g.tenant.Log() {
		if e.Grant != "" {
			out = append(out, e.Grant)
		}
	}
	return out
}

// A program that is asked to end in the middle of a refresh waits for the
// answer and saves it: the old refresh token is used up.
func TestSignalDuringARefreshLosesNothing(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		signals []os.Signal
	}{
		{"asked to end", []os.Signal{syscall.SIGTERM}},
		{"interrupted", []os.Signal{syscall.SIGINT}},
		{"the terminal closed, and the shell told it again", []os.Signal{syscall.SIGHUP, syscall.SIGHUP}},
		{"the session ended", []os.Signal{syscall.SIGTERM, syscall.SIGHUP}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			g := newGated(t)
			cmd, errs := g.refreshing()
			if err := cmd.Process.Signal(tt.signals[0]); err != nil {
				t.Fatal(err)
			}
			if said, err := errs.ReadString('\n'); !strings.HasPrefix(said, "waiting for a token") {
				t.Errorf("said %q, %v", said, err)
			}
			for _, more := range tt.signals[1:] {
				if err := cmd.Process.Signal(more); err != nil {
					t.Fatal(err)
				}
			}
			g.gate <- struct{}{}
			_, _ = io.Copy(io.Discard, errs) // to its end, which Wait would cut off
			if code := ended(t, cmd); code != exit.Cancelled {
				t.Errorf("exit code %d, want %d", code, exit.Cancelled)
			}
			if out, err := g.again().CombinedOutput(); err != nil {
				t.Errorf("the next send: %v\n%s", err, out)
			}
			if got, want := g.grants(), []string{"password", "refresh_token"}; !slices.Equal(got, want) {
				t.Errorf("asked for tokens by %q, want %q", got, want)
			}
		})
	}
}

// A second signal is obeyed at once, however soon it comes.
func TestSecondSignalDuringARefreshEndsIt(t *testing.T) {
	t.Parallel()
	for _, waits := range []bool{true, false} {
		g := newGated(t)
		cmd, errs := g.refreshing()
		began := time.Now()
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		if waits {
			if _, err := errs.ReadString('\n'); err != nil {
				t.Fatalf("it did not wait: %v", err)
			}
		}
		if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
			t.Fatal(err)
		}
		if code := ended(t, cmd); code <= 128 || time.Since(began) > patience/2 {
			t.Errorf("it ended with code %d after %s, although the answer was never sent", code, time.Since(began))
		}
	}
}

// Who starts it with nohup does not want it to end with the terminal.
func TestNohupIsHeeded(t *testing.T) {
	t.Parallel()
	g := newGated(t)
	again := g.again()
	cmd := exec.CommandContext(t.Context(), "sh", append([]string{"-c", `trap "" HUP; exec "$0" "$@"`}, again.Args...)...)
	cmd.Env, cmd.Dir = again.Env, again.Dir
	_, errs := g.refreshingWith(cmd)
	if err := cmd.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	g.gate <- struct{}{}
	_, _ = io.Copy(io.Discard, errs) // to its end, which Wait would cut off
	if code := ended(t, cmd); code != exit.OK {
		t.Errorf("exit code %d", code)
	}
}
