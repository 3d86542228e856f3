package bulk_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"postern/engine/collection"
	"postern/ui/bulk"
)

func rows() []collection.Param {
	return []collection.Param{
		{Key: "limit", Value: "25", Source: "25", Description: "how many", Origin: 1},
		{Key: "tag", Value: "a", Description: "the first", Origin: 2},
		{Key: "tag", Value: "a", Description: "the second", Disabled: true, Origin: 3},
		{Key: "tag", Value: "b", Origin: 4},
		{Key: "a:b", Value: "c: d", Description: "a colon", Origin: 5},
		{Key: "note", Value: "one\ntwo  ", Description: "lines", Origin: 6},
		{Key: "flag", NoValue: true, Origin: 7},
	}
}

const text = "limit: 25\ntag: a\n// tag: a\ntag: b\na:b: c: d\nnote: one␊two  \nflag"

func TestText(t *testing.T) {
	if got := bulk.Text(rows()); got != text {
		t.Errorf("text is\n%s\nwant\n%s", got, text)
	}
}

func TestParams(t *testing.T) {
	for _, c := range []struct {
		name, old, new string
		want           func(ps []collection.Param) []collection.Param
	}{
		{"nothing", "", "", func(ps []collection.Param) []collection.Param { return ps }},
		{"a value", "limit: 25", "limit: 50", func(ps []collection.Param) []collection.Param {
			ps[0].Value, ps[0].Source = "50", ""
			return ps
		}},
		{"switched off", "limit: 25", "# limit: 25", func(ps []collection.Param) []collection.Param {
			ps[0].Disabled = true
			return ps
		}},
		{"switched off without a blank", "limit: 25", "//limit:25", func(ps []collection.Param) []collection.Param {
			ps[0].Disabled = true
			return ps
		}},
		{"switched on", "// tag: a", "tag: a", func(ps []collection.Param) []collection.Param {
			ps[2].Disabled = false
			return ps
		}},
		{"removed", "// tag: a\n", "", func(ps []collection.Param) []collection.Param { return append(ps[:2], ps[3:]...) }},
		{"added in between", "tag: b", "new:  x \n\ntag: b", func(ps []collection.Param) []collection.Param {
			return append(ps[:3:3], append([]collection.Param{{Key: "new", Value: "x"}}, ps[3:]...)...)
		}},
		{"added without a value", "\nflag", "\nflag\nother", func(ps []collection.Param) []collection.Param {
			return append(ps, collection.Param{Key: "other", NoValue: true})
		}},
		{"a key mended", "limit: 25", "size: 25", func(ps []collection.Param) []collection.Param {
			ps[0].Key = "size"
			return ps
		}},
		{"moved", "limit: 25\ntag: a", "tag: a\nlimit: 25", func(ps []collection.Param) []collection.Param {
			ps[0], ps[1] = ps[1], ps[0]
			return ps
		}},
		{"moved and changed", text, strings.TrimPrefix(text, "limit: 25\n") + "\nlimit: 50", func(ps []collection.Param) []collection.Param {
			ps[0].Value, ps[0].Source = "50", ""
			return append(ps[1:], ps[0])
		}},
		{"a key with a colon", "a:b: c: d", "a:b: e", func(ps []collection.Param) []collection.Param {
			ps[4].Value = "e"
			return ps
		}},
		{"lines switched off", "note: one", "// note: one", func(ps []collection.Param) []collection.Param {
			ps[5].Disabled = true
			return ps
		}},
		{"a value for one without", "flag", "flag:", func(ps []collection.Param) []collection.Param {
			ps[6].NoValue = false
			return ps
		}},
		{"the duplicate's value", "tag: b", "tag: c", func(ps []collection.Param) []collection.Param {
			ps[3].Value = "c"
			return ps
		}},
		{"Windows lines", "\n", "\r\n", func(ps []collection.Param) []collection.Param { return ps }},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := 1
			if c.name == "Windows lines" {
				n = -1
			}
			got := bulk.Params(strings.Replace(text, c.old, c.new, n), rows())
			if d := cmp.Diff(c.want(rows()), got); d != "" {
				t.Error(d)
			}
		})
	}
	if got := bulk.Params("", nil); len(got) != 0 {
		t.Errorf("nothing became %+v", got)
	}
	if got := bulk.Params(" \n", rows()); len(got) != 0 {
		t.Errorf("blanks became %+v", got)
	}
}

// What was not touched is as it was, whatever it is, and in any order; what was
// is what its line says.
func TestRoundTrip(t *testing.T) {
	word := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a:/# \n\r"]{0,6}`))
	param := rapid.Custom(func(t *rapid.T) collection.Param {
		p := collection.Param{Key: word.Draw(t, "key"), Value: word.Draw(t, "value"), Description: word.Draw(t, "about"), Disabled: rapid.Bool().Draw(t, "off")}
		p.NoValue = p.Value == "" && rapid.Bool().Draw(t, "none")
		return p
	})
	rapid.Check(t, func(t *rapid.T) {
		ps := rapid.SliceOfN(param, 0, 8).Draw(t, "rows")
		for i := range ps {
			ps[i].Origin = i + 1
		}
		if d := cmp.Diff(ps, bulk.Params(bulk.Text(ps), ps)); d != "" && len(ps) > 0 {
			t.Fatal(d)
		}
		// A line more, anywhere, changes none of the others.
		if len(ps) == 0 {
			return
		}
		at := rapid.IntRange(0, len(ps)).Draw(t, "at")
		lines := strings.Split(bulk.Text(ps), "\n")
		more := append(lines[:at:at], append([]string{"x-new-one: 1"}, lines[at:]...)...)
		got := bulk.Params(strings.Join(more, "\n"), ps)
		if len(got) != len(ps)+1 || got[at] != (collection.Param{Key: "x-new-one", Value: "1"}) {
			t.Fatalf("the new one is %+v", got)
		}
		if d := cmp.Diff(ps, append(got[:at:at], got[at+1:]...)); d != "" {
			t.Fatal(d)
		}
		if err := again(bulk.Params(rapid.String().Draw(t, "text"), ps)); err != nil {
			t.Fatal(err)
		}
	})
}

// again reports whether rows make a text that makes the same rows.
func again(ps []collection.Param) error {
	if got := bulk.Params(bulk.Text(ps), ps); len(ps) > 0 && !cmp.Equal(ps, got) {
		return fmt.Errorf("%+v became %+v", ps, got)
	}
	return nil
}
