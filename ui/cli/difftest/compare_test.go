package difftest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// differences says in what two outcomes of the same item differ. Where both
// sent nothing they agree, whatever they say about it.
func differences(newman, ours outcome) []string {
	switch a, b := len(newman.records), len(ours.records); {
	case a == 0 && b == 0:
		return nil
	case b == 0:
		return []string{"not sent: " + ours.err}
	case a == 0:
		return []string{"sent only by postern: " + newman.err}
	case a != b:
		return []string{fmt.Sprintf("number of requests: newman %d, postern %d", a, b)}
	}
	var out []string
	for i := range newman.records {
		out = append(out, compare(lasting(newman.records[i]), lasting(ours.records[i]))...)
	}
	return out
}

// compare works line by line: the same lines of one name must come in the
// same order, the names themselves may.
func compare(a, b record) []string {
	var out []string
	add := func(what, x, y string) {
		if x != y {
			out = append(out, fmt.Sprintf("%s: newman %q, postern %q", what, x, y))
		}
	}
	add("method", a.method, b.method)
	add("target", a.target, b.target)
	for _, name := range allNames(a, b) {
		x, y := lines(a, name), lines(b, name)
		switch {
		case len(x) == 0:
			out = append(out, fmt.Sprintf("header %s: only postern %q", name, join(y)))
		case len(y) == 0:
			out = append(out, fmt.Sprintf("header %s: only newman %q", name, join(x)))
		default:
			add("header "+name, join(x), join(y))
		}
	}
	add("body", a.body, b.body)
	return out
}

// allNames are the names in either, in lower case and sorted.
func allNames(a, b record) []string {
	var out []string
	for _, h := range slices.Concat(a.headers, b.headers) {
		out = append(out, strings.ToLower(h.name))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func lines(r record, name string) []header {
	var out []header
	for _, h := range r.headers {
		if strings.EqualFold(h.name, name) {
			out = append(out, h)
		}
	}
	return out
}

func join(hs []header) string {
	var out []string
	for _, h := range hs {
		out = append(out, h.name+": "+h.value)
	}
	return strings.Join(out, "\n")
}

// boundary is one that nobody typed: 26 dashes and 24 digits.
var boundary = regexp.MustCompile(`-{26}[0-9]{24}`)

// moments are what a request holds of the moment it was made in: times, random
// words and the signatures over them. What stands around them is compared; that
// the signatures are right is for the vectors of the auth schemes.
var moments = []*regexp.Regexp{
	regexp.MustCompile(`oauth_(?:nonce|signature)="?[^",&]+`),
	regexp.MustCompile(`oauth_timestamp="?[0-9]{10}`),
	regexp.MustCompile(`\b(?:ts|nonce|mac)="[^"]*"`),
	regexp.MustCompile(`\b(?:cnonce|response)="[^"]*"`),
	regexp.MustCompile(`\b[0-9]{8}(?:T[0-9]{6}Z)?\b`),
	regexp.MustCompile(`Signature=[0-9a-f]{64}`),
	regexp.MustCompile(`timestamp=[0-9]{8}T[0-9:]{8}\+0000;nonce=[^;]+;signature=[^;]+`),
}

// stamped are the headers in which moments are looked for.
var stamped = []string{"authorization", "x-amz-date"}

// lasting is a request without what is random in it.
func lasting(r record) record {
	r = unbound(r)
	r.headers = slices.Clone(r.headers)
	for i, h := range r.headers {
		if slices.Contains(stamped, strings.ToLower(h.name)) {
			r.headers[i].value = forget(h.value)
		}
	}
	if strings.Contains(r.target, "oauth_nonce=") {
		r.target = forget(r.target)
	}
	if strings.HasPrefix(r.get("Content-Type"), "application/x-www-form-urlencoded") && strings.Contains(r.body, "oauth_nonce=") {
		r.body = forget(r.body)
	}
	return r
}

func forget(s string) string {
	for _, m := range moments {
		s = m.ReplaceAllString(s, "MOMENT")
	}
	return s
}

// unbound replaces the random boundary of a multipart body. That its shape is
// Postman's is compared by this: another shape stays.
func unbound(r record) record {
	m := boundary.FindString(r.get("Content-Type"))
	if m == "" && strings.HasPrefix(r.body, "----") { // the type may be switched off
		m = boundary.FindString(r.body)
	}
	if m == "" {
		return r
	}
	r.body = strings.ReplaceAll(r.body, m, "BOUNDARY")
	r.headers = slices.Clone(r.headers)
	for i := range r.headers {
		r.headers[i].value = strings.ReplaceAll(r.headers[i].value, m, "BOUNDARY")
	}
	return r
}
