package ids

import (
	"bytes"
	"net/url"
	"strings"

	"postern/engine/lookup"
	"postern/engine/lookup/scan"
)

// typeOf is the kind of thing an object is: what it says itself, else what
// its place says.
func (f *finder) typeOf(fr *frame, s *slot) string {
	if s.Key == "kid" {
		return "key"
	}
	if t := said(fr); t != "" {
		return t
	}
	for _, link := range [][]byte{fr.ref, fr.self} {
		if t := f.linked(link, s.Value); t != "" {
			return t
		}
	}
	place := f.place(f.open)
	if t := lookup.Type(scan.Head(fr.typ, maxLabel)); fr.typeRank == 3 && (fr.resource || thing(t) || f.inRelationships()) {
		return t
	}
	return place
}

// said is the type that an object gives in so many words.
func said(fr *frame) string {
	if fr.schema != nil {
		if urn := scan.Head(fr.schema, maxLabel); strings.HasPrefix(urn, "urn:ietf:params:scim:schemas:") {
			return lookup.Type(urn)
		}
	}
	if fr.typeRank > 2 {
		return ""
	}
	t := lookup.Type(scan.Head(fr.typ, maxLabel))
	if t == "list" || t == "error" {
		return ""
	}
	return t
}

// place is the kind of thing that stands where frame i does, by the nearest
// member around it that names one, or else by the address.
func (f *finder) place(i int) string {
	for ; i >= 0; i-- {
		if i >= len(f.frames) {
			continue
		}
		if t := f.nouns.get(f.frames[i].key, nounOf); t != "" {
			return t
		}
	}
	return f.urlType
}

// nounOf is the type that a member's name gives what stands under it, or "" if
// the name is an envelope's or an id.
func nounOf(key string) string {
	if key == "" || envelope(key) || lookup.LooksLikeID(key) {
		return ""
	}
	return lookup.Type(key)
}

// linked is the type that an address gives the id it ends in.
func (f *finder) linked(raw []byte, id string) string {
	if len(raw) < len(id)+2 {
		return ""
	}
	text := raw[1 : len(raw)-1]
	before := text[:len(text)-len(id)]
	if string(text[len(before):]) != id || bytes.IndexByte(text, '\\') >= 0 {
		got, t := lookup.PathID(scan.Head(raw, maxURL))
		if got != id {
			return ""
		}
		return t
	}
	return f.paths.get(before, func(before string) string {
		got, t := lookup.PathID(before + id)
		if got != id {
			return ""
		}
		return t
	})
}

// memo remembers the answers of a function of texts, as a list asks the same
// for each of its members.
type memo map[string]string

// maxMemo bounds a memo, for a body can make up texts.
const maxMemo = 256

func (m memo) get(key []byte, ask func(string) string) string {
	if t, known := m[string(key)]; known {
		return t
	}
	t := ask(string(key))
	if len(m) < maxMemo {
		m[string(key)] = t
	}
	return t
}

// inRelationships reports whether the object is one that JSON:API refers
// with.
func (f *finder) inRelationships() bool {
	for i := range f.open {
		if string(f.frames[i].key) == "relationships" {
			return true
		}
	}
	return false
}

// headers takes the id of what was made from where the answer says it is.
func (f *finder) headers(r lookup.Response) {
	if r.Status != 0 && r.Status/100 != 2 {
		return
	}
	for _, name := range []string{"Location", "Content-Location", "OData-EntityId"} {
		for _, v := range r.Values(name) {
			id, typ := lookup.PathID(v)
			if text, err := url.PathUnescape(id); err == nil {
				id = text
			}
			if id == "" || lookup.Clean(id, maxValue) != id {
				continue
			}
			k := identity{id, typ}
			if _, known := f.seen[k]; known {
				continue
			}
			f.seen[k] = len(f.out)
			f.out = append(f.out, slot{ID: lookup.ID{Value: id, Type: typ, Key: name, Source: f.source, Own: true}})
			f.live++
		}
	}
}
