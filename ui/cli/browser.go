package cli

import (
	"errors"
	"io"
	"net/url"
	"runtime"
	"slices"
	"strings"

	"github.com/cli/browser"
)

var errNoBrowser = errors.New("there is no browser to open here")

// Browser returns a function that opens an address in the system's browser. It
// fails over SSH and without a display, where a browser would open in front of
// nobody, and with BROWSER=none.
func Browser(env []string) func(url string) error {
	// What the browser says must not land in the middle of a screen.
	browser.Stdout, browser.Stderr = io.Discard, io.Discard
	return func(address string) error {
		if !canBrowse(runtime.GOOS, env) {
			return errNoBrowser
		}
		// The address comes from a file. Anything but a web page could start
		// any program.
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" {
			return errNoBrowser
		}
		return browser.OpenURL(address)
	}
}

// canBrowse reports whether a browser would appear before the person.
func canBrowse(system string, env []string) bool {
	set := func(name string) bool {
		return slices.ContainsFunc(env, func(kv string) bool {
			value, ok := strings.CutPrefix(kv, name+"=")
			return ok && value != ""
		})
	}
	switch {
	case slices.Contains(env, "BROWSER=none"), set("SSH_CONNECTION"), set("SSH_TTY"):
		return false
	case system == "linux" || strings.HasSuffix(system, "bsd"):
		return set("DISPLAY") || set("WAYLAND_DISPLAY") || set("WSL_DISTRO_NAME")
	}
	return true
}
