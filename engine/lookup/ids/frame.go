package ids

import (
	"strings"

	"postern/engine/lookup"
	"postern/engine/lookup/scan"
)

// The longest texts that are kept, in characters.
const (
	maxValue  = 512
	maxURL    = 4096
	maxLabel  = 80
	maxDetail = 120
	maxStatus = 30
	// maxNames is how many names of references ("groupName") one object keeps.
	maxNames = 8
)

// frame is an open object or array: what was seen of it that the ids in it
// need. Texts are kept as they stand in the body, and decoded only for
// objects that have ids.
type frame struct {
	key   []byte // it stands under; nil in an array
	array bool
	// links is set in _links and below, where no ids are but in self.
	links bool
	// many is the base of a key such as groupIds, for the texts in the array.
	many   string
	isMany bool

	own bool // an id of its own was seen
	// resource is set by the members that only a thing of JSON:API has.
	resource bool

	label, first, last, detail, status, typ, schema, self, ref, value []byte

	labelRank, detailRank, typeRank uint8

	slots []int // ids of this very object, by their place in finder.out
	names []named
}

// named is a member that may name a reference beside it.
type named struct{ key, raw []byte }

// reset makes a frame as good as new and keeps its memory.
func (f *frame) reset(key []byte, array bool) {
	*f = frame{
		key: key, array: array, slots: f.slots[:0], names: f.names[:0],
		labelRank: rankNone, detailRank: rankNone, typeRank: rankNone,
	}
}

// note takes in what a member says about the object.
func (f *frame) note(c class, key, raw []byte) {
	switch c.role {
	case roleLabel:
		better(&f.label, &f.labelRank, raw, c.rank)
	case roleFirst:
		f.first = raw
	case roleLast:
		f.last = raw
	case roleDetail:
		better(&f.detail, &f.detailRank, raw, c.rank)
	case roleStatus:
		f.status = raw
	case roleType:
		better(&f.typ, &f.typeRank, raw, c.rank)
	case roleSelf:
		f.self = raw
	case roleRefURL:
		f.ref = raw
	case roleValue:
		f.value = raw
	case roleNone:
		if len(f.names) < maxNames && namesReference(key) {
			f.names = append(f.names, named{key, raw})
		}
	}
}

// better keeps the text of the lower rank, and the first of equals.
func better(have *[]byte, rank *uint8, raw []byte, r uint8) {
	if len(raw) > 2 && r < *rank {
		*have, *rank = raw, r
	}
}

// absorb takes over what an inner object says about the thing, where the
// thing does not say so itself.
func (f *frame) absorb(in *frame) {
	better(&f.label, &f.labelRank, in.label, in.labelRank)
	better(&f.detail, &f.detailRank, in.detail, in.detailRank)
	if string(in.key) == "meta" || string(in.key) == "metadata" {
		better(&f.typ, &f.typeRank, in.typ, in.typeRank)
	}
	for _, p := range []struct{ have, more *[]byte }{
		{&f.first, &in.first},
		{&f.last, &in.last},
		{&f.self, &in.self},
		{&f.status, &in.status},
	} {
		if *p.have == nil {
			*p.have = *p.more
		}
	}
}

// title is the label of the object and its detail.
func (f *frame) title() (label, detail string) {
	detail = clean(f.detail, maxDetail)
	rank := f.labelRank
	if rank > rankFirstLast && (f.first != nil || f.last != nil) {
		both := scan.Head(f.first, maxLabel) + " " + scan.Head(f.last, maxLabel)
		if label = lookup.Clean(both, maxLabel); label != "" {
			return label, detail
		}
	}
	if own := f.detailRank; own != rankNone && rank > rankLogin {
		return detail, ""
	}
	return clean(f.label, maxLabel), detail
}

// clean is a text of the body, made fit to keep.
func clean(raw []byte, limit int) string { return lookup.Clean(scan.Head(raw, limit), limit) }

// nameOf finds the name that stands beside a reference: groupName beside
// groupId.
func (f *frame) nameOf(base string) string {
	for _, n := range f.names {
		if len(n.key) > len(base) && strings.EqualFold(string(n.key[:len(base)]), base) && naming(n.key[len(base):]) {
			return clean(n.raw, maxLabel)
		}
	}
	return ""
}

// namesReference reports whether a key ends in a word for a name.
func namesReference(key []byte) bool {
	for i := len(key) - 3; i > 0 && i >= len(key)-len("_display_name"); i-- {
		if naming(key[i:]) {
			return true
		}
	}
	return false
}

func naming(end []byte) bool {
	switch string(end) {
	case "Name", "_name", "-name", "DisplayName", "_display_name", "Label", "_label", "Title", "_title",
		"Login", "_login", "Email", "_email", "Username", "_username", "name":
		return true
	}
	return false
}
