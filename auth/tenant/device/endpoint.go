package device

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"postern/auth/tenant/client"
	"postern/auth/tenant/directory"
	"postern/auth/tenant/ledger"
	"postern/auth/tenant/page"
	"postern/auth/tenant/protocol"
	"postern/auth/tenant/scopes"
)

// answer is the one of RFC 8628 section 3.2.
type answer struct {
	Device   string `json:"device_code"`
	User     string `json:"user_code"`
	Verify   string `json:"verification_uri"`
	Complete string `json:"verification_uri_complete"`
	Expires  int    `json:"expires_in"`
	Interval int    `json:"interval"`
}

// Endpoint is where a device gets its codes (RFC 8628 section 3.1). A client
// that has a secret or a key must authenticate.
type Endpoint struct {
	Registry *client.Registry
	Codes    *Codes
	// Issuer is the issuer identifier, and Verify the address of the [Page].
	Issuer, Verify func(*http.Request) string
	// Audiences are what the aud of a client's assertion may be.
	Audiences func(*http.Request) []string
}

// ServeHTTP implements [http.Handler].
func (e Endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a, err := e.begin(w, r)
	if err != nil {
		protocol.WriteProblem(w, r, err)
		return
	}
	protocol.WriteJSON(w, http.StatusOK, a)
}

func (e Endpoint) begin(w http.ResponseWriter, r *http.Request) (answer, error) {
	form, err := protocol.ReadForm(w, r)
	if err != nil {
		return answer{}, err
	}
	c, err := e.Registry.Authenticate(r, form, e.Audiences(r)...)
	if err != nil {
		return answer{}, err
	}
	scope, err := scopes.Asked(form.Get("scope"), scopes.DefaultPerson)
	if err != nil {
		return answer{}, err
	}
	device, user := e.Codes.begin(&ledger.Grant{
		Client: c.ID, Scope: scope, Issuer: e.Issuer(r), Audience: c.AudienceOr(protocol.Audience(form)),
	})
	verify := e.Verify(r)
	return answer{
		Device: device, User: user, Verify: verify, Complete: verify + "?user_code=" + url.QueryEscape(user),
		Expires: int(e.Codes.opts.TTL / time.Second), Interval: int(e.Codes.opts.Interval / time.Second),
	}, nil
}

// Page is where a person lets a device in: GET shows the form, with the code in
// it if the address has one; POST is the form.
type Page struct {
	Codes  *Codes
	People *directory.Directory
	// Hint is a username that exists.
	Hint string
}

// ServeHTTP implements [http.Handler].
func (p Page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPost {
		p.answer(w, r)
		return
	}
	p.ask(w, page.Device{Code: r.URL.Query().Get("user_code")}, http.StatusOK)
}

// ask shows the form, and what the device wants if its code is known.
func (p Page) ask(w http.ResponseWriter, form page.Device, status int) {
	form.Hint = p.Hint
	if form.Code != "" {
		q, err := p.Codes.find(form.Code)
		if err != nil {
			form.Wrong = "The code is wrong or has expired. Is it what the device shows?"
			status = http.StatusNotFound
		}
		form.Client, form.Scope = q.Client, strings.Join(q.Scope, " ")
	}
	form.Show(w, status)
}

// answer takes the form. Refusing needs no password: it gives nothing away.
func (p Page) answer(w http.ResponseWriter, r *http.Request) {
	form, err := protocol.ReadForm(w, r)
	if err != nil {
		page.Problem(w, r, err)
		return
	}
	again := page.Device{Code: form.Get("user_code"), Username: form.Get("username")}
	if form.Get("action") == "deny" {
		p.finish(w, again, p.Codes.Deny(again.Code), "The device was refused.")
		return
	}
	who, err := p.People.Login(again.Username, form.Get("password"))
	if err != nil {
		again.Wrong = "The username or password is wrong."
		p.ask(w, again, http.StatusUnauthorized)
		return
	}
	p.finish(w, again, p.Codes.Approve(again.Code, who.ID), "The device is signed in.")
}

func (p Page) finish(w http.ResponseWriter, again page.Device, err error, done string) {
	if err != nil {
		again.Wrong = "The code is wrong or has expired. Is it what the device shows?"
		again.Hint = p.Hint
		again.Show(w, http.StatusNotFound)
		return
	}
	page.Done{Text: done}.Show(w)
}
