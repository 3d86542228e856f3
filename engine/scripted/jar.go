package scripted

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"sync/atomic"

	"postern/engine/collection"
	"postern/engine/script"
)

// jar is an environment's cookies as [script.Jar], for one task.
type jar struct {
	http.CookieJar
	// left is how many the task may still set.
	left atomic.Int32
}

// What a task may set, which nothing else bounds: browsers take 3000 cookies of
// 4 KiB.
const (
	mostCookies   = 3000
	longestCookie = 8 << 10
)

var (
	errCookies = errors.New("a script may set " + strconv.Itoa(mostCookies) + " cookies")
	errCookie  = errors.New("the cookie is longer than " + strconv.Itoa(longestCookie>>10) + " KiB")
)

// jarOf are the cookies for one task of a job.
func (s *Sender) jarOf(job *collection.Job) *jar {
	j := &jar{CookieJar: s.Jar(job.Auth.Realm)}
	j.left.Store(mostCookies)
	return j
}

// Cookies implements [script.Jar].
func (j *jar) Cookies(_ context.Context, address string) ([]script.Cookie, error) {
	return j.list(address)
}

func (j *jar) list(address string) ([]script.Cookie, error) {
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
func (j *jar) SetCookie(_ context.Context, address string, c script.Cookie) error {
	u, err := url.Parse(address)
	if err != nil {
		return err
	}
	if len(c.Name)+len(c.Value)+len(c.Domain)+len(c.Path) > longestCookie {
		return errCookie
	}
	if j.left.Add(-1) < 0 {
		return errCookies
	}
	j.CookieJar.SetCookies(u, []*http.Cookie{{
		Name: c.Name, Value: c.Value, Domain: c.Domain, Path: c.Path, Expires: c.Expires, Secure: c.Secure, HttpOnly: c.HTTPOnly,
	}})
	return nil
}

// Remove implements [script.Jar].
func (j *jar) Remove(_ context.Context, address, name string) error {
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
