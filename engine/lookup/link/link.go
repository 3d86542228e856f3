// Package link finds the links of a response, judges where they lead, expands
// their templates and joins the pages they lead to.
//
// It knows HAL (with curies and templates), Link headers (RFC 8288), JSON:API,
// OData, SCIM, Siren, every other object with a href, and plain addresses.
// What a server writes is a suggestion and no more: an address is resolved
// (RFC 3986) and written anew in plain ASCII with its braces encoded, so that
// no {{variable}} can be smuggled into a request, and one that is no http
// address, carries a user name, or could be read in two ways is refused
// ([Link.Refused]) and has no URL.
//
// The package follows nothing. Whoever does keeps credentials to links whose
// Same is true.
package link

import (
	"postern/engine/lookup"
	"postern/engine/lookup/scan"
)

// Form is the convention by which a link was found.
type Form uint8

// The forms. Plain is any text that is an address.
const (
	Plain Form = iota
	HAL
	Header
	JSONAPI
	OData
	SCIM
	Siren
	// Href is an object with a href of no convention we know.
	Href
)

// String is the form's name.
func (f Form) String() string {
	return [...]string{"URL", "HAL", "Link header", "JSON:API", "OData", "SCIM", "Siren", "href"}[min(f, Href)]
}

// Link is one link of a response. Its texts are one line each and free of
// control characters.
type Link struct {
	// Rel is what the link is to the thing it stands in ("self", "next", a
	// member's name), or "".
	Rel   string
	Title string
	// Method is GET unless the response says otherwise.
	Method string
	// URL is absolute ASCII. It is "" when the link is refused, and when it
	// is a template that leads nowhere without values: see [Link.Expand].
	URL string
	// Template is a URI template (RFC 6570), and Vars are its variables.
	Template string
	Vars     []string
	// Doc is the address of a curie's documentation, or "".
	Doc  string
	Form Form
	// Path is the gjson path to the text, or "" for a header, which Header
	// then names.
	Path, Header string
	// Start and End are the bytes of the text in the body, with its quotes.
	Start, End int
	// Same says that the link stays at the origin of the response: scheme,
	// host and port. Nothing else may be sent credentials.
	Same bool
	// Downgrade says that the link leads from https to http.
	Downgrade bool
	// Refused says why the link cannot be followed.
	Refused Refusal
	// Text is what the response says, cut and made safe, for a refused link to
	// be shown by.
	Text string
	top  bool // stands at the top of its document
}

// maxLinks is the default of how many links are returned.
const maxLinks = 10_000

// Result is the links of a response: those of its headers, then those of its
// body in its order, each once.
type Result struct {
	Links []Link
	Cut   lookup.Cut
	// URL is the address of the response, which relative links start from.
	URL string
}

// Find searches a response for links. It takes time linear in the body's size
// and memory for the links.
func Find(r lookup.Response, l lookup.Limits) Result {
	l, body, cut := l.On(r.Body, maxLinks)
	f := finder{base: newBase(r.URL), sc: scan.New(body, l.Depth), limit: l.Count, seen: map[identity]bool{}}
	f.headers(r)
	if scan.Starts(body) {
		cut |= f.walk()
	}
	return Result{Links: f.out, Cut: cut | f.cut, URL: r.URL}
}

// Next is the link to the page after this one, if there is one that can be
// followed. Whether it leaves the origin is for the caller to look at.
func Next(r Result) (Link, bool) {
	var best Link
	found := false
	for _, l := range r.Links {
		if !l.top || !isNext(l.Rel) || l.URL == "" || l.Method != "GET" || sameAddress(l.URL, r.URL) {
			continue
		}
		if l.Form == Header { // said outside of the body, and most plainly
			return l, true
		}
		if !found || l.Form != Plain && best.Form == Plain {
			best, found = l, true
		}
	}
	return best, found
}

// isNext reports whether a relation or a member names the next page.
func isNext(rel string) bool {
	switch rel {
	case "next", "Next", "nextLink", "next_link", "nextPage", "next_page", "nextUrl", "next_url", "nextPageUrl",
		"next_page_url", "next_href", "nextHref":
		return true
	}
	return false
}
