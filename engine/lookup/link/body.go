package link

import (
	"bytes"
	"strings"

	"postern/engine/lookup"
	"postern/engine/lookup/scan"
)

// identity is what makes two links one.
type identity struct{ method, rel, target string }

// frame is an open object or array.
type frame struct {
	key   []byte // it stands under; nil in an array
	array bool
	// in is the convention that holds from here on inwards.
	in Form

	rel, title, name, method, href []byte

	templated bool
	hrefAt    Link // where href stands
	// links are those of a _links object, by their place, until its curies
	// are known.
	first  int
	curies map[string]string
}

// finder walks one body.
type finder struct {
	base   base
	sc     *scan.Scanner
	frames []frame
	open   int
	out    []Link
	limit  int
	seen   map[identity]bool
	cut    lookup.Cut
}

func (f *finder) walk() lookup.Cut {
	for f.cut&lookup.CutCount == 0 {
		t, ok := f.sc.Next()
		if !ok {
			break
		}
		switch t.Kind {
		case scan.Object, scan.Array:
			f.push(t)
		case scan.Close:
			f.pop()
		case scan.String:
			f.text(t)
		case scan.Literal:
			if f.open > 0 && string(t.Key) == "templated" {
				f.frames[f.open-1].templated = string(t.Raw) == "true"
			}
		}
	}
	for f.open > 0 {
		f.pop()
	}
	return f.sc.Cut()
}

func (f *finder) push(t scan.Token) {
	if f.open == len(f.frames) {
		f.frames = append(f.frames, frame{})
	}
	in := Plain
	if f.open > 0 {
		in = f.frames[f.open-1].in
	}
	switch string(t.Key) {
	case "_links":
		in = HAL
	case "links":
		in = JSONAPI
		if t.Kind == scan.Array {
			in = Siren
		}
	case "actions":
		in = Siren
	case "_embedded", "data", "included", "relationships", "entities":
		in = Plain
	}
	f.frames[f.open] = frame{key: t.Key, array: t.Kind == scan.Array, in: in, first: len(f.out)}
	f.open++
}

// text looks at a text: a link, or what is said of one.
func (f *finder) text(t scan.Token) {
	if f.open == 0 {
		return
	}
	fr := &f.frames[f.open-1]
	switch string(t.Key) {
	case "href":
		if fr.href == nil {
			fr.href, fr.hrefAt = t.Raw, f.at(t)
		}
		return
	case "rel":
		fr.rel = t.Raw
	case "title":
		fr.title = t.Raw
	case "name", "display":
		fr.name = t.Raw
	case "method":
		fr.method = t.Raw
	case "$ref":
		if f.reference(fr, t) {
			return
		}
	}
	if fr.array && fr.key != nil && f.open > 1 && !f.frames[f.open-2].array {
		switch o := &f.frames[f.open-2]; string(fr.key) {
		case "rel", "allow": // Siren's list, Okta's hints
			f.listed(o, string(fr.key), t.Raw)
		}
	}
	rel, form := f.member(fr, t)
	if rel == "" {
		if !web(t.Raw) {
			return
		}
		rel, form = f.around(t.Key), Plain
	}
	l := f.at(t)
	l.Rel, l.Form = clean(rel), form
	f.base.address(&l, scan.Head(t.Raw, maxURL))
	f.put(l)
}

// listed takes the first member of a list that says something of a link.
func (f *finder) listed(o *frame, key string, raw []byte) {
	switch {
	case key == "rel" && o.rel == nil:
		o.rel = raw
	case key == "allow" && string(o.key) == "hints" && f.open > 2 && f.frames[f.open-3].method == nil:
		f.frames[f.open-3].method = raw
	}
}

// reference takes a $ref of SCIM. One of JSON Schema leads into its own
// document and is no link.
func (f *finder) reference(fr *frame, t scan.Token) bool {
	ref := scan.Head(t.Raw, maxURL)
	if strings.HasPrefix(ref, "#") || ref == "" {
		return true
	}
	l := f.at(t)
	l.Rel, l.Form, l.Title = clean(f.around(nil)), SCIM, text(fr.name)
	f.base.address(&l, ref)
	f.put(l)
	return true
}

// member is the relation of a text that is a link by the name of its member,
// or "".
func (f *finder) member(fr *frame, t scan.Token) (rel string, form Form) {
	if fr.array || len(t.Key) == 0 || fr.in != JSONAPI && !telling(t.Key) {
		return "", Plain
	}
	k := string(t.Key)
	switch {
	case fr.in == JSONAPI && string(fr.key) == "links":
		if reference(t.Raw) {
			return k, JSONAPI
		}
	case k == "@odata.nextLink", k == "odata.nextLink":
		return "next", OData
	case k == "@odata.deltaLink", k == "odata.deltaLink":
		return "delta", OData
	case k == "@odata.id", k == "odata.id":
		return "self", OData
	case strings.HasSuffix(k, "@odata.navigationLink"):
		return strings.TrimSuffix(k, "@odata.navigationLink"), OData
	case k == "location" && string(fr.key) == "meta":
		return "self", SCIM
	case isNext(k) && reference(t.Raw):
		return k, Plain
	}
	return "", Plain
}

// telling spares most members a closer look.
func telling(key []byte) bool {
	return key[0]|0x20 == 'n' || bytes.HasPrefix(key, []byte("loc")) || bytes.Contains(key, []byte("odata."))
}

