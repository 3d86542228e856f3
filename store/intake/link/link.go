// Package link fetches one document from a web address that a person named. The
// server is told the address and nothing else: no credentials, no cookies.
//
// How connections are made is the transport's, which should dial by [Dial] so
// that a redirect from elsewhere cannot reach into the person's own network. What
// the document is, is for package intake to say.
package link

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/net/idna"

	"postern/engine/content"
)

// The limits of a fetch.
const (
	// MaxSize is the longest document, in bytes, unpacked.
	MaxSize = 64 << 20
	// Timeout is for all of it.
	Timeout = time.Minute
	// maxHops is how many redirects are followed.
	maxHops = 5
)

// Page is what was fetched.
type Page struct {
	// Name is the last part of the address, as of a file.
	Name string
	Data []byte
	// Asked are the hosts that were asked, in order: more than one if there
	// were redirects.
	Asked []string
	// Near says that the document came from this machine or from a private
	// network, in words; "" if it did not.
	Near string
}

// Error is why nothing was fetched, with one thing to try.
type Error struct {
	What, Tip string
	Err       error
}

// Error returns what failed.
func (e *Error) Error() string { return e.What }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Advice returns one thing to try.
func (e *Error) Advice() string { return e.Tip }

// Told says in words how the page came: by whom, and from where.
func (p Page) Told() []string {
	var out []string
	if n := len(p.Asked); n > 1 {
		out = append(out, p.Asked[0]+" led to "+strings.Join(p.Asked[1:], ", then to "))
	}
	if p.Near != "" {
		out = append(out, "it came from "+p.Near)
	}
	return out
}

// Is reports whether a text looks like a web address.
func Is(text string) bool {
	scheme, rest, ok := strings.Cut(text, "://")
	return ok && rest != "" && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https")) && !strings.ContainsAny(text, " \n\t")
}

// Shown is an address without its query, which may hold a key.
func Shown(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	s := u.Scheme + "://" + u.Host + u.EscapedPath()
	if u.RawQuery != "" {
		s += "?…"
	}
	return s
}

// parse takes an address apart, or says why it is not fetched.
func parse(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	switch {
	case err == nil && u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https":
		return nil, &Error{What: "only http and https addresses are fetched, not " + u.Scheme, Tip: "download it, then import the file"}
	case err != nil || u.Hostname() == "":
		return nil, &Error{What: "this is no web address", Tip: "an address begins with https:// and a host"}
	case u.User != nil:
		return nil, &Error{What: "an address with a name and password in it is not fetched: no credentials are sent", Tip: "download it, then import the file"}
	}
	// As it is dialed, for there it is to be known again.
	if name := u.Hostname(); strings.ContainsFunc(name, func(r rune) bool { return r > unicode.MaxASCII }) {
		host, err := idna.Lookup.ToASCII(name)
		if err != nil {
			return nil, &Error{What: "this is no web address", Tip: "check how its host is spelled", Err: err}
		}
		u.Host = strings.Replace(u.Host, name, host, 1)
	}
	u.Fragment = ""
	return u, nil
}

// Fetch gets what is at an address. The error is a [*Error], or that of
// ctx.
func Fetch(ctx context.Context, by http.RoundTripper, address string) (Page, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, Timeout, errSlow)
	defer cancel()
	u, err := parse(address)
	if err != nil {
		return Page{}, err
	}
	f := &fetch{by: by}
	p, err := f.follow(ctx, u)
	if err == nil {
		return p, nil
	}
	var own *Error
	switch {
	case errors.As(err, &own):
		return Page{}, own
	case errors.Is(context.Cause(ctx), errSlow):
		err = errSlow
	case ctx.Err() != nil:
		return Page{}, ctx.Err()
	}
	return Page{}, &Error{What: "fetch " + Shown(address) + ": " + reason(err), Tip: "check the address, or download it and import the file", Err: err}
}

var errSlow = fmt.Errorf("it took longer than %s", Timeout)

// reason is an error without the address, which may hold a key.
func reason(err error) string {
	var ue *url.Error
	if errors.As(err, &ue) {
		err = ue.Err
	}
	return err.Error()
}

