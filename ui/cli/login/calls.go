package login

import (
	"fmt"

	"postern/auth"
	"postern/ui/cli/console"
	"postern/ui/theme"
	"postern/ui/words"
)

// TellCalls prints the calls to authorization servers that a send made.
func TellCalls(told *console.Stream, calls []auth.TokenCall) {
	for _, t := range calls {
		told.Line(theme.Faint, "token "+call(t))
		for _, w := range t.Warnings {
			told.Line(theme.Warn, "! "+w)
		}
	}
}

// call is one call to an authorization server in one line.
func call(t auth.TokenCall) string {
	s := t.Kind + " " + t.URL
	switch {
	case t.Status > 0:
		s += fmt.Sprintf(" → %d", t.Status)
	case t.Err != nil:
		s += " → no answer"
	}
	return s + " · " + words.Took(t.Duration)
}
