package callback

import (
	"errors"
	"net"
	"net/url"
	"strconv"
	"strings"
	"syscall"

	"postern/auth"
	"postern/auth/oauth2/endpoint"
)

// Plan is where the browser comes back to.
type Plan struct {
	// URI is the redirect_uri as the config has it; with Listen its port may
	// still be open.
	URI string
	// Listen says that URI is an address of this machine we can serve.
	Listen bool
	host   string
	// port is 0 for any.
	port int
	path string
}

// PlanFor decides from the callback URL of a config. A loopback address is
// served, with its own port if it names one (RFC 8252 section 7.3 leaves the
// port open); no address means one of our own. Any other address belongs to
// somebody else, and the person brings back what the browser shows.
func PlanFor(redirect string) (Plan, error) {
	if redirect == "" {
		return Plan{Listen: true, host: "127.0.0.1", path: "/callback"}, nil
	}
	u, err := url.Parse(redirect)
	if err != nil || u.Scheme == "" {
		return Plan{}, &auth.Error{
			Kind: auth.KindConfig, Summary: "the callback URL is no address", Where: "redirect_uri",
			Hint: "write it as it is registered at the identity provider, or leave it empty",
		}
	}
	if u.Scheme != "http" || !endpoint.IsLoopback(u.Hostname()) {
		return Plan{URI: redirect}, nil
	}
	port := 0
	if p := u.Port(); p != "" {
		if port, err = strconv.Atoi(p); err != nil || port > 65535 {
			return Plan{}, &auth.Error{
				Kind: auth.KindConfig, Summary: "the callback URL has no valid port", Where: "redirect_uri",
				Hint: "choose one from 1024 to 65535",
			}
		}
	}
	return Plan{URI: redirect, Listen: true, host: strings.ToLower(u.Hostname()), port: port, path: u.EscapedPath()}, nil
}

// bind opens the loopback port of p. It happens before the browser opens, so
// that nobody else can be there first. With localhost it binds both families,
// because browsers differ in which they try.
func (h *Host) bind(p Plan) ([]net.Listener, error) {
	first, network := p.host, "tcp4"
	switch {
	case p.host == "localhost":
		first = "127.0.0.1"
	case net.ParseIP(p.host).To4() == nil:
		network = "tcp6"
	}
	l, err := h.listen(network, net.JoinHostPort(first, strconv.Itoa(p.port)))
	if err != nil {
		return nil, bindError(p, err)
	}
	listeners := []net.Listener{l}
	if p.host == "localhost" {
		if _, port, err := net.SplitHostPort(l.Addr().String()); err == nil {
			if l6, err := h.listen("tcp6", net.JoinHostPort("::1", port)); err == nil {
				listeners = append(listeners, l6)
			}
		}
	}
	return listeners, nil
}

func bindError(p Plan, err error) error {
	e := &auth.Error{
		Kind: auth.KindConfig, Summary: "cannot listen for the login on this machine", Where: "redirect_uri",
		Hint: "set Callback URL to an address that is not this machine's and paste what the browser shows", Err: err,
	}
	if p.port != 0 {
		e.Summary = "cannot listen for the login on port " + strconv.Itoa(p.port)
	}
	if p.port != 0 && errors.Is(err, syscall.EADDRINUSE) {
		e.Summary = "port " + strconv.Itoa(p.port) + ", where the login comes back to, is in use"
		e.Hint = "end the program that uses it, or register another Callback URL at the identity provider"
		e.Err = nil
	}
	return e
}
