package run

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"postern/engine/cookies"
	"postern/engine/redact"
	"postern/engine/vars"
	"postern/ui/cli/connect"
	"postern/ui/cli/exit"
	"postern/ui/cli/pick"
	"postern/ui/theme"
)

// running is one run of the command.
type running struct {
	Deps
	pick  pick.Flags
	conn  connect.Flags
	what  whatFlags
	pace  paceFlags
	shown shownFlags
	out   outFlags
	// jar keeps the cookies, where a file is named for them.
	jar     *cookies.Ledger
	overlap overlapFlags
	going   going
	history keeping
	as      asFlags
}

// whatFlags say what is sent, and with which values.
type whatFlags struct {
	folders             []string
	globals             string
	globalVars, envVars []string
	data, dataSum       string
	iterations          int
	trust               bool
	dir                 string
	ignoreRedirects     bool
	cookies             string
	certificates        string
}

// paceFlags say how long things may take, and when it is over; in milliseconds.
type paceFlags struct {
	bail                            []string
	delay, timeout, request, script int
	suppress                        bool
}

// outFlags are the files that are written at the end.
type outFlags struct{ environment, globals, collection, cookies string }

func (r *running) add(c *cobra.Command) {
	r.pick.Add(c)
	r.conn.Add(c)
	f := c.Flags()
	f.StringVar(&r.pick.Env, "environment", "", "newman's word for --env `NAME`")
	f.StringVarP(&r.what.globals, "globals", "g", "", "globals from `FILE`")
	f.StringArrayVar(&r.what.folders, "folder", nil, "send only this folder or request, by `NAME`; may be repeated")
	f.StringArrayVar(&r.what.envVars, "env-var", nil, "set a variable of the environment, `NAME=VALUE`; may be repeated")
	f.StringArrayVar(&r.what.globalVars, "global-var", nil, "set a global variable, `NAME=VALUE`; may be repeated")
	f.StringVarP(&r.what.data, "iteration-data", "d", "", "repeat the run with the rows of `FILE`, JSON or CSV")
	f.IntVarP(&r.what.iterations, "iteration-count", "n", 0, "repeat the run `N` times (default once, or once a row of data)")
	f.BoolVar(&r.what.trust, "trust", false, "let the scripts of the collection run, and take all that .newmanrc sets")
	f.StringVar(&r.what.dir, "working-dir", "", "the `FOLDER` that bodies may take files from (default that of the collection)")
	f.StringVar(&r.what.cookies, "cookie-jar", "", "begin with the cookies of `FILE`, a jar as newman and tough-cookie write it")
	f.StringVar(&r.what.certificates, "ssl-client-cert-list", "", "client certificates by address, a `FILE` as newman reads it")
	f.BoolVar(&r.what.ignoreRedirects, "ignore-redirects", false, "do not follow redirects")

	f.StringSliceVar(&r.pace.bail, "bail", nil, "stop at the first failure; `folder` refuses unknown folders, failure is the default")
	f.Lookup("bail").NoOptDefVal = bailFailure
	f.IntVar(&r.pace.delay, "delay-request", 0, "milliseconds to wait between two requests (default none)")
	f.IntVar(&r.pace.timeout, "timeout", 0, "milliseconds the whole run may take (default none)")
	f.IntVar(&r.pace.request, "timeout-request", 0, "milliseconds one request may take with its token and redirects (default none)")
	f.IntVar(&r.pace.script, "timeout-script", 0, "milliseconds the scripts around a request may take (default 10000)")
	f.BoolVarP(&r.pace.suppress, "suppress-exit-code", "x", false, "end with 0 whatever failed in the run")

	f.StringVar(&r.out.environment, "export-environment", "", "write the environment as the run has left it to `FILE`")
	f.StringVar(&r.out.globals, "export-globals", "", "write the globals as the run has left them to `FILE`")
	f.StringVar(&r.out.collection, "export-collection", "", "write the collection to `FILE`")
	f.StringVar(&r.out.cookies, "export-cookie-jar", "", "write the cookies as the run has left them to `FILE`, for --cookie-jar")
	r.shown.add(c)
	r.overlap.add(c)
	r.going.add(c)
	r.history.add(c)
	r.addAs(c)
	for _, s := range senseless() {
		if s.takesValue {
			f.String(s.name, "", s.why)
		} else {
			f.Bool(s.name, false, s.why)
		}
		_ = f.MarkHidden(s.name) // it was added on the line above
	}
}

