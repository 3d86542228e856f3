// Package page is the tenant's HTML: the pages that people see in a browser.
//
// A page is a type with its template beside it. Nothing here decides anything.
package page

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"net/url"

	"postern/auth/tenant/protocol"
)

//go:embed *.html
var pageFiles embed.FS

// pageHeaders keep a page from loading, framing or leaking anything. There is
// no form-action: browsers apply it to the redirect behind a form too, and
// that must reach the client.
func pageHeaders(h http.Header) {
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
}

// Login asks who somebody is.
type Login struct {
	Client, Scope   string // who asks for what
	Username, Wrong string // what was tried, and what is wrong with it
	Hint            string // a username that exists
	Action          string // where the form goes
}

// Show answers with the page.
func (p Login) Show(w http.ResponseWriter, status int) { show(w, status, "login.html", p) }

// Post is the page of response_mode=form_post. It has a button instead of
// a script: nobody waits for it but tests and the curious.
type Post struct {
	Action string
	Fields url.Values
}

// Show answers with the page.
func (p Post) Show(w http.ResponseWriter) { show(w, http.StatusOK, "post.html", p) }

// Device asks who lets a device in.
type Device struct {
	Code            string // the user code
	Client, Scope   string // who asks for what, "" if the code is not known
	Username, Wrong string // what was tried, and what is wrong with it
	Hint            string // a username that exists
}

// Show answers with the page.
func (p Device) Show(w http.ResponseWriter, status int) { show(w, status, "device.html", p) }

// Done says that there is nothing more to do here.
type Done struct{ Text string }

// Show answers with the page.
func (p Done) Show(w http.ResponseWriter) { show(w, http.StatusOK, "done.html", p) }

// Problem tells the person what cannot be told to the client.
func Problem(w http.ResponseWriter, r *http.Request, err error) {
	p := protocol.As(r, err)
	show(w, p.Status, "error.html", p)
}

// show renders a page. The templates are parsed for each: a person sees few.
func show(w http.ResponseWriter, status int, name string, data any) {
	var b bytes.Buffer
	pages, err := template.ParseFS(pageFiles, "*.html")
	if err == nil {
		err = pages.ExecuteTemplate(&b, name, data)
	}
	if err != nil {
		http.Error(w, "render page: "+err.Error(), http.StatusInternalServerError)
		return
	}
	pageHeaders(w.Header())
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // the browser may have gone
}
