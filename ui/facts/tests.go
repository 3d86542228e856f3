package facts

import (
	"fmt"
	"slices"
	"strings"

	"postern/engine"
	"postern/engine/redact"
	"postern/engine/script"
	"postern/engine/scripted"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/pager"
	"postern/ui/widget/text"
)

// Awaits is what a reader of tests waits for.
type Awaits struct {
	// Flying says that a send is in flight, Running that its scripts run already;
	// Scripts that it has some.
	Flying, Running, Scripts bool
}

// untested says why a send has no tests.
func untested(x *engine.Exchange, a Awaits) string {
	switch {
	case a.Running:
		return "its scripts run; they have tested nothing yet"
	case a.Flying && a.Scripts:
		return "not answered yet: its scripts may test the answer when it has come"
	case a.Flying:
		return "no script tests this request"
	case x == nil:
		return "nothing was sent yet"
	case slices.Contains(x.Warnings, scripted.Held):
		return scripted.Held
	case x.Skipped():
		return "it was not sent, as its script said, and nothing was tested"
	case x.Response == nil || x.Err != nil:
		return "there is no whole answer, and nothing was tested"
	case x.Before != nil || x.After != nil:
		return "its scripts have run, and tested nothing"
	}
	return "no script has tested this answer"
}

// Tests are the tests of a send with what they came to, failed ones with why
// and where; without any, why there are none.
func Tests(x *engine.Exchange, a Awaits) pager.Lines {
	var lines pager.Lines
	mask := redact.Redactor{}
	if x != nil {
		mask = x.Redactor()
	}
	add := func(r theme.Role, s string) { lines = append(lines, text.Of(r, safe.Clean(mask.Text(s)))) }
	for _, o := range x.Outcomes() {
		for _, t := range o.Tests {
			switch {
			case t.Skipped:
				add(theme.Faint, "– "+t.Name+" (skipped)")
			case t.Passed:
				add(theme.OK, "✓ "+t.Name)
			default:
				add(theme.Error, "✗ "+t.Name)
				add(theme.Plain, "    "+t.Message)
				for _, d := range t.Differences {
					add(theme.Plain, "      "+d)
				}
				if at := place(t.Place); at != "" {
					add(theme.Faint, "    "+at)
				}
			}
		}
		for _, e := range o.Errors {
			add(theme.Error, "✗ a script broke off")
			add(theme.Plain, "    "+e.Name+": "+e.Message)
			if at := place(e.Place); at != "" {
				add(theme.Faint, "    "+at)
			}
		}
		if o.Cut {
			add(theme.Warn, "! there was more than is kept")
		}
	}
	if len(lines) == 0 {
		lines = none(untested(x, a))
	}
	return lines
}

// place says where in the scripts something happened.
func place(p script.Place) string {
	switch {
	case p.Owner == "":
		return ""
	case p.Line == 0:
		return "in the script of " + p.Owner
	}
	return fmt.Sprintf("in the script of %s, line %d", p.Owner, p.Line)
}

// said writes what the scripts of one event printed.
func (c *console) said(o *script.Outcome) {
	if o == nil {
		return
	}
	for _, l := range o.Console {
		at := ""
		if l.Place.Line > 0 {
			at = fmt.Sprintf("   (%s:%d)", l.Place.Owner, l.Place.Line)
		}
		for i, s := range strings.Split(c.red.Text(l.Text), "\n") {
			if i > 0 {
				at = ""
			}
			c.WriteString("* " + l.Level + " " + s + at + "\n")
		}
	}
	for _, e := range o.Errors {
		c.WriteString("! " + c.red.Text(e.Name+": "+e.Message) + ", " + place(e.Place) + "\n")
	}
}

// Failures are the tests of a send that failed and the scripts that broke off,
// each with why and where.
func Failures(x *engine.Exchange, mask redact.Redactor) []string {
	var out []string
	for _, o := range x.Outcomes() {
		for _, t := range o.Tests {
			if !t.Passed && !t.Skipped {
				out = append(out, mask.Text(t.Name)+": "+t.Why(mask.Text))
			}
		}
		for _, e := range o.Errors {
			out = append(out, mask.Text(e.Name+": "+e.Message)+e.Place.String())
		}
	}
	return out
}

// Newest is what the scripts of a send have told last: a test or a line.
func Newest(x *engine.Exchange) string {
	out := ""
	for _, o := range x.Outcomes() {
		if n := len(o.Console); n > 0 {
			out = o.Console[n-1].Text
		}
		if n := len(o.Tests); n > 0 {
			t := o.Tests[n-1]
			if out = "✓ " + t.Name; !t.Passed && !t.Skipped {
				out = "✗ " + t.Name + ": " + t.Message
			}
		}
	}
	return x.Public().Text(out)
}

// What of the scripts under way is shown: the newest.
const (
	maxLive      = 200
	maxLiveBytes = 64 << 10
)

// Recent is an exchange with no more of what its scripts told than can be laid
// out many times in a second: the newest.
func Recent(x *engine.Exchange) *engine.Exchange {
	cut := func(o *script.Outcome) *script.Outcome {
		if o == nil {
			return nil
		}
		c, bytes := *o, 0
		c.Tests = c.Tests[max(len(c.Tests)-maxLive, 0):]
		from := max(len(c.Console)-maxLive, 0)
		for i := len(c.Console) - 1; i >= from; i-- {
			if bytes += len(c.Console[i].Text); bytes > maxLiveBytes {
				from = i + 1
			}
		}
		c.Console = c.Console[from:]
		return &c
	}
	out := *x
	out.Before, out.After = cut(x.Before), cut(x.After)
	return &out
}

// Verdict is what the title says of the tests: nothing where there are none.
func Verdict(x *engine.Exchange) text.Line {
	passed, all := x.Tested()
	switch {
	case all == 0:
		return nil
	case passed < all:
		return text.Of(theme.Title, safe.Lit(" · ")).Plus(theme.Error, safe.Clean(fmt.Sprintf("✗ tests %d/%d", passed, all)))
	}
	return text.Of(theme.Title, safe.Lit(" · ")).Plus(theme.OK, safe.Clean(fmt.Sprintf("✓ tests %d/%d", passed, all)))
}

// Tested says how many of the tests have passed.
func Tested(x *engine.Exchange) safe.Text {
	passed, all := x.Tested()
	if all == 0 {
		return safe.Text{}
	}
	return safe.Clean(fmt.Sprintf("%d/%d", passed, all))
}
