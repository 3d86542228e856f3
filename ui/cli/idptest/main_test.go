//go:build unix

package idptest

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
)

// house is what all tests share: nothing of it is made before a test asks.
type house struct {
	// folder holds the logs of this run.
	folder func() (string, error)
	// program is the built postern.
	program func() (string, error)
	// modules is a folder with the scripts for node, and what they import.
	modules func() (string, error)

	oidcProvider, glewlwyd func() (*provider, error)

	// browsers has room for as many as a small machine bears.
	browsers chan struct{}

	mu      sync.Mutex
	closers []func()
}

var shared = &house{browsers: make(chan struct{}, 2)}

func TestMain(m *testing.M) {
	h := shared
	h.folder = sync.OnceValues(func() (string, error) { return os.MkdirTemp("", "postern-idp-") })
	h.program = sync.OnceValues(h.build)
	h.modules = sync.OnceValues(h.copyScripts)
	h.oidcProvider = sync.OnceValues(h.startOIDCProvider)
	h.glewlwyd = sync.OnceValues(h.startGlewlwyd)
	code := m.Run()
	h.close(code != 0)
	os.Exit(code)
}

// build makes the program that people run.
func (h *house) build() (string, error) {
	dir, err := h.folder()
	if err != nil {
		return "", err
	}
	file := filepath.Join(dir, "postern")
	if out, err := exec.Command("go", "build", "-o", file, "postern").CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the program: %w\n%s", err, out)
	}
	return file, nil
}

// atEnd calls f after the last test, and after the functions of later calls.
func (h *house) atEnd(f func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closers = append(h.closers, f)
}

// close ends the providers, and keeps the logs of a failure.
func (h *house) close(failed bool) {
	for _, f := range slices.Backward(h.closers) {
		f()
	}
	dir, err := h.folder()
	switch {
	case err != nil:
		log.Print(err)
	case failed:
		fmt.Println("the logs are kept in " + dir)
	default:
		_ = os.RemoveAll(dir) // a browser may still be leaving
	}
}

// need skips the test where a program is missing, or fails it where everything
// is said to be there.
func need(t *testing.T, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			missing(t, p+" in PATH")
		}
	}
}

// needModules does the same for modules of node.
func needModules(t *testing.T, modules ...string) {
	t.Helper()
	need(t, "node")
	dir := os.Getenv("POSTERN_IDP")
	if dir == "" {
		missing(t, "POSTERN_IDP, a folder with the modules oidc-provider and playwright-core (npm i); .ci/run makes one")
	}
	for _, m := range modules {
		if _, err := os.Stat(filepath.Join(dir, "node_modules", m)); err != nil {
			missing(t, m+" in "+dir+"/node_modules")
		}
	}
}

// needBrowser does the same for the browser.
func needBrowser(t *testing.T) {
	t.Helper()
	needModules(t, "playwright-core")
	need(t, "chromium")
}

func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("POSTERN_IDP") != "" {
		t.Fatal("needs " + what)
	}
	t.Skip("skipped: needs " + what)
}
