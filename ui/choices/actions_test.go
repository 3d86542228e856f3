package choices_test

import (
	"strings"
	"testing"

	"postern/ui/choices"
	"postern/ui/keymap"
)

// Whatever can be done is in the palette, with its key and, where it is off,
// the reason; it is found by its category, too.
func TestThePaletteHasEveryAction(t *testing.T) {
	m := keymap.New(keymap.Actions(), map[keymap.ID][]string{keymap.Send: {"f5"}})
	items := choices.Actions("", m, keymap.State{}).Items
	found := map[keymap.ID]int{}
	for i, it := range items {
		found[keymap.ID(it.ID)] = i
	}
	for _, a := range m.Actions() {
		i, ok := found[a.ID]
		if moves := strings.HasPrefix(string(a.ID), "move."); moves || a.Scope.InDialog() || a.ID == keymap.Palette {
			if ok {
				t.Errorf("%s cannot be done from the palette, and is there", a.ID)
			}
			continue
		}
		if !ok {
			t.Errorf("%s is missing", a.ID)
			continue
		}
		it := items[i]
		if it.Key.String() != m.Shown(a.ID) || it.Off.String() != a.Off(keymap.State{}) || !strings.HasPrefix(it.Detail.String(), a.Category) {
			t.Errorf("%s: %v", a.ID, it)
		}
	}
	if key := items[found[keymap.Send]].Key.String(); key != "f5" {
		t.Errorf("the key of send is %s", key)
	}
}
