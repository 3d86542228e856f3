package history_test

import (
	"slices"
	"strconv"
	"testing"

	"postern/engine"
	"postern/store/history"
)

// some is a history of five sends; their items are their names.
func some(t *testing.T) *history.Log {
	t.Helper()
	l := in(t, t.TempDir(), history.Limits{})
	for _, s := range []struct {
		item, env string
		status    int
	}{
		{"List", "dev", 200}, {"Create", "dev", 201}, {"List", "prod", 404}, {"Delete", "prod", 500}, {"Größe", "dev", 0},
	} {
		x := exchange(s.item, "")
		x.Response.Status = s.status
		x.Response.Reason = map[int]string{200: "OK", 201: "Created", 404: "Not Found", 500: "Internal"}[s.status]
		if s.status == 0 {
			x.Response, x.Err = nil, &engine.Error{Stage: engine.StageConnect, Summary: "100% refused_by host"}
		}
		add(t, l, x, history.Meta{Collection: "c-" + s.item, Environment: "id-" + s.env, EnvironmentName: s.env, Template: "{{url}}/" + s.item})
	}
	return l
}

func items(t *testing.T, l *history.Log, q history.Query) []string {
	t.Helper()
	es, err := l.List(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for _, e := range es {
		out = append(out, e.Item)
	}
	return out
}

func TestList(t *testing.T) {
	l := some(t)
	for _, tc := range []struct {
		name string
		q    history.Query
		want []string
	}{
		{"all, newest first", history.Query{}, []string{"Größe", "Delete", "List", "Create", "List"}},
		{"the newest", history.Query{Limit: 2}, []string{"Größe", "Delete"}},
		{"the page after", history.Query{Limit: 2, Before: 4}, []string{"List", "Create"}},
		{"of a request", history.Query{Item: "List"}, []string{"List", "List"}},
		{"of a request of another collection", history.Query{Item: "List", Collection: "c-Create"}, []string{}},
		{"of an environment", history.Query{Environment: "id-prod"}, []string{"Delete", "List"}},
		{"of a class", history.Query{Class: 2}, []string{"Create", "List"}},
		{"without a response", history.Query{Class: history.Failed}, []string{"Größe"}},
		{"by a name", history.Query{Text: "create"}, []string{"Create"}},
		{"in any case", history.Query{Text: "GRÖSSE größE"}, []string{}},
		{"in any case, beyond ASCII", history.Query{Text: "GRÖßE"}, []string{"Größe"}},
		{"by words in any order", history.Query{Text: "prod list"}, []string{"List"}},
		{"by status", history.Query{Text: "404 not"}, []string{"List"}},
		{"by template", history.Query{Text: "{{url}}/delete"}, []string{"Delete"}},
		{"by problem, wildcards are letters", history.Query{Text: "100% refused_"}, []string{"Größe"}},
		{"wildcards match nothing else", history.Query{Text: "10_% r%d"}, []string{}},
		{"by token", history.Query{Text: "okta-admin", Class: 5}, []string{"Delete"}},
		{"a quote is a letter", history.Query{Text: "' OR 1=1 --"}, []string{}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := items(t, l, tc.q); !slices.Equal(got, tc.want) {
				t.Errorf("%q, want %q", got, tc.want)
			}
		})
	}
}

// Going through the pages shows every entry once, also while more are added.
func TestPages(t *testing.T) {
	l := in(t, t.TempDir(), history.Limits{})
	for i := range 25 {
		add(t, l, exchange(strconv.Itoa(i), ""), history.Meta{})
	}
	var seen []string
	q := history.Query{Limit: 10}
	for range 10 {
		es, err := l.List(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if len(es) == 0 {
			break
		}
		for _, e := range es {
			seen = append(seen, e.Item)
		}
		q.Before = es[len(es)-1].ID
		add(t, l, exchange("new", ""), history.Meta{})
	}
	var want []string
	for i := range 25 {
		want = append(want, strconv.Itoa(24-i))
	}
	if !slices.Equal(seen, want) {
		t.Errorf("seen %q", seen)
	}
}
