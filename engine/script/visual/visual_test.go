package visual

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"postern/auth"
	"postern/engine/redact"
)

func TestLines(t *testing.T) {
	page := `<style>td { color: red }</style><script>alert(1)</script>
<h1>Users</h1>
<table border=1><tr><th>Name</th><th>Id</th></tr>
<tr><td>Ann <b>Lee</b></td><td>1</td></tr><tr><td>Bé</td><td>22</td></tr></table>
<p>Two  of
<i>them</i>.</p><ul><li>one</li><li>two</li></ul>end<br>of it`
	want := []string{
		"Users", "", "Name     Id", "───────  ──", "Ann Lee  1", "Bé       22", "", "Two of them.", "", "• one", "• two", "", "end", "of it",
	}
	if d := cmp.Diff(want, Lines(page, Look{})); d != "" {
		t.Error(d)
	}
}

func TestHostilePages(t *testing.T) {
	for _, page := range []string{
		"", strings.Repeat("<div>", 100_000), strings.Repeat("<table><tr><td>", 2_000), strings.Repeat("<tr><td>x", 100_000), strings.Repeat("x ", 1_000_000),
		"<table>" + strings.Repeat("<tr><td>x", 100_000) + "</table>",
	} {
		if n := len(Lines(page, Look{})); n > maxLines {
			t.Errorf("%d lines", n)
		}
	}
}

// A table stands by the cells that its texts take, and no part of a secret
// stays where it is cut.
func TestLook(t *testing.T) {
	secret := "s3cret" + strings.Repeat("x", maxCell)
	l := Look{
		Mask:  func(s string) string { return strings.ReplaceAll(s, secret, "••") },
		Width: func(s string) int { return utf8.RuneCountInString(s) + strings.Count(s, "日") },
	}
	page := "<table><tr><td>日</td><td>a</td></tr><tr><td>yes</td><td>" + strings.Repeat("日", maxCell) + "</td></tr><tr><td>" + secret + "</td></tr></table><p>is " + secret
	want := []string{"日   a", "yes  " + strings.Repeat("日", maxCell/2-1) + "…", "••", "", "is ••"}
	if d := cmp.Diff(want, Lines(page, l)); d != "" {
		t.Error(d)
	}
}

// A page that is too long is cut where Mask can tell it, be it in a secret.
func TestALongPage(t *testing.T) {
	page := "<p>" + strings.Repeat(" ", maxPage-len("<p>other-")) + "other-token"
	if d := cmp.Diff([]string{auth.Mask + redact.Cut}, Lines(page, Look{Mask: redact.New("other-token").Text})); d != "" {
		t.Error(d)
	}
}
