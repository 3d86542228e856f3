package scripted

import (
	"context"
	"net/http"
	"net/url"

	"postern/engine/script"
)

// jar is an environment's cookies as [script.Jar].
type jar struct{ http.CookieJar }

// Cookies implements [script.Jar].
func (j jar) Cookies(_ context.Context, address string) ([]script.Cookie, error) {
	return j.list(address)
}

func (j jar) list(address string) ([]script.Cookie, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	var out []script.Cookie
	for _, c := range j.CookieJar.Cookies(u) {
		out = append(out, cookie(c, u.Hostname()))
	}
	return out, nil
}

// SetCookie implements [script.Jar].
func (j jar) SetCookie(_ context.Context, address string, c script.Cookie) error {
	u, err := url.Parse(address)
	if err != nil {
		return err
	}
	j.CookieJar.SetCookies(u, []*http.Cookie{{
		Name: c.Name, Value: c.Value, Domain: c.Domain, Path: c.Path, Expires: c.Expires, Secure: c.Secure, HttpOnly: c.HTTPOnly,
	}})
	return nil
}

// Remove implements [script.Jar].
func (j jar) Remove(_ context.Context, address, name string) error {
	u, err := url.Parse(address)
	if err != nil {
		return err
	}
	var gone []*http.Cookie
	for _, c := range j.CookieJar.Cookies(u) {
		if name == "" || c.Name == name {
			// A jar does not tell the path; those of the whole host are the
			// ones that scripts set.
			gone = append(gone, &http.Cookie{Name: c.Name, Path: "/", MaxAge: -1})
		}
	}
	j.CookieJar.SetCookies(u, gone)
	return nil
}
