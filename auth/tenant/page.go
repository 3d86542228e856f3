package tenant

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"strings"
)

//go:embed page/*.html
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

// show renders a page. The template is parsed for each: a person sees few.
func (t *Tenant) show(w http.ResponseWriter, status int, name string, data any) {
	var b bytes.Buffer
	pages, err := template.ParseFS(pageFiles, "page/*.html")
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

func (t *Tenant) showLogin(w http.ResponseWriter, r *http.Request, status int, q authRequest, username, wrong string) {
	t.show(w, status, "login.html", struct {
		Client, Scope, Username, Wrong, Hint string
		Action                               string
	}{
		q.client.id, strings.Join(q.scope, " "), username, wrong, t.opts.Username,
		r.URL.RequestURI(),
	})
}

func (t *Tenant) showError(w http.ResponseWriter, r *http.Request, status int, p *problem) {
	note(r, func(e *Entry) { e.Error = p.Code })
	t.show(w, status, "error.html", p)
}

// showPost is the page of response_mode=form_post. It has a button instead of
// a script: nobody waits for it but tests and the curious.
func (t *Tenant) showPost(w http.ResponseWriter, _ *http.Request, action string, fields url.Values) {
	t.show(w, http.StatusOK, "post.html", struct {
		Action string
		Fields url.Values
	}{action, fields})
}
