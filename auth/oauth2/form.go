package oauth2

import (
	"net/url"
	"slices"
	"strings"

	"postern/auth"
	"postern/auth/oauth2/mask"
)

// form is a form body in the order it is sent.
type form []field

type field struct{ key, value string }

func (f *form) addSet(key, value string) {
	if value != "" {
		*f = append(*f, field{key, value})
	}
}

func (f form) encode() string {
	var b strings.Builder
	for i, p := range f {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(url.QueryEscape(p.key) + "=" + url.QueryEscape(p.value))
	}
	return b.String()
}

// query encodes f for a URL, where a blank is %20 to every server.
func (f form) query() string { return strings.ReplaceAll(f.encode(), "+", "%20") }

// masked is f as people see it: as it is sent, without its secrets.
func (f form) masked(m mask.Masker) string {
	var b strings.Builder
	for i, p := range f {
		if i > 0 {
			b.WriteByte('&')
		}
		value := auth.Mask
		if !mask.IsSecret(p.key) {
			value = m.Text(url.QueryEscape(p.value), 2000)
		}
		b.WriteString(m.Text(url.QueryEscape(p.key), 200) + "=" + value)
	}
	return b.String()
}

// without drops the fields that params replace, being sent in the same place.
func (f form) without(params []auth.Param, in auth.Placement) form {
	return slices.DeleteFunc(slices.Clone(f), func(f field) bool {
		return slices.ContainsFunc(params, func(p auth.Param) bool { return p.Key == f.key && p.In == in })
	})
}

// joinQuery puts f behind the query the address already has.
func joinQuery(query string, f form) string {
	if len(f) == 0 {
		return query
	}
	if query == "" {
		return f.query()
	}
	return query + "&" + f.query()
}
