package ids

import (
	"strings"

	"postern/engine/lookup"
	"postern/engine/lookup/scan"
)

// identity is what makes two ids one.
type identity struct{ value, typ string }

// slot is a place in the result. Ids are put in where they stand in the body,
// and completed when their object ends.
type slot struct {
	lookup.ID
	role role
	base string // of a reference: "group" of groupId
	dead bool
}

// finder walks one body.
type finder struct {
	sc      *scan.Scanner
	frames  []frame
	open    int // how many of frames are in use
	out     []slot
	live    int
	limit   int
	seen    map[identity]int
	source  string
	urlType string
	nouns   memo // the types of members' names
	paths   memo // the types of addresses, by what is before the id
}

// slack is how many places there may be for every id that is returned: one
// that turns out to be no id, or to be known, leaves a gap.
const slack = 4

func (f *finder) walk() lookup.Cut {
	var cut lookup.Cut
	for {
		t, ok := f.sc.Next()
		if !ok {
			break
		}
		switch t.Kind {
		case scan.Object, scan.Array:
			f.push(t)
		case scan.Close:
			f.pop()
		case scan.String, scan.Number:
			f.scalar(t)
		}
		if f.live > f.limit || len(f.out) > slack*f.limit {
			cut |= lookup.CutCount
			break
		}
	}
	for f.open > 0 {
		f.pop()
	}
	return cut | f.sc.Cut()
}

func (f *finder) push(t scan.Token) {
	if f.open == len(f.frames) {
		f.frames = append(f.frames, frame{})
	}
	fr := &f.frames[f.open]
	fr.reset(t.Key, t.Kind == scan.Array)
	fr.links = string(t.Key) == "_links" || string(t.Key) == "links" || f.open > 0 && f.frames[f.open-1].links
	if fr.array && endsLikeIDs(t.Key) {
		if base, many, ok := lookup.TrimID(string(t.Key)); ok && many {
			fr.many, fr.isMany = base, true
		}
	}
	f.open++
}

// scalar looks at a text or a number.
func (f *finder) scalar(t scan.Token) {
	if f.open == 0 {
		return
	}
	fr := &f.frames[f.open-1]
	if fr.links {
		f.link(fr, t)
		return
	}
	if fr.array {
		f.member(fr, t)
		return
	}
	c := classOf(t.Key)
	switch c.role {
	case roleOwn, roleMaybe, roleValue:
		f.add(fr, t, c.role, "")
	case roleSelf:
		if f.selfID(fr, t) {
			return
		}
	}
	if t.Kind == scan.String {
		fr.note(c, t.Key, t.Raw)
	}
	if endsLikeID(t.Key) {
		if base, _, ok := lookup.TrimID(string(t.Key)); ok && base != "" && !passing(base) {
			f.add(fr, t, roleNone, base)
		}
	}
}

// endsLikeID spares most keys a closer look.
func endsLikeID(key []byte) bool {
	n := len(key)
	return n > 2 && key[n-1]|0x20 == 'd' && (key[n-2]|0x20 == 'i')
}

func endsLikeIDs(key []byte) bool {
	n := len(key)
	return n > 2 && key[n-1]|0x20 == 's' && key[n-2]|0x20 == 'd'
}

// selfID takes the place of an id from a link to the thing itself, should
// the thing turn out to have none.
func (f *finder) selfID(fr *frame, t scan.Token) bool {
	if t.Kind != scan.String || string(t.Key) == "location" && string(fr.key) != "meta" {
		return false
	}
	fr.self = t.Raw
	return true
}

// link looks at what is in _links: only the link to the thing itself counts.
func (f *finder) link(fr *frame, t scan.Token) {
	if t.Kind != scan.String {
		return
	}
	self := string(t.Key) == "href" && f.named(f.open-1, "self") || string(t.Key) == "self"
	if !self {
		return
	}
	for i := f.open - 1; i >= 0; i-- {
		if !f.frames[i].links && !f.frames[i].array {
			o := &f.frames[i]
			if o.self == nil {
				o.self = t.Raw
				if !o.own {
					f.add(o, t, roleSelf, "")
				}
			}
			return
		}
	}
}

// named reports whether a frame stands under a key, be it in an array.
func (f *finder) named(i int, key string) bool {
	for i > 0 && f.frames[i].key == nil {
		i--
	}
	return string(f.frames[i].key) == key
}

// member looks at a text in an array: an id in groupIds, a schema of SCIM.
func (f *finder) member(fr *frame, t scan.Token) {
	if fr.isMany && !passing(fr.many) {
		f.add(fr, t, roleNone, fr.many)
		return
	}
	if string(fr.key) == "schemas" && f.open > 1 {
		if o := &f.frames[f.open-2]; o.schema == nil {
			o.schema = t.Raw
		}
	}
}

