package facts

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"postern/engine/peer"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
	"postern/ui/words"
)

// peerRows tell of a connection's TLS with all its certificates, as they stood
// at a moment.
func peerRows(t *peer.TLS, at time.Time) []text.Line {
	if t == nil {
		return nil
	}
	out := []text.Line{nil, peerRow(t)}
	for i, c := range t.Chain {
		out = append(out, certificateRow(c, at))
		if i == 0 && len(c.Names) > 0 {
			names := strings.Join(c.Names, ", ")
			if c.MoreNames > 0 {
				names += fmt.Sprintf(" and %d more", c.MoreNames)
			}
			out = append(out, text.Of(theme.Faint, safe.Clean("    for "+names)))
		}
	}
	if n := len(t.Chain); n > 0 && t.Chain[n-1].Issuer != t.Chain[n-1].Subject {
		out = append(out, text.Of(theme.Faint, safe.Clean("  issued by "+t.Chain[n-1].Issuer)))
	}
	if t.More > 0 {
		out = append(out, text.Of(theme.Faint, safe.Clean("  and "+words.Plural(t.More, "certificate")+" more")))
	}
	return out
}

// peerTrouble is what a hop's connection has that the reader should know: of
// what is in order the last one tells.
func peerTrouble(t *peer.TLS, at time.Time) []text.Line {
	if t == nil {
		return nil
	}
	var out []text.Line
	if t.Trust != peer.Verified {
		out = append(out, append(indent(), peerRow(t)...))
	}
	for _, c := range t.Chain {
		if c.Standing(at) != peer.Good {
			out = append(out, append(indent(), certificateRow(c, at)...))
		}
	}
	return out
}

func indent() text.Line { return text.Of(theme.Plain, safe.Lit(" ")) }

// peerRow is what was agreed on, and whether the certificate was checked.
func peerRow(t *peer.TLS) text.Line {
	said := slices.DeleteFunc([]string{t.Version, t.Cipher, t.Protocol}, func(s string) bool { return s == "" })
	if len(said) == 0 {
		said = []string{"TLS"}
	}
	l := text.Of(theme.Plain, safe.Clean("  "+strings.Join(said, " · ")+"  "))
	switch t.Trust {
	case peer.Verified:
		return l.Plus(theme.OK, safe.Lit("✓ certificate verified"))
	case peer.Refused:
		return l.Plus(theme.Error, safe.Lit("✗ certificate refused"))
	}
	return l.Plus(theme.Warn, safe.Lit("! certificate not verified"))
}

// certificateRow is whose a certificate is and how long it lives, seen from a
// moment.
func certificateRow(c peer.Certificate, at time.Time) text.Line {
	subject := c.Subject
	if subject == "" {
		subject = "(no subject)"
	}
	l := text.Of(theme.Plain, safe.Clean("  "+subject)).
		Plus(theme.Faint, safe.Clean(fmt.Sprintf("  %s to %s", c.From.Format(time.DateOnly), c.Until.Format(time.DateOnly))))
	switch c.Standing(at) {
	case peer.Early:
		return l.Plus(theme.Error, safe.Lit("  ✗ not valid yet"))
	case peer.Ended:
		return l.Plus(theme.Error, safe.Clean("  ✗ expired "+days(at.Sub(c.Until))+" ago"))
	case peer.Ending:
		return l.Plus(theme.Warn, safe.Clean("  ! ends in "+days(c.Until.Sub(at))))
	}
	return l
}

// days prints a time of hours or days, its begun part left out.
func days(d time.Duration) string {
	n, unit := int(d.Hours()/24), "day"
	if n == 0 {
		n, unit = int(d.Hours()), "hour"
	}
	switch n {
	case 0:
		return "less than an hour"
	case 1:
		return "1 " + unit
	}
	return fmt.Sprintf("%d %ss", n, unit)
}
