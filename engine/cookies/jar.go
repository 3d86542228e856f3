// Package cookies keeps what servers set, by the rules of browsers.
//
// It keeps them in memory and writes no file.
package cookies

import (
	"net/http"
	"net/http/cookiejar"
)

// newJar returns an empty jar. Cookies for a public suffix, which would reach
// every site below it, are refused.
func newJar() http.CookieJar {
	jar, err := cookiejar.New(&cookiejar.Options{PublicSuffixList: suffixes{}})
	if err != nil {
		panic(err) // the documented error is always nil
	}
	return jar
}

// Pair is a cookie as it is sent, quoted where the server quoted it.
func Pair(c *http.Cookie) string {
	if c.Quoted {
		return c.Name + `="` + c.Value + `"`
	}
	return c.Name + "=" + c.Value
}
