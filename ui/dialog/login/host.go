package login

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// address is a URL cut at its host, the one part that tells who is asked for
// the password.
type address struct{ before, host, after string }

// parse finds the host the way a browser does: a backslash ends the authority
// too, and what stands before an "@" in it is no host.
func parse(raw string) address {
	start := 0
	if i := strings.Index(raw, "://"); i >= 0 {
		start = i + len("://")
	}
	end := len(raw)
	if i := strings.IndexAny(raw[start:], `/\?#`); i >= 0 {
		end = start + i
	}
	if i := strings.LastIndexByte(raw[start:end], '@'); i >= 0 {
		start += i + 1
	}
	return address{before: raw[:start], host: raw[start:end], after: raw[end:]}
}

// secure reports whether nobody on the way can read along: https, or a host
// that is this machine.
func (a address) secure() bool {
	if strings.EqualFold(a.before[:min(len(a.before), len("https://"))], "https://") {
		return true
	}
	name := strings.ToLower(a.host)
	if i := strings.LastIndexByte(name, ':'); i > strings.LastIndexByte(name, ']') {
		name = name[:i]
	}
	return name == "localhost" || strings.HasSuffix(name, ".localhost") || name == "[::1]" || isLoopback4(name)
}

// isLoopback4 reports whether name is an address in 127.0.0.0/8.
func isLoopback4(name string) bool {
	parts := strings.Split(name, ".")
	if len(parts) != 4 || parts[0] != "127" {
		return false
	}
	for _, p := range parts {
		if p == "" || len(p) > 3 || strings.Trim(p, "0123456789") != "" {
			return false
		}
	}
	return true
}

// ascii returns a host name as it goes to the name server: labels with letters
// beyond ASCII in their "xn--" form, so that a Cyrillic "а" does not pass for
// a Latin one.
func ascii(host string) string {
	if isASCII(host) {
		return strings.ToLower(host)
	}
	labels := strings.FieldsFunc(host, func(r rune) bool { return strings.ContainsRune(".。．｡", r) })
	for i, l := range labels {
		name, port, _ := strings.Cut(l, ":")
		if !isASCII(name) {
			name = "xn--" + punycode([]rune(strings.ToLower(name)))
		}
		labels[i] = strings.ToLower(name)
		if port != "" {
			labels[i] += ":" + port
		}
	}
	return strings.Join(labels, ".")
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// The parameters of RFC 3492 section 5.
const (
	punyBase    = 36
	punyTMin    = 1
	punyTMax    = 26
	punySkew    = 38
	punyDamp    = 700
	punyBias    = 72
	punyInitial = 128
)

// punycode encodes a label as RFC 3492 section 6.3 says.
func punycode(in []rune) string {
	var out []byte
	for _, r := range in {
		if r < utf8.RuneSelf {
			out = append(out, byte(r))
		}
	}
	basic := len(out)
	if basic > 0 {
		out = append(out, '-')
	}
	n, delta, bias := rune(punyInitial), 0, punyBias
	for done := basic; done < len(in); n++ {
		next := rune(unicode.MaxRune)
		for _, r := range in {
			if r >= n && r < next {
				next = r
			}
		}
		delta += int(next-n) * (done + 1)
		n = next
		for _, r := range in {
			if r < n {
				delta++
			}
			if r == n {
				out = appendDelta(out, delta, bias)
				bias = adapt(delta, done+1, done == basic)
				delta = 0
				done++
			}
		}
		delta++
	}
	return string(out)
}

// appendDelta writes one number with variable-length digits.
func appendDelta(out []byte, delta, bias int) []byte {
	for k := punyBase; ; k += punyBase {
		t := min(max(k-bias, punyTMin), punyTMax)
		if delta < t {
			return append(out, digit(delta))
		}
		out = append(out, digit(t+(delta-t)%(punyBase-t)))
		delta = (delta - t) / (punyBase - t)
	}
}

func digit(d int) byte { return "abcdefghijklmnopqrstuvwxyz0123456789"[d] }

// adapt finds the bias for the next number.
func adapt(delta, points int, first bool) int {
	if first {
		delta /= punyDamp
	} else {
		delta /= 2
	}
	delta += delta / points
	k := 0
	for ; delta > (punyBase-punyTMin)*punyTMax/2; k += punyBase {
		delta /= punyBase - punyTMin
	}
	return k + (punyBase-punyTMin+1)*delta/(delta+punySkew)
}
