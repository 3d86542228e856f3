package cli

import (
	"context"
	"path/filepath"

	"github.com/spf13/cobra"

	"postern/engine"
	"postern/ui/theme"
)

// show prints a request as it would go out.
func (a *app) show() *cobra.Command {
	var p picking
	var reveal bool
	c := &cobra.Command{
		Use:   "show FILE REQUEST",
		Short: "Show the exact request without sending it",
		Long: `Show the exact request that would go out, without sending anything.

REQUEST is a name, a Folder/Sub/Name path or an id. Secrets are masked unless
--reveal is given. Names without a value stay as they are and are listed on
stderr.`,
		Args:              wants("FILE", "REQUEST"),
		ValidArgsFunction: completeRequest,
	}
	p.flags(c)
	c.Flags().BoolVar(&reveal, "reveal", false, "print secrets in full")
	c.RunE = a.run(func(ctx context.Context, args []string) error {
		return a.showRequest(ctx, args[0], args[1], &p, reveal)
	})
	return c
}

func (a *app) showRequest(ctx context.Context, file, request string, p *picking, reveal bool) (err error) {
	if err := oneFile(file); err != nil {
		return err
	}
	parts := a.Wire(Setup{WorkDir: filepath.Dir(file)})
	defer closing(parts, &err)
	c, err := a.choose(ctx, parts, file, request, p)
	if err != nil {
		return err
	}
	q, err := parts.Engine.Prepare(ctx, c.job)
	if err != nil {
		return c.unset(err)
	}
	for _, w := range q.Warnings {
		a.err.line(theme.Warn, "! "+w)
	}
	if len(q.Missing) > 0 {
		a.err.line(theme.Accent, "  try  "+c.howToSet(q.Missing[0]))
	}
	if q.TokenPending {
		a.err.line(theme.Faint, "a token is got when it is sent")
	}
	lines := engine.Lines(q, q.Redactor())
	if reveal {
		lines = bare(q)
	}
	return a.out.text(lines)
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

// closing ends parts and reports what that came to, unless something went
// wrong before.
func closing(parts *Parts, err *error) {
	if cerr := parts.Close(); *err == nil {
		*err = cerr
	}
}
