package hole_test

import (
	"strings"
	"testing"

	"postern/engine/lookup"
	"postern/engine/lookup/hole"
)

func FuzzFind(f *testing.F) {
	f.Add("{{url}}/users/:id/{a}?b={{c}}", `{"groupIds":["{x}","{{y}}"]}`)
	f.Add("https://h/${a}('{{b}}')/:c.json", "a={{b}}&c={d}")
	f.Add("{{{{a}}}}/{{}}/{}/:", "{{")
	f.Fuzz(func(t *testing.T, url, body string) {
		for _, h := range hole.Find(hole.Request{URL: url, Body: body, Variables: []hole.Row{{"id", body}}}) {
			text := map[hole.Place]string{hole.InURL: url, hole.InBody: body, hole.InPathVariable: body}[h.Place]
			if !strings.Contains(text[h.Start:h.End], h.Name) || h.Name == "" {
				t.Errorf("%q is not at its place: %q", h.Name, text[h.Start:h.End])
			}
			h.Fits(lookup.ID{Value: "1", Type: "user"})
		}
		hole.Lists([]hole.Candidate{{Method: "GET", URL: url}}, "user")
	})
}
