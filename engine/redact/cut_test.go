package redact_test

import (
	"testing"

	"postern/engine/redact"
)

// Where a text says that it was cut, what may be the beginning of a secret is
// masked, in whatever spelling, and a letter that was split is left out; the
// rest, and a text that was not cut, is as it is.
func TestTextThatWasCut(t *testing.T) {
	r := redact.New("Sécrêt/key").And(redact.New("other-token"))
	const cut = redact.Cut
	for in, want := range map[string]string{
		"a Sécrêt/ke" + cut:               "a " + m + cut,
		"a Sécr\xc3" + cut:                "a " + m + cut,
		"a S%C3%A9cr" + cut:               "a " + m + cut,
		"a other-" + cut + " b oth" + cut: "a " + m + cut + " b oth" + cut,
		"other-token" + cut:               m + cut,
		"caf\xc3" + cut + " \xc3":         "caf" + cut + " \xc3",
		"a other-":                        "a other-",
		cut + "ther-token":                cut + "ther-token",
	} {
		if got := r.Text(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
	none := redact.New()
	if in := "caf\xc3" + cut; none.Text(in) != in {
		t.Errorf("without secrets it became %q", none.Text(in))
	}
}
