package near_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/ui/cli/near"
)

// A token and an environment may have one name, which is offered once.
func TestNames(t *testing.T) {
	got := near.Names("okte", []string{"okta", "prod", "okta", "okta-admin"})
	if diff := cmp.Diff([]string{"okta"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestOf(t *testing.T) {
	names := []string{"Users/List users", "okta-admin", "okta", "Prod", "a", "b", "c", "d", "e", "f"}
	for _, tc := range []struct {
		name, typed string
		want        []int
	}{
		{"nothing like it", "quite another thing", nil},
		{"a slip", "okte", []int{2}},
		{"case does not count", "prod", []int{3}},
		{"the likest first", "okta", []int{2, 1}},
		{"a part", "list", []int{0}},
		{"two that changed places", "otka", []int{2}},
		{"a few, not all", "x", []int{4, 5, 6, 7, 8}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, near.Of(tc.typed, names)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
