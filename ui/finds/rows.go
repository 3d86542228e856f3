package finds

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"postern/engine/lookup"
	"postern/engine/lookup/seen"
	"postern/ui/dialog/picker"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/fuzzy"
)

// rows are ids to choose from. They are searched in all they are known by, and
// drawn when they are seen.
type rows struct {
	ids   []seen.ID
	texts []fuzzy.Text
	// origin is where the request goes, typ what it wants; chosen says that the
	// first row is what was chosen last.
	origin, typ string
	chosen      bool
}

// newRows makes rows of ids, with the chosen one first. It takes a while for
// many: it is for commands.
func newRows(ids []seen.ID, origin, typ string, chosen func(seen.ID) bool) *rows {
	r := &rows{ids: ids, origin: origin, typ: typ, texts: make([]fuzzy.Text, len(ids))}
	if i := slices.IndexFunc(ids, chosen); i >= 0 {
		id := ids[i]
		copy(ids[1:], ids[:i])
		ids[0], r.chosen = id, true
	}
	for i, id := range ids {
		r.texts[i] = fuzzy.Fold(cmp.Or(id.Label, id.Value), id.Value, id.Detail, id.Type, id.Status)
	}
	return r
}

// Len is how many there are.
func (r *rows) Len() int { return len(r.ids) }

// Text is what of a row is searched.
func (r *rows) Text(i int) *fuzzy.Text { return &r.texts[i] }

// Item is a row as it is drawn.
func (r *rows) Item(i int) picker.Item {
	id := r.ids[i]
	detail := about(id.ID)
	if from := originOf(id.Source); !same(from, r.origin) {
		_, host, _ := strings.Cut(from, "://")
		detail = "from " + host + " · " + detail
	}
	it := picker.Item{ID: strconv.Itoa(i), Title: safe.Clean(cmp.Or(id.Label, id.Value)), Detail: safe.Clean(detail)}
	if id.Type != r.typ { // else all are what is looked for
		it.Tag, it.Role = safe.Clean(cmp.Or(id.Type, "?")), theme.Faint
	}
	return it
}

// current is the ID of the row that was chosen last, "" for none.
func (r *rows) current() string {
	if r.chosen {
		return "0"
	}
	return ""
}

// about is what tells an id from others of the same label.
func about(id lookup.ID) string {
	parts := []string{id.Detail, id.Status}
	if id.Label != "" {
		parts = append(parts, id.Value)
	}
	var out []string
	for _, p := range parts {
		if p != "" && p != id.Label {
			out = append(out, p)
		}
	}
	return strings.Join(out, " · ")
}

// originOf is scheme and host of an address.
func originOf(url string) string {
	scheme, rest, ok := strings.Cut(lookup.Place(url), "://")
	if !ok {
		return ""
	}
	host, _, _ := strings.Cut(rest, "/")
	return strings.ToLower(scheme + "://" + host)
}

// same reports whether two origins are one, as far as both are known.
func same(a, b string) bool { return a == "" || b == "" || a == b }

// near ranks what comes from the origin a request goes to above all else: an id
// of another tenant must not be taken by mistake.
func near(origin string, fits func(lookup.ID) int) func(lookup.ID) int {
	here := map[string]bool{} // most ids come from a few addresses
	return func(id lookup.ID) int {
		fit := fits(id)
		if fit <= 0 {
			return 0
		}
		is, known := here[id.Source]
		if !known {
			is = same(originOf(id.Source), origin)
			here[id.Source] = is
		}
		if is {
			return 100 + fit
		}
		return fit
	}
}
