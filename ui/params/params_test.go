package params_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/engine/collection"
	"postern/ui/params"
	"postern/ui/widget/kvtable"
)

func TestApply(t *testing.T) {
	list := func() []collection.Param {
		return []collection.Param{{Key: "a", Value: "1", Source: "1"}, {Key: "b", NoValue: true}}
	}
	for _, c := range []struct {
		name string
		fact kvtable.Fact
		want []collection.Param
	}{
		{"a value is a text from now on", kvtable.Changed{Row: 0, Col: params.Value, Value: "2"}, []collection.Param{{Key: "a", Value: "2"}, {Key: "b", NoValue: true}}},
		{"an empty value is one", kvtable.Changed{Row: 1, Col: params.Value}, []collection.Param{{Key: "a", Value: "1", Source: "1"}, {Key: "b"}}},
		{"a description", kvtable.Changed{Row: 1, Col: params.About, Value: "x"}, []collection.Param{{Key: "a", Value: "1", Source: "1"}, {Key: "b", NoValue: true, Description: "x"}}},
		{"off", kvtable.Toggled{Row: 1, Off: true}, []collection.Param{{Key: "a", Value: "1", Source: "1"}, {Key: "b", NoValue: true, Disabled: true}}},
		{"added", kvtable.Added{Row: 2, Cells: []string{"c", "3", ""}}, append(list(), collection.Param{Key: "c", Value: "3"})},
		{"removed", kvtable.Removed{Row: 0}, list()[1:]},
	} {
		if d := cmp.Diff(c.want, params.Apply(list(), c.fact)); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
	if n := params.Enabled(params.Apply(list(), kvtable.Toggled{Row: 1, Off: true})); n != 1 {
		t.Errorf("%d are on", n)
	}
}

func TestApplyPart(t *testing.T) {
	form := params.ApplyPart(nil, kvtable.Added{Cells: []string{"photo", "x", "", ""}})
	for _, f := range []kvtable.Fact{
		kvtable.Changed{Col: params.Type, Value: "f"},
		kvtable.Changed{Col: params.Value, Value: "a.png"},
		kvtable.Changed{Col: params.ContentType, Value: "image/png"},
	} {
		form = params.ApplyPart(form, f)
	}
	want := collection.FormPart{Param: collection.Param{Key: "photo", Value: "x"}, Type: "file", Src: []string{"a.png"}, ContentType: "image/png"}
	if d := cmp.Diff([]collection.FormPart{want}, form); d != "" {
		t.Error(d)
	}
	if row := params.Parts(form, nil)[0]; row.Cells[params.Value].Value != "a.png" || row.Cells[params.Type].Value != "file" {
		t.Errorf("the row is %+v", row)
	}
	form[0].Src = []string{"a", "b"}
	if c := params.Parts(form, nil)[0].Cells[params.Value]; c.Value != "a, b" || !c.Locked {
		t.Errorf("several files are %+v", c)
	}
	if form = params.ApplyPart(form, kvtable.Removed{}); len(form) != 0 {
		t.Errorf("removed, and there is %+v", form)
	}
}
