package keep_test

import (
	"context"
	"errors"
	"testing"

	"postern/ui/keep"
	"postern/ui/pane"
)

// memory is a [keep.Memory] of one text.
type memory struct {
	text, name string
	err        error
}

func (m *memory) Setting(_ context.Context, _, name string) (string, bool, error) {
	return m.text, m.text != "" && name == m.name, m.err
}

func (m *memory) SetSetting(_ context.Context, _, name, value string) error {
	m.text, m.name = value, name
	return m.err
}

type thing struct{ Width int }

func keeper(m keep.Memory) *keep.Keeper[thing] { return keep.New[thing](m, "thing", "the thing") }

func run(t *testing.T, in pane.Intent) pane.Intent {
	t.Helper()
	w, ok := in.(pane.Work)
	if !ok {
		return in
	}
	return w.Do(t.Context())
}

func TestThingsAreKept(t *testing.T) {
	m, want := &memory{name: "thing"}, thing{40}
	if in := run(t, keeper(m).Load()); in != nil {
		t.Errorf("of nothing comes %#v", in)
	}
	if in := run(t, keeper(m).Keep(want)); in != nil {
		t.Errorf("keeping gives %#v", in)
	}
	k := keeper(m)
	if in := run(t, k.Load()); in != (keep.Loaded[thing]{Value: want}) {
		t.Errorf("%#v", in)
	}
	if in := k.Load(); in != nil {
		t.Error("it is loaded twice")
	}
	if in := run(t, keep.New[thing](m, "other", "another").Load()); in != nil {
		t.Errorf("under another name comes %#v", in)
	}
	for _, bad := range []string{"{", `{"Width": "x"}`, `[]`} {
		if in := run(t, keeper(&memory{text: bad, name: "thing"}).Load()); in != nil {
			t.Errorf("of %s comes %#v", bad, in)
		}
	}
}

// Of two that are kept at once the last stays, whichever is written first.
func TestTheLastOneStays(t *testing.T) {
	m := &memory{}
	k := keeper(m)
	a, b := k.Keep(thing{20}).(pane.Work), k.Keep(thing{30}).(pane.Work)
	b.Do(t.Context())
	a.Do(t.Context())
	if m.text != `{"Width":30}` {
		t.Error(m.text)
	}
	m.err = errors.New("no room")
	if f, ok := a.Do(t.Context()).(pane.Failed); !ok || f.Err.Error() != "keep the thing: no room" {
		t.Errorf("%#v", f)
	}
	if keeper(nil).Load() != nil || keeper(nil).Keep(thing{}) != nil {
		t.Error("without a memory there is work")
	}
}
