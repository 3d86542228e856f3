//go:build unix

package idptest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// patience is how long a test waits for a fact before it gives up.
const patience = 30 * time.Second

// provider is an identity provider that runs.
type provider struct {
	*gate
	// log is the file it writes to.
	log string
	// key is the private key, in PEM, of the client "signed".
	key string
	// callback is the one address the clients may be called back at.
	callback string
	// auth, token and the rest are paths.
	paths paths
	// ask adds what lets the API ask about tokens.
	ask func(*http.Request)
}

type paths struct{ auth, token, device, introspect, revoke, userinfo string }

// script starts a script of testdata with the arguments it needs, and returns
// what it says. It ends with its standard input, which is this process's to
// hold, so that nothing of it outlives the tests however they end.
func (h *house) script(name string, cmd *exec.Cmd) (said io.Reader, gone <-chan error, log string, err error) {
	dir, err := h.folder()
	if err != nil {
		return nil, nil, "", err
	}
	log = filepath.Join(dir, name+".log")
	file, err := os.Create(log)
	if err != nil {
		return nil, nil, "", err
	}
	hold, err := cmd.StdinPipe()
	if err != nil {
		return nil, nil, "", err
	}
	r, w := io.Pipe()
	cmd.Stdout, cmd.Stderr = io.MultiWriter(file, w), file
	cmd.WaitDelay = time.Second
	if err := cmd.Start(); err != nil {
		return nil, nil, "", err
	}
	ended := make(chan error, 1)
	go func() {
		err := cmd.Wait()
		_ = w.CloseWithError(errors.Join(io.ErrUnexpectedEOF, err)) // it never fails
		ended <- err
	}()
	h.atEnd(func() {
		_ = hold.Close() // tells it to end
		select {
		case <-ended:
		case <-time.After(patience):
			_ = cmd.Process.Kill()
		}
		_ = file.Close() // a log of a run that is over
	})
	return r, ended, log, nil
}

// startOIDCProvider starts npm's oidc-provider.
func (h *house) startOIDCProvider() (*provider, error) {
	modules, err := h.modules()
	if err != nil {
		return nil, err
	}
	p := &provider{gate: newGate(), callback: "http://127.0.0.1/callback"}
	said, _, log, err := h.script("oidc-provider", exec.Command("node", filepath.Join(modules, "oidc-provider.mjs"), p.URL))
	if err != nil {
		return nil, fmt.Errorf("start oidc-provider: %w", err)
	}
	p.log = log
	var hello struct {
		Port int
		Key  string
	}
	lines := bufio.NewScanner(said)
	for hello.Port == 0 && lines.Scan() {
		_ = json.Unmarshal(lines.Bytes(), &hello) // before it, there are warnings
	}
	if hello.Port == 0 {
		return nil, fmt.Errorf("oidc-provider did not start: %w\n%s", lines.Err(), tail(log))
	}
	go func() { _, _ = io.Copy(io.Discard, said) }() // the log has it
	p.key = hello.Key
	p.paths = paths{"/auth", "/token", "/device/auth", "/token/introspection", "/token/revocation", "/me"}
	p.ask = func(r *http.Request) { r.SetBasicAuth("api", "api-secret") }
	h.open(p, hello.Port)
	return p, nil
}

// open lets clients in, and writes the journal down in the end.
func (h *house) open(p *provider, port int) {
	p.leadTo(port)
	h.atEnd(func() {
		p.Close()
		data, _ := json.MarshalIndent(p.entries, "", " ") // plain data
		_ = os.WriteFile(strings.TrimSuffix(p.log, ".log")+".journal.json", data, 0o600)
	})
}

// modules is a folder with the scripts for node and the modules they import.
func (h *house) modules() (string, error) {
	dir, err := h.folder()
	if err != nil {
		return "", err
	}
	to := filepath.Join(dir, "node")
	if err := os.CopyFS(to, os.DirFS("testdata")); err != nil && !errors.Is(err, os.ErrExist) {
		return "", err
	}
	from, err := filepath.Abs(filepath.Join(os.Getenv("POSTERN_IDP"), "node_modules"))
	if err != nil {
		return "", err
	}
	if err := os.Symlink(from, filepath.Join(to, "node_modules")); err != nil && !errors.Is(err, os.ErrExist) {
		return "", err
	}
	return to, nil
}

