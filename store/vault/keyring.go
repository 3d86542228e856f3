package vault

import (
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/zalando/go-keyring"
)

// Keyring is the part of an operating system's keyring that the vault needs.
// Get returns [keyring.ErrNotFound] when there is no such entry, and only
// then.
type Keyring interface {
	Get(service, user string) (string, error)
	Set(service, user, password string) error
}

const (
	keyringService = "postern"
	// keyringWait bounds each call. The library has no timeout of its own: a
	// bus that accepts and never answers, or a locked collection whose prompt
	// nobody sees, would hang for ever.
	keyringWait = 3 * time.Second
)

var (
	errTaken   = errors.New("the name is taken")
	errNoBus   = errors.New("no session bus")
	errForgot  = errors.New("it does not return what was put in")
	errTimeout = fmt.Errorf("no answer within %s", keyringWait)
)

// keyringPlace keeps the key in the operating system's keyring: one entry of
// 44 characters, small enough for every platform.
type keyringPlace struct{ ring Keyring }

func (keyringPlace) mode() string { return ModeKeyring }

func (p keyringPlace) keep(h *header, key []byte) error {
	text := base64.StdEncoding.EncodeToString(key)
	// Asking first costs nothing and does not leave a key behind in a keyring
	// that cannot be read again. The id is new, so nothing may be there.
	_, err := p.get(h.ID)
	if err == nil {
		err = errTaken
	}
	if !errors.Is(err, keyring.ErrNotFound) {
		return fmt.Errorf("ask the keyring: %w (%w)", errUnavailable, err)
	}
	_, err = bounded(func() (string, error) { return "", p.ring.Set(keyringService, h.ID, text) })
	if err != nil {
		return fmt.Errorf("write to the keyring: %w (%w)", errUnavailable, err)
	}
	back, err := p.get(h.ID)
	if err != nil || back != text {
		return fmt.Errorf("read back from the keyring: %w (%w)", errUnavailable, errors.Join(errForgot, err))
	}
	return nil
}

func (p keyringPlace) fetch(h *header) ([]byte, error) {
	text, err := p.get(h.ID)
	if errors.Is(err, keyring.ErrNotFound) {
		return nil, &Error{What: "the keyring no longer has the key (entry " + keyringService + "/" + h.ID + ")", Tip: tipLost, Err: err}
	}
	if err != nil {
		return nil, &Error{What: "ask the keyring for the key", Tip: "unlock the keyring, or start postern in the desktop session", Err: err}
	}
	key, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, &Error{What: "read the key from the keyring", Tip: tipLost, Err: err}
	}
	return key, nil
}

func (p keyringPlace) get(id string) (string, error) {
	return bounded(func() (string, error) { return p.ring.Get(keyringService, id) })
}

// bounded runs f for [keyringWait] at most. An f that hangs longer keeps its
// goroutine: there is no way to stop it.
func bounded(f func() (string, error)) (string, error) {
	type answer struct {
		text string
		err  error
	}
	c := make(chan answer, 1)
	go func() {
		text, err := f()
		c <- answer{text, err}
	}()
	t := time.NewTimer(keyringWait)
	defer t.Stop()
	select {
	case a := <-c:
		return a.text, a.err
	case <-t.C:
		return "", errTimeout
	}
}

// systemKeyring is Secret Service, Keychain or Credential Manager.
type systemKeyring struct{}

func (systemKeyring) Get(service, user string) (string, error) {
	if !hasKeyring() {
		return "", errNoBus
	}
	return keyring.Get(service, user)
}

func (systemKeyring) Set(service, user, password string) error {
	if !hasKeyring() {
		return errNoBus
	}
	return keyring.Set(service, user, password)
}

// hasKeyring reports whether the keyring can be asked without starting
// anything: without an address the D-Bus library runs dbus-launch, which
// leaves a daemon behind. It looks where that library looks.
func hasKeyring() bool {
	if runtime.GOOS == "darwin" || runtime.GOOS == "windows" {
		return true
	}
	if addr := os.Getenv("DBUS_SESSION_BUS_ADDRESS"); addr != "" && !strings.HasPrefix(addr, "autolaunch:") {
		return true
	}
	info, err := os.Stat(filepath.Join("/run/user", strconv.Itoa(os.Getuid()), "bus"))
	return err == nil && info.Mode()&os.ModeSocket != 0
}
