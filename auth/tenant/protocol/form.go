package protocol

import (
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
)

// MaxForm bounds a form in bytes.
const MaxForm = 64 << 10

// ReadForm reads a POST of RFC 6749: form-encoded, no parameter twice. An
// empty parameter counts as left out (section 3.1).
func ReadForm(w http.ResponseWriter, r *http.Request) (url.Values, error) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", "POST")
		p := BadRequest("the endpoint takes POST only")
		p.Status = http.StatusMethodNotAllowed
		return nil, p
	}
	if t, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || t != "application/x-www-form-urlencoded" {
		return nil, BadRequest("the body must be application/x-www-form-urlencoded")
	}
	if r.URL.Query().Has("client_secret") {
		return nil, BadRequest("client credentials do not belong into the URL")
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxForm))
	if err != nil {
		return nil, BadRequest("the body is too long")
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, BadRequest("the body is not well-formed")
	}
	for name, vs := range form {
		form[name] = slices.DeleteFunc(vs, func(v string) bool { return v == "" })
	}
	if Repeats(form) {
		return nil, BadRequest("a parameter is there more than once")
	}
	return form, nil
}

// Repeats reports whether a parameter is there more than once that may not be.
// RFC 8707 and RFC 8693 allow two.
func Repeats(form url.Values) bool {
	for name, vs := range form {
		if len(vs) > 1 && name != "resource" && name != "audience" {
			return true
		}
	}
	return false
}

// Audience is what those two ask for.
func Audience(form url.Values) []string { return slices.Concat(form["audience"], form["resource"]) }
