// Package totals puts what a run came to into lines, each about one thing and
// in the look of how that went.
//
// It prints nothing.
package totals

import (
	"fmt"
	"strings"
	"time"

	"postern/engine/payload"
	"postern/engine/runner"
	"postern/ui/theme"
	"postern/ui/words"
)

// Line is one of the lines.
type Line struct {
	Role theme.Role
	Text string
}

// Of is what a run, or a part of one, came to.
type Of struct {
	runner.Summary
	// Name is what stands in front of the first line.
	Name string
	// As is the number of identities, 0 in a run without. Expected answers were
	// held against what was expected of them, of which Missed were others; they
	// are not among the tests.
	As, Expected, Missed int
	// Answers are how long they took; none of them are told.
	Answers Answers
	// Dot stands between figures.
	Dot string
}

// Answers are how long the answers of a run took.
type Answers struct {
	n         int
	sum, most time.Duration
}

// Add adds an answer.
func (a *Answers) Add(took time.Duration) {
	a.n++
	a.sum += took
	a.most = max(a.most, took)
}

// Lines are the totals: requests, what was expected, tests and scripts as far as
// there are any, and the figures.
func (o Of) Lines() []Line {
	out := []Line{o.requests()}
	if o.Expected > 0 {
		out = append(out, line(o.Missed, words.Plural(o.Expected, "expected answer")+fmt.Sprintf(": %d met", o.Expected-o.Missed), part(o.Missed, "missed")))
	}
	if n := o.Tests + o.SkippedTests; n > 0 {
		out = append(out, line(o.FailedTests, words.Plural(n, "test")+fmt.Sprintf(": %d passed", o.Tests-o.FailedTests),
			part(o.FailedTests, "failed"), part(o.SkippedTests, "skipped")))
	}
	if o.ScriptErrors > 0 {
		out = append(out, line(o.ScriptErrors, words.Plural(o.ScriptErrors, "broken script")))
	}
	if o.Bailed {
		out[len(out)-1].Text += ", where the run stopped"
	}
	return append(out, o.figures())
}

func (o Of) requests() Line {
	of := words.Plural(o.Requests, "request")
	if o.As > 1 {
		of += fmt.Sprintf(" as %d identities", o.As)
	}
	l := line(o.Failed, o.Name+of+fmt.Sprintf(": %d answered", o.Requests-o.Failed),
		part(o.HTTPErrors, "of them with 400 or above"), part(o.Skipped, "skipped"))
	if o.Failed > 0 {
		l.Text += fmt.Sprintf("; %d failed", o.Failed)
	}
	return l
}

// figures are the time and the size of all, and how long answers took.
func (o Of) figures() Line {
	figures := []string{words.Took(o.Elapsed), payload.FormatSize(o.Bytes)}
	if a := o.Answers; a.n > 1 {
		figures = append(figures, fmt.Sprintf("answers in %s on average, %s at most", words.Took(a.sum/time.Duration(a.n)), words.Took(a.most)))
	}
	return Line{theme.Faint, strings.Join(figures, " "+o.Dot+" ")}
}

// line is red if anything failed.
func line(failed int, text string, parts ...string) Line {
	l := Line{theme.OK, text + strings.Join(parts, "")}
	if failed > 0 {
		l.Role = theme.Error
	}
	return l
}

// part is a number of something, or nothing.
func part(n int, what string) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(", %d %s", n, what)
}
