package fault

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Case is a fault that clients should survive. It strikes everything, for good:
// whoever uses it says where and how often, by [Case.At].
type Case struct {
	Name  string
	Fault Fault
	// Executed says that the request takes effect although its client does not
	// learn of it: a refresh token that rotates is used up.
	Executed bool
}

// At returns the case's fault for so many requests of a grant type, of any if
// grant is "".
func (c Case) At(grant string, times int) Fault {
	f := c.Fault
	f.Method, f.Grant, f.Times = http.MethodPost, grant, times
	return f
}

// Transient are the faults after which a token is still good or may be: the
// network's and those of a server that is overloaded, down or behind a broken
// proxy.
func Transient() []Case {
	const answer = `{"access_token":"half of an answer","token_type":"Bearer"`
	cases := []Case{
		{"reset before the request was read", Fault{Break: Unread}, false},
		{"reset after the request was read", Fault{Break: Read}, false},
		{"reset after the grant", Fault{Break: Read, After: true}, true},
		{"closed without an answer", Fault{Drop: true}, false},
		{"closed after the grant", Fault{After: true}, true},
		{"broken off in the headers", Fault{Break: InHeaders, Status: 200, Body: answer}, false},
		{"broken off in the headers after the grant", Fault{Break: InHeaders}, true},
		{"broken off in the body", Fault{Break: InBody, Status: 200, Body: answer}, false},
		{"broken off in the body after the grant", Fault{Break: InBody}, true},
		{"answers too late", Fault{Delay: 10 * time.Minute}, false},
		{"answers too late after the grant", Fault{Delay: 10 * time.Minute, After: true}, true},
		{"maintenance page with status 200", page(200), false},
		{"maintenance page after the grant", Fault{Edit: Edits(As("text/html"), Text(maintenance))}, true},
		{"JSON of another kind", Fault{Status: 200, Header: asJSON(), Body: `{"status":"ok"}`}, false},
		{"empty answer", Fault{Status: 200, Header: asJSON()}, false},
		{"500 after the grant", Fault{Edit: func(a *Answer) { a.Status = 500 }}, true},
	}
	for _, status := range []int{408, 425, 429, 500, 502, 503, 504, 520, 599} {
		cases = append(cases, Case{fmt.Sprintf("status %d", status), page(status), false})
	}
	for _, code := range []string{"server_error", "temporarily_unavailable"} {
		cases = append(cases, Case{code, refusal(http.StatusServiceUnavailable, code), false})
	}
	return append(cases, RetryAfters()...)
}

// RetryAfters are the ways to ask a client for patience, some of them wrong.
func RetryAfters() []Case {
	var cases []Case
	for _, after := range []string{
		"1", "120", "0", "-5", "1000000000", "99999999999999999999", "2.5", "soon", "",
		time.Now().Add(2 * time.Minute).UTC().Format(http.TimeFormat), "Thu, 01 Jan 1970 00:00:00 GMT", "2026-01-01",
	} {
		for _, status := range []int{http.StatusTooManyRequests, http.StatusServiceUnavailable} {
			f := page(status)
			f.Header.Set("Retry-After", after)
			cases = append(cases, Case{fmt.Sprintf("status %d, Retry-After %q", status, after), f, false})
		}
	}
	return cases
}

// Redirects are answers that send a client elsewhere, where it must not go.
func Redirects(to string) []Case {
	var cases []Case
	for _, status := range []int{301, 302, 303, 307, 308} {
		f := Fault{Status: status, Header: http.Header{"Location": {to}}}
		cases = append(cases, Case{fmt.Sprintf("status %d", status), f, false})
	}
	return cases
}

// InvalidGrants are the ways in which servers say that a refresh token is no
// good any more.
func InvalidGrants() []Case {
	plain := `{"error":"invalid_grant","error_description":"the refresh token has expired"}`
	f := func(status int, contentType, body string) Fault {
		return Fault{Status: status, Header: http.Header{"Content-Type": {contentType}}, Body: body}
	}
	return []Case{
		{"as the RFC has it", f(400, "application/json", plain), false},
		{"no description", f(400, "application/json", `{"error":"invalid_grant"}`), false},
		{"description is an object", f(400, "application/json", `{"error":"invalid_grant","error_description":{"text":"gone"}}`), false},
		{"description is null", f(400, "application/json", `{"error":"invalid_grant","error_description":null,"error_codes":[7]}`), false},
		{"status 401", f(401, "application/json", plain), false},
		{"status 403", f(403, "application/json", plain), false},
		{"status 200", f(200, "application/json", plain), false},
		{"form-encoded", f(400, "application/x-www-form-urlencoded", "error=invalid_grant&error_description=gone"), false},
		{"labelled text/plain", f(400, "text/plain", plain), false},
		{"labelled text/html", f(400, "text/html; charset=utf-8", plain), false},
		{"no Content-Type, with a byte order mark", Fault{Status: 400, Header: http.Header{"Content-Type": nil}, Body: "\ufeff" + plain}, false},
		{"indented, after blank lines", f(400, "application/json;charset=UTF-8", "\r\n\r\n"+strings.ReplaceAll(plain, ",", ",\n\t")), false},
	}
}

const maintenance = "<!doctype html><title>Maintenance</title><h1>We will be back soon</h1>"

// page is what a proxy says in place of the server behind it.
func page(status int) Fault {
	return Fault{Status: status, Header: http.Header{"Content-Type": {"text/html"}}, Body: maintenance}
}

func refusal(status int, code string) Fault {
	return Fault{Status: status, Header: asJSON(), Body: `{"error":"` + code + `"}`}
}

func asJSON() http.Header { return http.Header{"Content-Type": {"application/json"}} }
