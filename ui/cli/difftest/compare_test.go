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
		out = append(out, compare(lasting(newman.records[i], ours.records[i]))...)
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

// stamps are what a request holds of the moment it was made in: times and
// random words.
var stamps = []*regexp.Regexp{
	regexp.MustCompile(`oauth_nonce="?[^",&]+`),
	regexp.MustCompile(`oauth_timestamp="?[0-9]{10}`),
	regexp.MustCompile(`\b(?:ts|nonce|cnonce)="[^"]*"`),
	regexp.MustCompile(`\b[0-9]{8}(?:T[0-9]{6}Z)?\b`),
	regexp.MustCompile(`timestamp=[0-9]{8}T[0-9:]{8}\+0000;nonce=[^;]+`),
}

// signatures are made over the stamps.
var signatures = []*regexp.Regexp{
	regexp.MustCompile(`oauth_signature="?[^",&]+`),
	regexp.MustCompile(`\b(?:mac|response)="[^"]*"`),
	regexp.MustCompile(`(?i)\bsignature=[0-9A-Za-z+/=]+`),
}

// lasting returns two requests without what differs because they were made one
// after the other. With the same stamps in both, as where the file gives them,
// nothing is taken out: then the signatures must be the same too.
func lasting(a, b record) (record, record) {
	a, b = unbound(a), unbound(b)
	if slices.Equal(stampsOf(a), stampsOf(b)) {
		return a, b
	}
	return forget(a), forget(b)
}

func stampsOf(r record) []string {
	var out []string
	change(r, func(s string) string {
		for _, m := range stamps {
			out = append(out, m.FindAllString(s, -1)...)
		}
		return s
	})
	return out
}

func forget(r record) record {
	return change(r, func(s string) string {
		for _, m := range slices.Concat(stamps, signatures) {
			s = m.ReplaceAllString(s, "MOMENT")
		}
		return s
	})
}

// change returns the request with the parts that schemes write changed.
func change(r record, f func(string) string) record {
	r.headers = slices.Clone(r.headers)
	for i, h := range r.headers {
		if name := strings.ToLower(h.name); name == "authorization" || name == "x-amz-date" {
			r.headers[i].value = f(h.value)
		}
	}
	if strings.Contains(r.target, "oauth_nonce=") || strings.Contains(r.target, "X-Amz-Date=") {
		r.target = f(r.target)
	}
	if strings.Contains(r.body, "oauth_nonce=") && strings.HasPrefix(r.get("Content-Type"), "application/x-www-form-urlencoded") {
		r.body = f(r.body)
	}
	return r
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