// reference reports whether a text is written as a reference and not as words
// or as a cursor.
func reference(raw []byte) bool {
	if len(raw) < 3 || len(raw) > maxURL || bytes.ContainsAny(raw, " \t") {
		return false
	}
	return bytes.IndexByte([]byte("/?.\\"), raw[1]) >= 0 || bytes.IndexByte(raw[1:], ':') > 0
}

// web reports whether a text is an http address and nothing more.
func web(raw []byte) bool {
	if len(raw) < len(`"http://h"`) || len(raw) > maxURL || raw[1]|0x20 != 'h' || raw[2]|0x20 != 't' {
		return false
	}
	head := raw[1:min(len(raw), 12)]
	if bytes.IndexByte(head, '\\') >= 0 { // PHP escapes its slashes
		head = []byte(scan.Text(raw))
	}
	_, rest, ok := bytes.Cut(head, []byte("://"))
	scheme := len(head) - len(rest) - len("://")
	return ok && (scheme == 4 || scheme == 5) && bytes.EqualFold(head[:scheme], []byte("https")[:scheme]) &&
		!bytes.ContainsAny(raw, " \t")
}

// around is a member's name, or the nearest around it.
func (f *finder) around(key []byte) string {
	for i := f.open - 1; key == nil && i >= 0; i-- {
		key = f.frames[i].key
	}
	return string(key)
}

// text is a text of the body, made fit to keep.
func text(raw []byte) string { return clean(scan.Head(raw, maxTitle)) }

func clean(s string) string { return lookup.Clean(s, maxTitle) }

// at is an empty link at the place of a token.
func (f *finder) at(t scan.Token) Link {
	return Link{Path: f.sc.Path(), Start: t.Start, End: t.Start + len(t.Raw), top: f.top()}
}

// top reports whether the current text stands where a document says things
// about itself and not about one of many.
func (f *finder) top() bool {
	for i := range f.open {
		if f.frames[i].array && string(f.frames[i].key) != "links" {
			return false
		}
	}
	return f.open <= 4
}

// pop ends an object, which may be a link.
func (f *finder) pop() {
	f.open--
	fr := &f.frames[f.open]
	if fr.href != nil {
		f.object(fr)
	}
	if string(fr.key) == "_links" {
		f.expandCuries(fr)
	}
}

// object makes a link of an object with a href.
func (f *finder) object(fr *frame) {
	l, href := fr.hrefAt, scan.Head(fr.href, maxURL)
	l.Form, l.Rel, l.Title = fr.in, text(fr.rel), text(fr.title)
	name := text(fr.name)
	switch {
	case l.Rel != "":
	case fr.in == Siren && name != "": // an action
		l.Rel = name
	default:
		l.Rel = clean(f.around(fr.key))
	}
	if l.Form == Plain {
		l.Form = Href
	}
	if l.Title == "" && name != l.Rel {
		l.Title = name
	}
	l.Method = methodOf(text(fr.method))
	if fr.in == HAL && l.Rel == "curies" {
		f.curie(text(fr.name), href)
		return
	}
	if fr.templated && strings.Contains(href, "{") {
		l.template(f.base, href)
	} else {
		f.base.address(&l, href)
	}
	f.put(l)
}

// template makes l a template. One that needs values is judged when it has
// them; one that can do without is a link already.
func (l *Link) template(b base, href string) {
	l.Text = lookup.Clean(href, maxText)
	if lookup.Clean(href, maxURL) != href {
		l.Refused = Odd
		return
	}
	if optional(href) {
		b.address(l, Expand(href, nil))
	}
	if l.Refused == NotRefused {
		l.Template, l.Vars = href, Vars(href)
	}
}

// methodOf is GET unless a response names another.
func methodOf(m string) string {
	switch m = strings.ToUpper(m); m {
	case "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS":
		return m
	}
	return "GET"
}

// curie keeps a prefix of the _links object around.
func (f *finder) curie(name, href string) {
	for i := f.open - 1; i >= 0; i-- {
		if fr := &f.frames[i]; string(fr.key) == "_links" {
			if fr.curies == nil {
				fr.curies = map[string]string{}
			}
			if len(fr.curies) < maxExpressions {
				fr.curies[name] = href
			}
			return
		}
	}
}

// expandCuries gives the links of a _links object the addresses of their
// documentation.
func (f *finder) expandCuries(fr *frame) {
	if fr.curies == nil {
		return
	}
	for i := fr.first; i < len(f.out); i++ {
		prefix, name, ok := strings.Cut(f.out[i].Rel, ":")
		href, known := fr.curies[prefix]
		if !ok || !known || f.out[i].Form != HAL {
			continue
		}
		if u, why := f.base.resolve(Expand(href, map[string]string{"rel": name})); why == NotRefused {
			f.out[i].Doc = u.String()
		}
	}
}

// put adds a link, unless it is there or there are enough.
func (f *finder) put(l Link) {
	if l.Method == "" {
		l.Method = "GET"
	}
	k := identity{l.Method, l.Rel, l.URL + l.Template}
	if l.Refused != NotRefused {
		k.target = l.Text
	}
	switch {
	case f.seen[k]:
	case len(f.out) == f.limit:
		f.cut |= lookup.CutCount
	default:
		f.seen[k] = true
		f.out = append(f.out, l)
	}
}
