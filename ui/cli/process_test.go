//go:build unix

package cli_test

import (
	"bufio"
	"bytes"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/creack/pty"

	"postern/ui/cli/exit"
)

// patience is how long a test waits for a fact before it gives up: longer than the
// slowest machine needs, since nobody waits for it where all is well.
const patience = 2 * time.Minute

// ended waits for the program and returns its exit code.
func ended(t *testing.T, cmd *exec.Cmd) int {
	t.Helper()
	late := time.AfterFunc(patience, func() { _ = cmd.Process.Kill() }) // an ended one cannot be killed
	defer late.Stop()
	err := cmd.Wait()
	var ee *exec.ExitError
	if err != nil && !errors.As(err, &ee) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode()
}

func TestInterruptCancelsTheSend(t *testing.T) {
	asked := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(asked)
		<-r.Context().Done()
	}))
	defer server.Close()
	cmd := command(t, "send", "slow.json", "Slow", "--var", "url="+server.URL)
	slow := `{"info": {"name": "S", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
		"item": [{"name": "Slow", "request": "{{url}}"}]}`
	if err := os.WriteFile(filepath.Join(cmd.Dir, "slow.json"), []byte(slow), 0o600); err != nil {
		t.Fatal(err)
	}
	var errs bytes.Buffer
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-asked:
	case <-time.After(patience):
		t.Fatal("the request never arrived")
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if code := ended(t, cmd); code != exit.Cancelled || !strings.HasPrefix(errs.String(), "cancelled\n") {
		t.Errorf("exit code %d, want %d\n%s", code, exit.Cancelled, errs.String())
	}
}

func TestServePrintsWhatAShellReads(t *testing.T) {
	cmd := command(t, "demo", "--serve", "--token-ttl", "5s")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for lines := bufio.NewScanner(out); lines.Scan(); {
		text.WriteString(lines.Text() + "\n")
		if strings.HasPrefix(lines.Text(), "TENANT_PASSWORD=") {
			break
		}
	}
	script := text.String() + `printf '%s\n' "$TENANT_URL" "$TENANT_CLIENT_ID"`
	got, err := exec.CommandContext(t.Context(), "sh", "-euc", script).Output()
	if err != nil {
		t.Fatalf("the shell cannot read it: %v\n%s", err, text.String())
	}
	url, id, _ := strings.Cut(strings.TrimSpace(string(got)), "\n")
	resp, err := http.Get(url + "/.well-known/openid-configuration")
	if err != nil || resp.StatusCode != http.StatusOK || id == "" {
		t.Errorf("no tenant at %q (client %q): %v", url, id, err)
	}
	if err == nil {
		_ = resp.Body.Close() // only the status counts
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := ended(t, cmd); code != exit.OK {
		t.Errorf("exit code %d after it was ended", code)
	}
}

// screen is the program in a real pseudo-terminal of 80 × 24.
type screen struct {
	*testing.T
	cmd    *exec.Cmd
	master *os.File
	tty    *os.File
	before *term.State
	chunks chan []byte
	seen   []byte
}

func openScreen(t *testing.T, args ...string) *screen {
	t.Helper()
	return onScreen(t, command(t, args...))
}

// onScreen starts a program that was prepared by [command].
func onScreen(t *testing.T, cmd *exec.Cmd) *screen {
	t.Helper()
	s := &screen{T: t, cmd: cmd, chunks: make(chan []byte, 64)}
	var err error
	if s.master, s.tty, err = pty.Open(); err != nil {
		t.Skip("skipped: no pseudo-terminal here:", err)
	}
	t.Cleanup(func() { _, _ = s.master.Close(), s.tty.Close() }) // all was read
	if err := pty.Setsize(s.master, &pty.Winsize{Rows: 24, Cols: 80}); err != nil {
		t.Fatal(err)
	}
	if s.before, err = term.GetState(s.tty.Fd()); err != nil {
		t.Fatal(err)
	}
	s.cmd.Stdin, s.cmd.Stdout, s.cmd.Stderr = s.tty, s.tty, s.tty
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		for {
			p := make([]byte, 4096)
			n, err := s.master.Read(p)
			s.chunks <- p[:n]
			if err != nil {
				close(s.chunks)
				return
			}
		}
	}()
	return s
}

// waitFor reads until a text was written.
func (s *screen) waitFor(text string) {
	s.Helper()
	late := time.After(patience)
	for !bytes.Contains(s.seen, []byte(text)) {
		select {
		case p, ok := <-s.chunks:
			if !ok {
				s.Fatalf("the terminal closed before %q:\n%q", text, s.seen)
			}
			s.seen = append(s.seen, p...)
		case <-late:
			s.Fatalf("%q never came:\n%q", text, s.seen)
		}
	}
}

// restored checks that the terminal is as it was before.
func (s *screen) restored() {
	s.Helper()
	for _, seq := range []struct{ name, code string }{
		{"left the alternate screen", "\x1b[?1049l"},
		{"shown the cursor", "\x1b[?25h"},
		{"ended bracketed paste", "\x1b[?2004l"},
		{"ended mouse reports", "\x1b[?1006l"},
	} {
		s.waitFor(seq.code)
		on := strings.NewReplacer("l", "h", "h", "l").Replace(seq.code)
		if bytes.LastIndex(s.seen, []byte(seq.code)) < bytes.LastIndex(s.seen, []byte(on)) {
			s.Errorf("the program has not %s", seq.name)
		}
	}
	after, err := term.GetState(s.tty.Fd())
	if err != nil {
		s.Fatal(err)
	}
	if *after != *s.before {
		s.Errorf("the line settings changed: %v, before %v", after, s.before)
	}
}

func TestTerminalIsRestored(t *testing.T) {
	for _, tc := range []struct {
		name string
		end  func(*screen) error
		code int
	}{
		{"q", func(s *screen) error { _, err := s.master.WriteString("q"); return err }, exit.OK},
		{"SIGTERM", func(s *screen) error { return s.cmd.Process.Signal(syscall.SIGTERM) }, exit.Cancelled},
		{"SIGINT", func(s *screen) error { return s.cmd.Process.Signal(syscall.SIGINT) }, exit.Cancelled},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := openScreen(t, "demo")
			s.waitFor("Tenant API")
			s.waitFor("Tour 1/")
			if err := tc.end(s); err != nil {
				t.Fatal(err)
			}
			if code := ended(t, s.cmd); code != tc.code {
				t.Errorf("exit code %d, want %d", code, tc.code)
			}
			s.restored()
			for _, kv := range s.cmd.Env {
				dir, ok := strings.CutPrefix(kv, "TMPDIR=")
				if left, err := os.ReadDir(dir); ok && (err != nil || len(left) > 0) {
					t.Errorf("the demo left %v in its temporary folder (%v)", left, err)
				}
			}
		})
	}
}