// add reserves the place of an id.
func (f *finder) add(fr *frame, t scan.Token, r role, base string) {
	value, ok := valueOf(t)
	if !ok || base != "" && value == "0" {
		return
	}
	fr.own = fr.own || r == roleOwn
	fr.slots = append(fr.slots, len(f.out))
	f.out = append(f.out, slot{role: r, base: base, ID: lookup.ID{
		Value: value, Key: lookup.Clean(string(f.keyOf(t)), maxLabel), Path: f.sc.Path(), Source: f.source,
		Start: t.Start, End: t.Start + len(t.Raw), Own: base == "",
	}})
	f.live++
}

func (f *finder) keyOf(t scan.Token) []byte {
	if t.Key == nil {
		return f.frames[f.open-1].key
	}
	return t.Key
}

// valueOf is the text of an id. What a document puts in an id's place,
// "<string>" or "not provided", is none.
func valueOf(t scan.Token) (string, bool) {
	if len(t.Raw) > maxValue*2 {
		return "", false
	}
	v := t.Text()
	if t.Kind == scan.Number {
		return v, v != "" && strings.Trim(v, "0123456789") == ""
	}
	if v == "" || len(v) > maxValue || strings.ContainsAny(v, " \t\r\n<>{}") || lookup.Clean(v, maxValue) != v {
		return "", false
	}
	return v, true
}

// pop ends an object: its ids get what was learnt of it.
func (f *finder) pop() {
	f.open--
	fr := &f.frames[f.open]
	if len(fr.slots) > 0 {
		f.complete(fr)
	}
	if f.open == 0 || fr.array {
		return
	}
	outer := &f.frames[f.open-1]
	switch {
	case outer.links || fr.links:
	case inner(fr.key):
		outer.absorb(fr)
		outer.resource = outer.resource || string(fr.key) == "attributes"
	case string(fr.key) == "relationships":
		outer.resource = true
	case outer.array && string(outer.key) == "emails" && f.open > 1: // SCIM
		o := &f.frames[f.open-2]
		better(&o.detail, &o.detailRank, fr.value, rankSCIMEmail)
	}
}

// complete gives the ids of an object their labels and types.
func (f *finder) complete(fr *frame) {
	label, detail := fr.title()
	status := clean(fr.status, maxStatus)
	own := fr.own
	for _, i := range fr.slots {
		s := &f.out[i]
		switch {
		case s.base != "" || fr.array:
			s.Type, s.Label = lookup.Type(s.base), fr.nameOf(s.base)
			if fr.array && s.base == "" {
				s.Type = f.place(f.open - 1)
			}
		case s.role != roleOwn && own, !s.fits(fr, label):
			f.drop(i)
			continue
		default:
			s.Label, s.Detail, s.Status = label, detail, status
			s.Type = f.typeOf(fr, s)
			own = true // the first that is one
		}
		f.settle(i)
	}
	for n := len(f.out); n > 0 && f.out[n-1].dead; n-- {
		f.out = f.out[:n-1]
	}
}

// fits decides about what only may be an id.
func (s *slot) fits(fr *frame, label string) bool {
	switch s.role {
	case roleMaybe:
		return label != "" && lookup.LooksLikeID(s.Value)
	case roleValue:
		return fr.ref != nil || fr.labelRank == rankDisplay && lookup.LooksLikeID(s.Value)
	case roleSelf:
		id, _ := lookup.PathID(s.Value)
		if id == "" || lookup.Clean(id, maxValue) != id {
			return false
		}
		s.Value, s.Own = id, true
	}
	return true
}

// settle makes one of equal ids: the one whose object ended first stays, with
// the best label.
func (f *finder) settle(i int) {
	s := &f.out[i]
	k := identity{s.Value, s.Type}
	first, known := f.seen[k]
	if !known {
		f.seen[k] = i
		return
	}
	o := &f.out[first]
	if o.Label == "" || s.Own && !o.Own {
		o.Label, o.Detail, o.Status = s.Label, s.Detail, s.Status
	}
	f.drop(i)
}

func (f *finder) drop(i int) {
	if !f.out[i].dead {
		f.out[i].dead = true
		f.live--
	}
}

// found is the result without the gaps.
func (f *finder) found() []lookup.ID {
	if f.live == 0 {
		return nil
	}
	ids := make([]lookup.ID, 0, min(f.live, f.limit))
	for i := range f.out {
		if !f.out[i].dead && len(ids) < f.limit {
			ids = append(ids, f.out[i].ID)
		}
	}
	return ids
}
