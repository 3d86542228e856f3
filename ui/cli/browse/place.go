// Package browse knows where a terminal lives and opens web pages from it: in
// the browser before the person where there is one, and not at all over SSH, in
// a container or without a display, where a page would open in front of nobody.
//
// What it cannot open it says; showing the address, a QR code or a device code
// instead is for the screen and the command line. It asks nobody and prints
// nothing, and what it starts cannot write to the terminal either.
//
// Another kind of place is a constant and a case in [Detect], another platform's
// opener a line in openers.
package browse

import (
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"strconv"
	"strings"
)

// Kind is a kind of place.
type Kind uint8

// The kinds of places.
const (
	// Local: the terminal and a display are before the person.
	Local Kind = iota
	// WSL: Linux under Windows, whose browser can be reached.
	WSL
	// SSH: the person sits elsewhere, and so does their browser.
	SSH
	// Container: there is a system around this one, out of reach.
	Container
	// NoDisplay: a console, or a machine without a screen.
	NoDisplay
	// CI: a build, with nobody there.
	CI
)

// Place is where a terminal lives. It is a guess, so an address that is not
// opened must be shown, and one that is opened as well.
type Place struct {
	Kind Kind
	// CanOpen says that a page is likely to open before the person.
	CanOpen bool

	// display says that the platform's opener may be used, not only $BROWSER.
	display bool
	// declined says that BROWSER is none.
	declined bool
	// user and server are what an SSH session says of this machine.
	user   string
	server netip.AddrPort
}

// Detect looks where this is. system is a GOOS, env looks up a variable, and
// read reads a small file, as os.ReadFile does.
//
// A BROWSER that is set decides: an editor that runs its terminal on another
// machine sets it to a program that opens pages on the person's own. BROWSER=none
// means that no page is wanted.
func Detect(system string, env func(string) string, read func(string) ([]byte, error)) Place {
	p := Place{Kind: kind(system, env, read)}
	switch p.Kind {
	case Local, WSL:
		p.display = true
	case Container:
		p.display = hasDisplay(env) // one made for programs with windows
	case SSH:
		p.user = env("USER")
		p.server = sshServer(env("SSH_CONNECTION"))
	}
	browser := strings.TrimSpace(env("BROWSER"))
	p.declined = browser == "none"
	p.CanOpen = !p.declined && (p.display || browser != "")
	return p
}

func kind(system string, env func(string) string, read func(string) ([]byte, error)) Kind {
	exists := func(path string) bool {
		_, err := read(path)
		return err == nil || errors.Is(err, fs.ErrPermission)
	}
	switch {
	case isOn(env("CI")):
		return CI
	case env("SSH_CONNECTION") != "" || env("SSH_TTY") != "":
		return SSH
	case system == "darwin" || system == "windows":
		return Local
	case exists("/.dockerenv") || exists("/run/.containerenv") || env("KUBERNETES_SERVICE_HOST") != "":
		return Container
	case system == "linux" && isWSL(env, read):
		return WSL
	case hasDisplay(env):
		return Local
	}
	return NoDisplay
}

func isOn(v string) bool { return v != "" && v != "0" && !strings.EqualFold(v, "false") }

func hasDisplay(env func(string) string) bool {
	return env("DISPLAY") != "" || env("WAYLAND_DISPLAY") != ""
}

func isWSL(env func(string) string, read func(string) ([]byte, error)) bool {
	if env("WSL_DISTRO_NAME") != "" {
		return true
	}
	version, err := read("/proc/version")
	return err == nil && strings.Contains(strings.ToLower(string(version)), "microsoft")
}

// sshServer reads this machine's address as the person's machine sees it, the
// end of "client port server port".
func sshServer(connection string) netip.AddrPort {
	f := strings.Fields(connection)
	if len(f) != 4 {
		return netip.AddrPort{}
	}
	addr, err := netip.ParseAddr(f[2])
	if err != nil {
		return netip.AddrPort{}
	}
	port, err := strconv.ParseUint(f[3], 10, 16)
	if err != nil {
		return netip.AddrPort{}
	}
	return netip.AddrPortFrom(addr.Unmap().WithZone(""), uint16(port))
}

// Why says in a few words why no page opens here, or is "".
func (p Place) Why() string {
	switch {
	case p.CanOpen:
		return ""
	case p.declined:
		return "BROWSER is none"
	}
	switch p.Kind {
	case SSH:
		return "this terminal is reached over SSH"
	case Container:
		return "this terminal is in a container"
	case CI:
		return "this is a build, and nobody is there"
	}
	return "there is no display here"
}

// Tunnel returns the command by which a person's own machine reaches a port that
// is listened on here, or "" where that is not over SSH. It is a line to copy:
// nothing runs it.
func (p Place) Tunnel(port int) string {
	if p.Kind != SSH || !p.server.IsValid() {
		return ""
	}
	to := p.server.Addr().String()
	if isWord(p.user) {
		to = p.user + "@" + to
	}
	if at := p.server.Port(); at != 22 {
		to = fmt.Sprintf("-p %d %s", at, to)
	}
	return fmt.Sprintf("ssh -N -L %d:127.0.0.1:%d %s", port, port, to)
}

// isWord reports whether s can stand in a command line as it is.
func isWord(s string) bool {
	for i := range len(s) {
		c := s[i]
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '.' || c == '-' && i > 0) {
			return false
		}
	}
	return s != ""
}
