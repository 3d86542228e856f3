package preview_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/vars"
	"postern/ui/preview"
	"postern/ui/theme"
)

func TestNamesStandBelowTheRequest(t *testing.T) {
	c := &collection.Collection{Name: "API", Vars: []collection.Variable{{Key: "path", Value: "users"}}}
	it := &collection.Item{ID: "r", Name: "List", Request: &collection.Request{
		Method: "GET", URL: collection.ParseURL("{{url}}/{{path}}?key={{key}}&page={{page}}"),
	}}
	env := &collection.Environment{Name: "dev", Vars: []collection.EnvVar{
		{Key: "url", Initial: "http://h"},
		{Key: "key", Initial: "s3cret-value", Secret: true},
	}}
	p, err := engine.New(engine.Options{}).Prepare(t.Context(), collection.NewJob(c, []*collection.Item{it}, env, nil, []vars.Var{}))
	if err != nil {
		t.Fatal(err)
	}
	var shown []string
	lines := preview.Lines(p, nil)
	for _, l := range lines {
		shown = append(shown, l.String())
	}
	want := []string{
		"",
		"{{url}}   environment dev  http://h",
		"{{path}}  collection API   users",
		"{{key}}   environment dev  ••••••••",
		"{{page}}  not set",
	}
	if diff := cmp.Diff(want, shown[len(shown)-len(want):]); diff != "" {
		t.Error(diff)
	}
	if last := lines[len(lines)-1]; last[0].Role != theme.Unresolved {
		t.Errorf("what is not set has the look %v", last[0].Role)
	}
	if all := strings.Join(shown, "\n"); strings.Contains(all, "s3cret") {
		t.Errorf("the preview shows the secret:\n%s", all)
	}
}
