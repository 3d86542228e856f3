package cookies

import (
	"cmp"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Cookie is a cookie as a jar holds it: Domain and Path are set, whether the
// server named them or not.
type Cookie struct {
	http.Cookie
	// HostOnly says that no other host gets it, DefaultPath that the server named
	// no path.
	HostOnly, DefaultPath bool
	Created               time.Time
}

// id is what tells cookies apart, RFC 6265 section 5.3.
type id struct{ domain, path, name string }

func (c *Cookie) id() id { return id{c.Domain, c.Path, c.Name} }

// expires is when it ends; zero is the end of the session.
func (c *Cookie) expires() time.Time {
	switch {
	case c.MaxAge < 0:
		return c.Created
	case c.MaxAge > 0:
		return c.Created.Add(time.Duration(c.MaxAge) * time.Second)
	}
	return c.Expires
}

// ended reports whether it is over at a time.
func (c *Cookie) ended(now time.Time) bool {
	end := c.expires()
	return !end.IsZero() && !end.After(now)
}

// Ledger is a jar that can say what it holds, which those of the standard
// library cannot. It keeps a list beside such a jar, which decides what is
// sent. It is safe for concurrent use. Make one with [NewLedger].
type Ledger struct {
	jar http.CookieJar
	// used says that somebody has set a cookie; most servers of APIs never do.
	used atomic.Bool

	mu   sync.Mutex
	held map[id]Cookie
}

// NewLedger returns an empty one.
func NewLedger() *Ledger { return &Ledger{jar: newJar(), held: make(map[id]Cookie)} }

// Cookies implements [http.CookieJar].
func (l *Ledger) Cookies(u *url.URL) []*http.Cookie {
	if !l.used.Load() {
		return nil
	}
	return l.jar.Cookies(u)
}

// SetCookies implements [http.CookieJar].
func (l *Ledger) SetCookies(u *url.URL, cookies []*http.Cookie) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.used.Store(true)
	l.jar.SetCookies(u, cookies)
	for _, c := range cookies {
		if n, ok := received(u, c); ok {
			l.note(n)
		}
	}
}

// received is a cookie that a server set, and whether it may.
func received(u *url.URL, c *http.Cookie) (Cookie, bool) {
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	n := Cookie{Cookie: *c, Created: time.Now()}
	n.Domain = strings.ToLower(strings.TrimPrefix(c.Domain, "."))
	if n.Domain == "" || n.Domain == host && shared(host) {
		n.Domain, n.HostOnly = host, true
	}
	if !strings.HasPrefix(c.Path, "/") {
		n.Path, n.DefaultPath = defaultPath(u.Path), true
	}
	return n, n.Domain == host || strings.HasSuffix(host, "."+n.Domain)
}

// defaultPath is that of RFC 6265, section 5.1.4.
func defaultPath(path string) string {
	if i := strings.LastIndexByte(path, '/'); i > 0 && path[0] == '/' {
		return path[:i]
	}
	return "/"
}

// note puts a cookie into the list in place of its like, or takes that out.
func (l *Ledger) note(c Cookie) {
	old, had := l.held[c.id()]
	if c.ended(c.Created) {
		delete(l.held, c.id())
		return
	}
	if had && c.MaxAge == 0 { // else it would end as early as the old one
		c.Created = old.Created
	}
	l.held[c.id()] = c
}

// Put takes over a cookie that another jar held, unless it has ended. One for a
// public suffix goes to the host of that name alone.
func (l *Ledger) Put(c Cookie) (kept bool) {
	if c.ended(time.Now()) {
		return false
	}
	set := c.Cookie
	set.MaxAge, set.Expires = 0, c.expires()
	if c.HostOnly = c.HostOnly || shared(c.Domain); c.HostOnly {
		set.Domain = ""
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.used.Store(true)
	l.jar.SetCookies(c.address(), []*http.Cookie{&set})
	l.held[c.id()] = c
	return true
}

// shared reports whether a domain is an address or a public suffix, which has no
// cookies for what is below it.
func shared(domain string) bool {
	return net.ParseIP(domain) != nil || suffixes{}.PublicSuffix(domain) == domain
}

// address is one that the cookie is sent to.
func (c *Cookie) address() *url.URL {
	host := c.Domain
	if strings.Contains(host, ":") {
		host = "[" + host + "]:443" // without a port the jar takes the brackets for a part of the name
	}
	return &url.URL{Scheme: "https", Host: host, Path: c.Path}
}

// All returns what the jar holds, the oldest first. What it has refused or what
// has ended meanwhile is not among it.
func (l *Ledger) All() []Cookie {
	l.mu.Lock()
	defer l.mu.Unlock()
	sent := make(map[string][]*http.Cookie)
	maps.DeleteFunc(l.held, func(_ id, c Cookie) bool {
		u := c.address()
		at := u.String()
		if _, ok := sent[at]; !ok {
			sent[at] = l.jar.Cookies(u)
		}
		return !slices.ContainsFunc(sent[at], func(s *http.Cookie) bool { return s.Name == c.Name && s.Value == c.Value })
	})
	return slices.SortedFunc(maps.Values(l.held), func(a, b Cookie) int {
		return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.Domain, b.Domain), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Name, b.Name))
	})
}
