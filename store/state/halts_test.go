package state_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"postern/store/state"
)

func TestHalts(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := in(t, dir)
	h := s.Halts()
	if all, err := h.Of(t.Context(), "/c.json"); err != nil || len(all) > 0 {
		t.Fatalf("%v, %v before anything was kept", all, err)
	}
	if err := h.Forget(t.Context(), "/c.json", "a"); err != nil {
		t.Error(err)
	}
	for _, one := range []state.Halt{
		{File: "/c.json", Name: "a", Data: []byte("old")},
		{File: "/c.json", Name: "a", Data: []byte("the pin is 4711-0815")},
		{File: "/c.json", Name: "b", Data: []byte("other")},
		{File: "/d.json", Name: "a", Data: []byte("elsewhere")},
	} {
		if err := h.Keep(t.Context(), one); err != nil {
			t.Fatal(err)
		}
	}
	all, err := h.Of(t.Context(), "/c.json")
	if err != nil || len(all) != 2 || all[0].Name != "b" || string(all[1].Data) != "the pin is 4711-0815" {
		t.Errorf("%+v, %v", all, err)
	}
	if err := h.Forget(t.Context(), "/c.json", "a"); err != nil {
		t.Error(err)
	}
	if all, _ := h.Of(t.Context(), "/c.json"); len(all) != 1 || all[0].Name != "b" {
		t.Errorf("%+v is left", all)
	}
	if all, _ := h.Of(t.Context(), "/d.json"); len(all) != 1 {
		t.Errorf("%+v is left of the other", all)
	}
}

// What a place holds is sealed, and of no use for another run.
func TestHaltsAreSealed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := in(t, dir)
	secret := strings.Repeat("pin 4711-0815 ", 3)
	if err := s.Halts().Keep(t.Context(), state.Halt{File: "/c.json", Name: "a", Data: []byte(secret)}); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if bytes.Contains(b, []byte("4711-0815")) {
			t.Errorf("%s holds it in the clear", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	tamper(t, dir, `UPDATE run_halts SET name = 'b'`)
	s = in(t, dir)
	all, err := s.Halts().Of(t.Context(), "/c.json")
	if err == nil || len(all) > 0 {
		t.Errorf("%+v, %v of a record that was moved", all, err)
	}
}

func TestOnlySoManyHaltsAreKept(t *testing.T) {
	t.Parallel()
	h := in(t, t.TempDir()).Halts()
	for i := range 55 {
		if err := h.Keep(t.Context(), state.Halt{File: "/c.json", Name: fmt.Sprint(i)}); err != nil {
			t.Fatal(err)
		}
	}
	if all, err := h.Of(t.Context(), "/c.json"); err != nil || len(all) != 50 || all[0].Name != "54" {
		t.Errorf("%d are kept, %v", len(all), err)
	}
}
