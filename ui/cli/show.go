package cli

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"postern/engine"
	"postern/engine/body"
	"postern/engine/vars"
	"postern/ui/cli/connect"
	"postern/ui/cli/house"
	"postern/ui/cli/pick"
	"postern/ui/safe"
	"postern/ui/theme"
)

// show prints a request as it would go out.
func (a *app) show() *cobra.Command {
	var p pick.Flags
	var n connect.Flags
	var reveal, explained bool
	c := &cobra.Command{
		Use:   "show FILE REQUEST",
		Short: "Show the exact request without sending it",
		Long: `Show the exact request that would go out, without sending anything.

REQUEST is a name, a Folder/Sub/Name path or an id. Secrets are masked unless
--reveal is given. Names without a value stay as they are and are listed on
stderr.

With --explain the names that the request uses follow behind it: where each
comes from, or that it is not set, and its value.`,
		Args:              wants("FILE", "REQUEST"),
		ValidArgsFunction: completeRequest,
	}
	p.Add(c)
	n.Add(c)
	n.AddTimeout(c)
	c.Flags().BoolVar(&reveal, "reveal", false, "print secrets in full")
	c.Flags().BoolVar(&explained, "explain", false, "tell where the value of every name comes from")
	c.RunE = a.run(func(ctx context.Context, args []string) error {
		return a.showRequest(ctx, args[0], args[1], &p, &n, showing{reveal, explained})
	})
	return c
}

// showing are the flags of show alone.
type showing struct{ reveal, explain bool }

func (a *app) showRequest(ctx context.Context, file, request string, p *pick.Flags, n *connect.Flags, how showing) (err error) {
	if err := pick.OneFile(file); err != nil {
		return err
	}
	o, err := n.Override(a.Env, a.err)
	if err != nil {
		return err
	}
	parts := a.Wire(house.Setup{WorkDir: body.In(filepath.Dir(file)), Connections: o})
	defer closing(parts, &err)
	c, err := a.from(parts).Request(ctx, file, request, p)
	if err != nil {
		return err
	}
	q, err := parts.Engine.Prepare(ctx, c.Job)
	if err != nil {
		if how.explain && q != nil {
			err = errors.Join(a.out.Text(names(q, how.reveal)), err)
		}
		return c.Unset(err)
	}
	for _, w := range q.Warnings {
		a.err.Line(theme.Warn, "! "+w)
	}
	if len(q.Missing) > 0 {
		a.err.Line(theme.Accent, "  try  "+c.HowToSet(q.Missing[0]))
	}
	if q.TokenPending {
		a.err.Line(theme.Faint, "a token is got when it is sent")
	}
	lines := engine.Lines(q, q.Redactor())
	if how.reveal {
		lines = bare(q)
	}
	if list := names(q, how.reveal); how.explain && len(list) > 0 {
		lines = append(append(lines, ""), list...)
	}
	return a.out.Text(lines)
}

// bare is [engine.Lines] without a mask.
func bare(q *engine.Prepared) []string {
	lines := []string{q.Request.Method + " " + q.Request.URL + " HTTP/1.1"}
	for _, h := range q.Request.Header {
		lines = append(lines, h.Name+": "+h.Value)
	}
	if len(q.Body) > 0 {
		lines = append(lines, "", string(q.Body))
	}
	return lines
}

// names tells of every name a request uses where it comes from and what it is.
func names(q *engine.Prepared, reveal bool) []string {
	uses := vars.Explain(q.Uses)
	name, from := 0, 0
	for _, u := range uses {
		name, from = max(name, safe.Clean(u.Name).Width()), max(from, safe.Clean(u.From()).Width())
	}
	mask := q.Redactor()
	var out []string
	for _, u := range uses {
		value := mask.Use(u)
		if reveal {
			value = u.Value
		}
		pad := func(s string, width int) string {
			return s + strings.Repeat(" ", width-safe.Clean(s).Width()+2)
		}
		line := pad("{{"+u.Name+"}}", name+len("{{}}")) + pad(u.From(), from) + value
		out = append(out, strings.TrimRight(strings.ReplaceAll(line, "\n", "⏎"), " "))
	}
	return out
}

// closing ends parts and reports what that came to, unless something went
// wrong before.
func closing(parts *house.Parts, err *error) {
	if cerr := parts.Close(); *err == nil {
		*err = cerr
	}
}