// startGlewlwyd starts Debian's glewlwyd and sets up its clients.
func (h *house) startGlewlwyd() (*provider, error) {
	dir, err := h.folder()
	if err != nil {
		return nil, err
	}
	own := filepath.Join(dir, "glewlwyd")
	if err := os.Mkdir(own, 0o700); err != nil {
		return nil, err
	}
	ports, err := freePorts(2)
	if err != nil {
		return nil, err
	}
	p := &provider{gate: newGate(), callback: fmt.Sprintf("http://127.0.0.1:%d/callback", ports[1])}
	cmd := exec.Command("sh", "testdata/glewlwyd.sh", own, strconv.Itoa(ports[0]), p.URL)
	said, gone, log, err := h.script("glewlwyd", cmd)
	if err != nil {
		return nil, fmt.Errorf("start glewlwyd: %w", err)
	}
	go func() { _, _ = io.Copy(io.Discard, said) }() // the log has it
	p.log = log
	if err := reachable(ports[0], gone); err != nil {
		return nil, fmt.Errorf("glewlwyd did not start: %w\n%s", err, tail(log))
	}
	const at = "/api/oidc"
	p.paths = paths{at + "/auth", at + "/token", at + "/device_authorization", at + "/introspect", at + "/revoke", at + "/userinfo"}
	h.open(p, ports[0])
	if err := p.setUp(); err != nil {
		return nil, fmt.Errorf("set glewlwyd up: %w\n%s", err, tail(log))
	}
	return p, nil
}

// setUp sends the requests of testdata/glewlwyd.json, as its administrator.
func (p *provider) setUp() error {
	data, err := os.ReadFile("testdata/glewlwyd.json")
	if err != nil {
		return err
	}
	text := strings.NewReplacer("${URL}", p.URL, "${CALLBACK}", p.callback).Replace(string(data))
	var steps []struct {
		Path string
		Body json.RawMessage
	}
	if err := json.Unmarshal([]byte(text), &steps); err != nil {
		return err
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	c := http.Client{Jar: jar, Timeout: patience}
	for _, s := range steps {
		resp, err := c.Post(p.URL+"/api/"+s.Path, "application/json", bytes.NewReader(s.Body))
		if err != nil {
			return err
		}
		said, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close() // it was read
		if err != nil || resp.StatusCode != http.StatusOK {
			return fmt.Errorf("%s: %s: %s%w", s.Path, resp.Status, said, err)
		}
	}
	return nil
}

// freePorts are ports the kernel just had to give.
func freePorts(n int) ([]int, error) {
	var out []int
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		defer l.Close() // all at the end, so that they differ
		out = append(out, l.Addr().(*net.TCPAddr).Port)
	}
	return out, nil
}

// reachable waits until something listens.
func reachable(port int, gone <-chan error) error {
	late := time.After(patience)
	for {
		c, err := net.Dial("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err == nil {
			return c.Close()
		}
		select {
		case err := <-gone:
			return fmt.Errorf("it ended: %w", err)
		case <-late:
			return err
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// tail is the end of a file.
func tail(file string) string {
	data, err := os.ReadFile(file)
	if err != nil {
		return err.Error()
	}
	return string(data[max(0, len(data)-4000):])
}

// about is what the provider says of a token.
func (p *provider) about(token string) (map[string]any, error) {
	req, err := http.NewRequest(http.MethodPost, p.URL+p.paths.introspect, strings.NewReader(url.Values{"token": {token}}.Encode()))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	p.ask(req)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	var said map[string]any
	err = json.NewDecoder(resp.Body).Decode(&said)
	if resp.StatusCode != http.StatusOK {
		err = errors.Join(errors.New(resp.Status), err)
	}
	return said, err
}

// active reports whether the provider still knows a token.
func (p *provider) active(t *testing.T, token string) bool {
	t.Helper()
	said, err := p.about(token)
	if err != nil {
		t.Fatalf("ask about a token: %v", err)
	}
	return said["active"] == true
}

// runsOut waits until a token is over.
func (p *provider) runsOut(t *testing.T, token string) {
	t.Helper()
	late, tick := time.After(patience), time.NewTicker(100*time.Millisecond)
	defer tick.Stop()
	for p.active(t, token) {
		select {
		case <-late:
			t.Fatalf("the token is still good after %v", patience)
		case <-tick.C:
		}
	}
}

// api is what the tokens are for. It asks the provider about the token of a
// request and answers with what that said, or with 401.
func (p *provider) api(t *testing.T) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		said, err := p.about(token)
		w.Header().Set("Content-Type", "application/json")
		switch {
		case err != nil:
			w.WriteHeader(http.StatusBadGateway)
			said = map[string]any{"problem": err.Error()}
		case said["active"] != true:
			w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
			w.WriteHeader(http.StatusUnauthorized)
		}
		_ = json.NewEncoder(w).Encode(said) // the client may have left
	}))
	t.Cleanup(s.Close)
	return s
}
