package sizes_test

import (
	"context"
	"errors"
	"testing"

	"postern/ui/layout"
	"postern/ui/pane"
	"postern/ui/sizes"
)

// memory is a [sizes.Memory] of one text.
type memory struct {
	text   string
	err    error
	writes int
}

func (m *memory) Setting(context.Context, string, string) (string, bool, error) {
	return m.text, m.text != "", m.err
}

func (m *memory) SetSetting(_ context.Context, _, _, value string) error {
	m.text = value
	m.writes++
	return m.err
}

func run(t *testing.T, in pane.Intent) pane.Intent {
	t.Helper()
	w, ok := in.(pane.Work)
	if !ok {
		return in
	}
	return w.Do(t.Context())
}

func TestSizesAreKept(t *testing.T) {
	m, want := &memory{}, layout.Sizes{Column: 40, Request: 612}
	if in := run(t, sizes.New(m).Load()); in != nil {
		t.Errorf("of nothing comes %#v", in)
	}
	if in := run(t, sizes.New(m).Keep(want)); in != nil {
		t.Errorf("keeping gives %#v", in)
	}
	k := sizes.New(m)
	if in := run(t, k.Load()); in != (sizes.Loaded{Sizes: want}) {
		t.Errorf("%#v", in)
	}
	if in := k.Load(); in != nil {
		t.Error("it is loaded twice")
	}
	for _, bad := range []string{"{", `{"column": "x"}`, `[]`} {
		if in := run(t, sizes.New(&memory{text: bad}).Load()); in != nil {
			t.Errorf("of %s comes %#v", bad, in)
		}
	}
	if in := run(t, sizes.New(&memory{text: `{"column": -4, "beside": 9000}`}).Load()); in != (sizes.Loaded{}) {
		t.Errorf("what cannot be is taken: %#v", in)
	}
}

// Of two that are kept at once the last stays, whichever is written first.
func TestTheLastOneStays(t *testing.T) {
	m := &memory{}
	k := sizes.New(m)
	load := k.Load().(pane.Work)
	a, b := k.Keep(layout.Sizes{Column: 20}).(pane.Work), k.Keep(layout.Sizes{Column: 30}).(pane.Work)
	b.Do(t.Context())
	a.Do(t.Context())
	if m.text != `{"column":30}` {
		t.Error(m.text)
	}
	if in := load.Do(t.Context()); in != nil {
		t.Errorf("what was kept before takes the place of what was chosen: %#v", in)
	}
	m.err = errors.New("no room")
	if f, ok := a.Do(t.Context()).(pane.Failed); !ok || f.Err.Error() != "keep the sizes of the panes: no room" {
		t.Errorf("%#v", f)
	}
	if sizes.New(nil).Load() != nil || sizes.New(nil).Keep(layout.Sizes{}) != nil {
		t.Error("without a memory there is work")
	}
}
