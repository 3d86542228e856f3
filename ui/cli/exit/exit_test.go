package exit_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"postern/auth"
	"postern/engine"
	"postern/ui/cli/console"
	"postern/ui/cli/exit"
)

func TestExplain(t *testing.T) {
	token := func(k auth.Kind) error { return fmt.Errorf("send: %w", &auth.Error{Kind: k, Summary: "no token"}) }
	for _, tc := range []struct {
		name string
		err  error
		code int
		what string
	}{
		{"misused", exit.Misused("no such thing", "try"), exit.Usage, "no such thing"},
		{"a file", &fs.PathError{Op: "open", Path: "x", Err: errors.New("denied")}, exit.Usage, "cannot open the file: denied"},
		{"a folder", &fs.PathError{Op: "mkdir", Path: "x/y", Err: errors.New("denied")}, exit.Usage, "cannot make the folder: denied"},
		{"something else of a file", &fs.PathError{Op: "fdopendir", Path: "x", Err: errors.New("denied")}, exit.Usage, "cannot use the file: denied"},
		{"a send", &engine.Error{Stage: engine.StageConnect, Summary: "cannot connect"}, exit.NotConnected, "cannot connect"},
		{"a send without a token", &engine.Error{Stage: engine.StageAuthorize, Summary: "refused"}, exit.NotAuthorised, "refused"},
		{"interrupted", fmt.Errorf("run: %w", context.Canceled), exit.Cancelled, "cancelled"},
		{"a login is needed", token(auth.KindNeedsLogin), exit.NotAuthorised, "no token"},
		{"the config is wrong", token(auth.KindConfig), exit.NotAuthorised, "no token"},
		{"the server is away", token(auth.KindUnreachable), exit.NotConnected, "no token"},
		{"the store is", token(auth.KindStore), exit.Usage, "no token"},
		{"the login was given up", token(auth.KindCancelled), exit.Cancelled, "no token"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if f := exit.Explain(tc.err); f.Code != tc.code || f.What != tc.what {
				t.Errorf("%d %q, want %d %q", f.Code, f.What, tc.code, tc.what)
			}
		})
	}
}

func TestReport(t *testing.T) {
	for _, tc := range []struct {
		name string
		err  error
		code int
		told string
	}{
		{"all is well", nil, exit.OK, ""},
		{"all was said", exit.Status(exit.HTTPError), exit.HTTPError, ""},
		{
			"a failure",
			&exit.Failure{Code: exit.Usage, What: "what", Where: "where", Hint: "this", More: []string{"one", "two"}},
			exit.Usage, "what\n  at   where\n  one\n  two\n  try  this\n",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var told strings.Builder
			code := exit.Report(console.New(&told, false, nil), tc.err, exit.Explain)
			if code != tc.code || told.String() != tc.told {
				t.Errorf("%d %q, want %d %q", code, told.String(), tc.code, tc.told)
			}
		})
	}
}

// What is longer than the terminal goes on below where it began.
func TestReportFitsTheTerminal(t *testing.T) {
	var told strings.Builder
	exit.Report(console.New(&told, true, []string{"NO_COLOR=1", "TERM=dumb"}).Within(20), &exit.Failure{What: "what cannot be done here", Hint: "this and that, then those"}, exit.Explain)
	if want := "what cannot be done\nhere\n  try  this and\n       that, then\n       those\n"; told.String() != want {
		t.Errorf("%q, want %q", told.String(), want)
	}
}
