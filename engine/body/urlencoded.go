package body

import (
	"slices"
	"strconv"
	"strings"

	"postern/engine/collection"
)

const formType = "application/x-www-form-urlencoded"

// urlEncoded is a list of rows sent as a form.
type urlEncoded struct{}

func (urlEncoded) Name() string { return "urlencoded" }

// Encode writes the enabled rows in Postman's order: values are grouped at the
// place where their key first stands, and keys that look like array indexes
// come first, ascending.
func (urlEncoded) Encode(in Input) (Encoded, error) {
	groups := groupRows(in)
	if len(groups) == 0 {
		return Encoded{}, nil
	}
	var out strings.Builder
	for _, g := range groups {
		for _, v := range g.values {
			if out.Len() > 0 {
				out.WriteByte('&')
			}
			writeForm(&out, g.key)
			out.WriteByte('=')
			writeForm(&out, v)
		}
	}
	enc := fromText(formType, out.String())
	enc.Replace = !strings.HasPrefix(in.ContentType, formType)
	return enc, nil
}

// group is a key with all its values.
type group struct {
	key    string
	values []string
}

func groupRows(in Input) []group {
	var groups []group
	at := make(map[string]int)
	for _, row := range in.Body.URLEncoded {
		if row.Disabled {
			continue
		}
		key := rowKey(in, row)
		i, ok := at[key]
		if !ok {
			i = len(groups)
			at[key] = i
			groups = append(groups, group{key: key})
		}
		groups[i].values = append(groups[i].values, in.expand(row.Value))
	}
	slices.SortStableFunc(groups, func(a, b group) int {
		x, y := arrayIndex(a.key), arrayIndex(b.key)
		switch {
		case x < 0 && y < 0:
			return 0
		case x < 0:
			return 1
		case y < 0:
			return -1
		}
		return int(x - y)
	})
	return groups
}

// rowKey is the row's key; a row without one is sent as Postman sends it.
func rowKey(in Input, row collection.Param) string {
	if row.NoKey {
		return "undefined"
	}
	return in.expand(row.Key)
}

// arrayIndex returns the number of a key that JavaScript takes for an array
// index, -1 for all others: such properties come first in an object.
func arrayIndex(key string) int64 {
	n, err := strconv.ParseUint(key, 10, 32)
	if err != nil || n == 1<<32-1 || strconv.FormatUint(n, 10) != key {
		return -1
	}
	return int64(n)
}

// writeForm writes s with everything escaped but the unreserved characters of
// RFC 3986. A percent sign is escaped too, so an encoded value stays what it is.
func writeForm(out *strings.Builder, s string) {
	const hex = "0123456789ABCDEF"
	for i := range len(s) {
		c := s[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_', c == '.', c == '~':
			out.WriteByte(c)
		default:
			out.WriteByte('%')
			out.WriteByte(hex[c>>4])
			out.WriteByte(hex[c&15])
		}
	}
}