type fetch struct {
	by    http.RoundTripper
	asked []string
	// near says where the last answer came from, far that one came from the
	// open network.
	near string
	far  bool
}

func (f *fetch) follow(ctx context.Context, u *url.URL) (Page, error) {
	for range maxHops + 1 {
		res, err := f.get(ctx, u)
		if err != nil {
			return Page{}, err
		}
		next, err := redirect(u, res)
		if err == nil && next == nil {
			return f.page(u, res)
		}
		_ = res.Body.Close() // its body does not matter
		if err != nil {
			return Page{}, err
		}
		u = next
	}
	return Page{}, fmt.Errorf("more than %d redirects", maxHops)
}

// get asks one server.
func (f *fetch) get(ctx context.Context, u *url.URL) (*http.Response, error) {
	if f.far {
		ctx = context.WithValue(ctx, guard{}, u.Hostname())
	}
	proxied := false
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(addr string) {
			host, _, _ := net.SplitHostPort(addr)
			proxied = host != u.Hostname()
		},
		GotConn: func(i httptrace.GotConnInfo) {
			if f.near = ""; !proxied { // where a proxy gets it from is not known
				f.near = near(i.Conn.RemoteAddr().String())
			}
		},
	})
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, err
	}
	req.Close = true // a connection that is used again is not dialed, and so not looked at
	req.Header.Set("User-Agent", "postern")
	req.Header.Set("Accept", "*/*")
	if len(f.asked) == 0 || f.asked[len(f.asked)-1] != u.Host {
		f.asked = append(f.asked, u.Host)
	}
	res, err := f.by.RoundTrip(req)
	f.far = f.far || f.near == ""
	return res, err
}

// redirect is where an answer leads, nil for nowhere.
func redirect(from *url.URL, res *http.Response) (*url.URL, error) {
	if !slices.Contains([]int{301, 302, 303, 307, 308}, res.StatusCode) {
		return nil, nil
	}
	to, err := from.Parse(res.Header.Get("Location"))
	if err != nil {
		return nil, errors.New("it leads to no address")
	}
	if from.Scheme == "https" && to.Scheme == "http" {
		return nil, &Error{What: from.Host + " leads from https to http at " + to.Host + ", which anyone on the way can change", Tip: "name that address yourself if you trust it"}
	}
	return parse(to.String())
}

func (f *fetch) page(u *url.URL, res *http.Response) (Page, error) {
	defer res.Body.Close() //nolint:errcheck // it was only read
	if res.StatusCode != http.StatusOK {
		return Page{}, fmt.Errorf("%s answers %d %s", u.Host, res.StatusCode, http.StatusText(res.StatusCode))
	}
	body, closers, _ := content.Decode(res.Header, res.Body)
	defer func() {
		for _, c := range closers {
			_ = c.Close() // it was only read
		}
	}()
	data, err := io.ReadAll(io.LimitReader(body, MaxSize+1))
	switch {
	case err != nil:
		return Page{}, err
	case len(data) > MaxSize:
		return Page{}, &Error{What: fmt.Sprintf("%s has more than %d MiB", Shown(u.String()), MaxSize>>20), Tip: "download it and import the file"}
	}
	name := path.Base(u.Path)
	if name == "/" || name == "." {
		name = u.Hostname()
	}
	return Page{Name: name, Data: data, Asked: f.asked, Near: f.near}, nil
}

// Near says what network an address leads to as far as it says so itself: this
// machine, or a private network; "" if it does not.
func Near(address string) string {
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return ""
	case u.Hostname() == "localhost", strings.HasSuffix(u.Hostname(), ".localhost"):
		return "this machine"
	}
	return near(net.JoinHostPort(u.Hostname(), "0"))
}

// near says what network an address is of, "" for the open one.
func near(addr string) string {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return ""
	}
	ip := net.ParseIP(strings.Split(host, "%")[0])
	switch {
	case ip == nil:
		return ""
	case ip.IsLoopback(), ip.IsUnspecified():
		return "this machine"
	case ip.IsPrivate(), ip.IsLinkLocalUnicast():
		return "a private network"
	}
	return ""
}
