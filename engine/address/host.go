package address

import (
	"errors"
	"net/netip"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// asciiHost brings a host name into the form DNS and certificates know: lower
// case, IPv4 addresses as four decimal numbers, other scripts in Punycode. A
// name that is none of this stays as it is; connecting will tell.
func asciiHost(host string) string {
	if isASCII(host) {
		host = strings.ToLower(host)
		if ip, ok := ipv4(host); ok {
			return ip
		}
		return host
	}
	// The compatibility form folds full-width letters and the ideographic full
	// stop; with lower-casing before and after it is close to UTS 46.
	host = strings.ToLower(norm.NFKC.String(strings.ToLower(host)))
	host = strings.ReplaceAll(host, "。", ".")
	labels := strings.Split(host, ".")
	for i, l := range labels {
		if isASCII(l) {
			continue
		}
		p, err := punycode(l)
		if err != nil {
			return host
		}
		labels[i] = "xn--" + p
	}
	return strings.Join(labels, ".")
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// ipv4 reads the forms of an IPv4 address that browsers accept: one to four
// numbers, decimal, octal or hexadecimal, the last of which fills the rest.
func ipv4(host string) (string, bool) {
	host = strings.TrimSuffix(host, ".")
	if last := host[strings.LastIndexByte(host, '.')+1:]; last == "" || last[0] < '0' || last[0] > '9' {
		return "", false
	}
	if ip, err := netip.ParseAddr(host); err == nil {
		return host, ip.Is4() // written out as it should be
	}
	parts := strings.Split(host, ".")
	if len(parts) > 4 {
		return "", false
	}
	var addr uint64
	for i, p := range parts {
		n, ok := ipv4Number(p)
		if !ok {
			return "", false
		}
		if i < len(parts)-1 {
			if n > 255 {
				return "", false
			}
			addr = addr<<8 | n
			continue
		}
		rest := uint(8 * (5 - len(parts)))
		if n >= 1<<rest {
			return "", false
		}
		addr = addr<<rest | n
	}
	octet := func(shift uint) string { return strconv.FormatUint(addr>>shift&0xff, 10) }
	return octet(24) + "." + octet(16) + "." + octet(8) + "." + octet(0), true
}

func ipv4Number(s string) (uint64, bool) {
	base := 10
	switch {
	case strings.HasPrefix(s, "0x"):
		s, base = s[2:], 16
		if s == "" {
			return 0, true
		}
	case len(s) > 1 && s[0] == '0':
		s, base = s[1:], 8
	}
	n, err := strconv.ParseUint(s, base, 32)
	return n, err == nil
}

var errPunycode = errors.New("label does not fit into Punycode")

// punycode encodes one label, RFC 3492 section 6.3.
func punycode(label string) (string, error) {
	const base, tMin, tMax, initialBias, initialN = 36, 1, 26, 72, 128
	var out strings.Builder
	runes := []rune(label)
	for _, r := range runes {
		if r < utf8.RuneSelf {
			out.WriteRune(r)
		}
	}
	basic := out.Len()
	done := basic
	if basic > 0 {
		out.WriteByte('-')
	}
	n, delta, bias := rune(initialN), 0, initialBias
	for done < len(runes) {
		next := rune(utf8.MaxRune + 1)
		for _, r := range runes {
			if r >= n && r < next {
				next = r
			}
		}
		if int64(delta)+int64(next-n)*int64(done+1) > 1<<31-1 {
			return "", errPunycode
		}
		delta += int(next-n) * (done + 1)
		n = next
		for _, r := range runes {
			if r < n {
				delta++
			}
			if r != n {
				continue
			}
			q := delta
			for k := base; ; k += base {
				t := min(max(k-bias, tMin), tMax)
				if q < t {
					break
				}
				out.WriteByte(punycodeDigit(t + (q-t)%(base-t)))
				q = (q - t) / (base - t)
			}
			out.WriteByte(punycodeDigit(q))
			bias = punycodeAdapt(delta, done+1, done == basic)
			delta = 0
			done++
		}
		delta++
		n++
	}
	return out.String(), nil
}

func punycodeDigit(d int) byte {
	if d < 26 {
		return 'a' + byte(d)
	}
	return '0' + byte(d-26)
}

// punycodeAdapt is RFC 3492 section 6.1.
func punycodeAdapt(delta, points int, first bool) int {
	const base, tMin, tMax, skew, damp = 36, 1, 26, 38, 700
	if first {
		delta /= damp
	} else {
		delta /= 2
	}
	delta += delta / points
	k := 0
	for delta > (base-tMin)*tMax/2 {
		delta /= base - tMin
		k += base
	}
	return k + (base-tMin+1)*delta/(delta+skew)
}
