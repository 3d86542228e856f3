package newman

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"postern/engine/cookies"
	"postern/store/postman/jsondoc"
)

// maxCookies is what RFC 6265, section 6.1, expects of a browser.
const maxCookies = 3000

// stamp is how JavaScript writes times.
const stamp = "2006-01-02T15:04:05.000Z"

// Cookies reads a jar as tough-cookie writes it. Those that have ended are left
// out; ended is their number.
func Cookies(file string) (jar *cookies.Ledger, ended int, err error) {
	d, err := read(file, "cookie jar")
	if err != nil {
		return nil, 0, err
	}
	list := d.Root().Get("cookies")
	if !list.Is(jsondoc.Array) {
		return nil, 0, d.bad(d.Root(), `a cookie jar must be an object with a list "cookies"`, "--export-cookie-jar writes one")
	}
	if n := list.Len(); n > maxCookies {
		return nil, 0, d.bad(list, "there are "+strconv.Itoa(n)+" cookies, and a jar holds up to "+strconv.Itoa(maxCookies), "take out those that are not needed")
	}
	jar = cookies.NewLedger()
	for _, v := range list.Children() {
		if v.Nil() {
			continue
		}
		c, bad := d.cookie(v)
		if bad != nil {
			return nil, 0, bad
		}
		if !jar.Put(c) {
			ended++
		}
	}
	return jar, ended, nil
}

// cookie reads one of them.
func (d *document) cookie(v jsondoc.Value) (cookies.Cookie, *Error) {
	if !v.Is(jsondoc.Object) {
		return cookies.Cookie{}, d.bad(v, "a cookie must be an object", "--export-cookie-jar writes them")
	}
	var c cookies.Cookie
	var same string
	for _, f := range []struct {
		key string
		to  *string
	}{{"key", &c.Name}, {"value", &c.Value}, {"domain", &c.Domain}, {"path", &c.Path}, {"sameSite", &same}} {
		s, bad := d.text(v, f.key)
		if bad != nil {
			return c, bad
		}
		if strings.ContainsFunc(s, isControl) || strings.Contains(s, ";") || f.key == "domain" && strings.ContainsAny(s, " /?#@[]") {
			return c, d.bad(v.Get(f.key), strconv.Quote(f.key)+" of a cookie has a character that cannot be sent", "take it out")
		}
		*f.to = s
	}
	for _, f := range []struct {
		key string
		to  *bool
	}{{"secure", &c.Secure}, {"httpOnly", &c.HttpOnly}, {"hostOnly", &c.HostOnly}, {"pathIsDefault", &c.DefaultPath}} {
		on, bad := d.flag(v, f.key)
		if bad != nil {
			return c, bad
		}
		*f.to = on
	}
	if c.Domain == "" {
		return c, d.bad(v, `a cookie needs a "domain"`, "it is the host that it is sent to")
	}
	c.Domain = strings.ToLower(strings.TrimPrefix(c.Domain, "."))
	if !strings.HasPrefix(c.Path, "/") {
		c.Path = "/"
	}
	c.SameSite = sameSites()[strings.ToLower(same)]
	for _, e := range v.Get("extensions").Children() {
		c.Unparsed = append(c.Unparsed, e.Str())
	}
	return c, d.times(v, &c)
}

func isControl(r rune) bool { return r < ' ' || r == 0x7f }

func sameSites() map[string]http.SameSite {
	return map[string]http.SameSite{"strict": http.SameSiteStrictMode, "lax": http.SameSiteLaxMode, "none": http.SameSiteNoneMode}
}

// times reads when a cookie was made, and when it ends.
func (d *document) times(v jsondoc.Value, c *cookies.Cookie) *Error {
	c.Created = time.Now()
	for _, f := range []struct {
		key string
		to  *time.Time
	}{{"expires", &c.Expires}, {"creation", &c.Created}} {
		s, bad := d.text(v, f.key)
		if bad != nil {
			return bad
		}
		if s == "" || s == "Infinity" {
			continue
		}
		t, err := time.Parse(time.RFC3339, s)
		if err != nil {
			return d.bad(v.Get(f.key), strconv.Quote(f.key)+" of a cookie is no time", stamp+" is one")
		}
		*f.to = t
	}
	age := v.Get("maxAge")
	if age.Nil() || age.Str() == "Infinity" {
		return nil
	}
	n, err := strconv.ParseFloat(age.Raw(), 64)
	switch {
	case age.Str() == "-Infinity", err == nil && n <= 0:
		c.MaxAge = -1
	case err != nil:
		return d.bad(age, `"maxAge" of a cookie must be a number of seconds`, "write it without quotes")
	default:
		c.MaxAge = int(min(n, maxAge))
	}
	return nil
}

// maxAge is a hundred years in seconds.
const maxAge = 100 * 365 * 24 * 60 * 60

// kept is a cookie as tough-cookie writes it: what goes without saying is left
// out.
type kept struct {
	Key        string   `json:"key,omitempty"`
	Value      string   `json:"value,omitempty"`
	Expires    string   `json:"expires,omitempty"`
	MaxAge     int      `json:"maxAge,omitempty"`
	Domain     string   `json:"domain"`
	Path       string   `json:"path"`
	Secure     bool     `json:"secure,omitempty"`
	HTTPOnly   bool     `json:"httpOnly,omitempty"`
	Extensions []string `json:"extensions,omitempty"`
	HostOnly   bool     `json:"hostOnly"`
	Default    bool     `json:"pathIsDefault,omitempty"`
	Creation   string   `json:"creation"`
	Accessed   string   `json:"lastAccessed"`
	SameSite   string   `json:"sameSite,omitempty"`
}

// Jar is the text of a jar as tough-cookie writes it, values and all.
func Jar(l *cookies.Ledger) []byte {
	out := struct {
		Version              string `json:"version"`
		StoreType            string `json:"storeType"`
		RejectPublicSuffixes bool   `json:"rejectPublicSuffixes"`
		EnableLooseMode      bool   `json:"enableLooseMode"`
		AllowSpecialUse      bool   `json:"allowSpecialUseDomain"`
		PrefixSecurity       string `json:"prefixSecurity"`
		Cookies              []kept `json:"cookies"`
	}{"tough-cookie@4.1.3", "MemoryCookieStore", false, true, true, "silent", []kept{}}
	for _, c := range l.All() {
		k := kept{
			Key: c.Name, Value: c.Value, MaxAge: c.MaxAge, Domain: c.Domain, Path: c.Path, Secure: c.Secure, HTTPOnly: c.HttpOnly,
			Extensions: c.Unparsed, HostOnly: c.HostOnly, Default: c.DefaultPath, Creation: c.Created.UTC().Format(stamp),
		}
		k.Accessed = k.Creation
		if c.Quoted {
			k.Value = `"` + c.Value + `"`
		}
		if !c.Expires.IsZero() {
			k.Expires = c.Expires.UTC().Format(stamp)
		}
		for name, mode := range sameSites() {
			if mode == c.SameSite {
				k.SameSite = name
			}
		}
		out.Cookies = append(out.Cookies, k)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	_ = enc.Encode(out) // texts, numbers and flags can always be written
	return b.Bytes()
}
