package encode

import (
	"reflect"
	"slices"

	"postern/engine/collection"
)

// Address makes an address: its parts, or with maps a text if the text says
// all there is to say.
func Address(u collection.URL, maps bool) any {
	if maps && InText(u) {
		return u.Text()
	}
	return URL(u)
}

// InText reports whether an address is the same read from its text: there are
// no disabled rows, no descriptions, no values of path variables and nothing
// that is spelled in a way a text cannot be.
func InText(u collection.URL) bool {
	return SameURL(u, collection.ParseURL(u.Text()))
}

// SameURL reports whether two addresses say the same, wherever in a file their
// rows may stand.
func SameURL(a, b collection.URL) bool {
	sameRow := func(p, q collection.Param) bool {
		p.Origin, q.Origin = 0, 0
		return p == q
	}
	if !slices.Equal(a.Host, b.Host) || !slices.Equal(a.Path, b.Path) ||
		!slices.EqualFunc(a.Query, b.Query, sameRow) || !slices.EqualFunc(a.Vars, b.Vars, sameRow) {
		return false
	}
	a.Host, a.Path, a.Query, a.Vars = b.Host, b.Path, b.Query, b.Vars
	return reflect.DeepEqual(a, b)
}