// bailFailure and bailFolder are what --bail may say.
const (
	bailFailure = "failure"
	bailFolder  = "folder"
)

const apiKey = "postman-api-key"

// senseless are the options of newman that mean nothing here, and why.
func senseless() []struct {
	name       string
	takesValue bool
	why        string
} {
	return []struct {
		name       string
		takesValue bool
		why        string
	}{
		{apiKey, true, "a collection is named by its file or its address, not by its id at Postman's"},
		{"no-insecure-file-read", false, "files outside the working folder are never read"},
	}
}

// check refuses what makes no sense, and tells what is without any.
func (r *running) check(c *cobra.Command) error {
	for _, n := range []int{r.pace.delay, r.pace.timeout, r.pace.request, r.pace.script} {
		if n < 0 {
			return exit.Misused("a time cannot be negative", "--timeout-request 5000 --delay-request 100")
		}
	}
	if r.what.iterations < 0 {
		return exit.Misused("a run cannot be repeated fewer than 0 times", "-n 3")
	}
	if err := r.overlap.check(); err != nil {
		return err
	}
	if err := r.as.check(c); err != nil {
		return err
	}
	for _, b := range r.pace.bail {
		if b != bailFailure && b != bailFolder {
			return exit.Misused(fmt.Sprintf("--bail knows no %q", b), "--bail, --bail failure or --bail folder")
		}
	}
	for _, s := range senseless() {
		if c.Flags().Changed(s.name) {
			r.Told.Line(theme.Warn, "! --"+s.name+" has no effect: "+s.why)
		}
	}
	if err := r.shown.check(r.Told); err != nil {
		return err
	}
	r.shown.colour(r.Shown, r.Told)
	return nil
}

// stops reports whether the run ends at the first failure.
func (p *paceFlags) stops() bool { return slices.Contains(p.bail, bailFailure) }

// assignments are NAME=VALUE of a flag. newman takes a name alone for an empty
// value.
func assignments(flag string, list []string) ([]vars.Var, error) {
	var out []vars.Var
	for _, kv := range list {
		name, value, _ := strings.Cut(kv, "=")
		if name == "" {
			return nil, exit.Misused(fmt.Sprintf("--%s %q has no name", flag, kv), "--"+flag+" limit=5")
		}
		out = append(out, vars.Var{Name: name, Value: value, Secret: redact.Sensitive(name)})
	}
	return out, nil
}

func milliseconds(n int) time.Duration { return connect.Milliseconds(n) }

// Normalize rewrites the arguments of newman that this command line would read
// otherwise: the word behind --bail, which newman takes for its value, options
// whose value may be missing, and options of reporters that are not here.
func Normalize(args []string) []string {
	if len(args) == 0 || args[0] != "run" {
		return args
	}
	out := args[:1:1]
	for i := 1; i < len(args); i++ {
		a, next := args[i], ""
		if i+1 < len(args) {
			next = args[i+1]
		}
		switch {
		case a == "--bail" && isBail(next):
			out, i = append(out, a+"="+next), i+1
		case optional(a) && (next == "" || strings.HasPrefix(next, "-") && strings.Trim(next, "-0123456789") != ""): // the value may be missing, and is the default then
		case strings.HasPrefix(a, "--reporter-") && !known(a):
			if !strings.Contains(a, "=") && next != "" && !strings.HasPrefix(next, "-") {
				i++
			}
		default:
			out = append(out, a)
		}
	}
	return out
}

// optional reports whether newman takes an option without its value.
func optional(option string) bool {
	report := strings.HasPrefix(option, "--reporter-") && strings.HasSuffix(option, "-export")
	return report || slices.Contains([]string{"-r", "--reporters", "--delay-request", "--timeout", "--timeout-request", "--timeout-script"}, option)
}

func isBail(s string) bool {
	return s != "" && !slices.ContainsFunc(strings.Split(s, ","), func(w string) bool { return w != bailFailure && w != bailFolder })
}
