package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"postern/engine"
	"postern/engine/body"
	"postern/engine/payload"
	"postern/store/history"
	"postern/ui/cli/connect"
	"postern/ui/cli/console"
	"postern/ui/cli/exit"
	"postern/ui/cli/house"
	"postern/ui/cli/login"
	"postern/ui/cli/pick"
	"postern/ui/theme"
	"postern/ui/words"
)

// send sends one request.
func (a *app) send() *cobra.Command {
	var p pick.Flags
	var n connect.Flags
	var o sendFlags
	c := &cobra.Command{
		Use:   "send FILE REQUEST",
		Short: "Send a request and print the body of its answer",
		Long: `Send one request. The body of the answer goes to stdout, byte for byte unless
that is a terminal; everything else goes to stderr.

REQUEST is a name, a Folder/Sub/Name path or an id. Tokens and the current
values of the environment are those of the workbench; --var wins over all. If
nobody can be asked to log in, it fails instead of waiting.

The scripts around the request run where you trust them: in the workbench, or for
this once with --trust. What they print and test goes to stderr; what they set
variables of the environment to are their current values from then on.

The send is kept in the history of the workbench, without its secrets, unless
--no-history is given or the environment variable CI is set.

` + exit.Codes,
		Example: `  postern send users.json "List Users" -e dev | jq '.[].id'
  postern send users.json Users/Create -e dev --var login=ada@example.com`,
		Args:              wants("FILE", "REQUEST"),
		ValidArgsFunction: completeRequest,
	}
	p.Add(c)
	n.Add(c)
	n.AddTimeout(c)
	c.Flags().StringVarP(&o.output, "output", "o", "", "write the body to `FILE`")
	c.Flags().BoolVar(&o.unkept, "no-history", false, "do not keep the send in the history")
	c.Flags().BoolVar(&o.trust, "trust", false, "let the scripts around the request run this once")
	c.RunE = a.run(func(ctx context.Context, args []string) error { return a.sendRequest(ctx, args[0], args[1], &p, &n, o) })
	return c
}

// sendFlags are those of send alone.
type sendFlags struct {
	output        string
	unkept, trust bool
}

func (a *app) sendRequest(ctx context.Context, file, request string, p *pick.Flags, n *connect.Flags, flags sendFlags) (err error) {
	if err := pick.OneFile(file); err != nil {
		return err
	}
	o, err := n.Override(a.Env, a.err)
	if err != nil {
		return err
	}
	parts := a.Wire(house.Setup{WorkDir: body.In(filepath.Dir(file)), Prompter: a.asks(), Connections: o})
	defer closing(parts, &err)
	c, err := a.from(parts).Request(ctx, file, request, p)
	if err != nil {
		return err
	}
	if err := a.trusted(ctx, parts, &c.Job, flags.trust); err != nil {
		return err
	}
	t := &teller{to: a.err}
	x, err := parts.Sender.Send(ctx, c.Job, t.watch)
	if x != nil {
		a.told(x)
		a.scripts(ctx, c, x, t)
		if werr := a.body(x.Response, flags.output); werr != nil && err == nil {
			err = werr
		}
		if !flags.unkept && !unattended(a.Env) {
			a.keep(ctx, parts, c, x)
		}
		if x.Response != nil && x.Response.Body != nil {
			_ = x.Response.Body.Close() // nobody reads it again
		}
	}
	switch {
	case err != nil:
		return c.Unset(err)
	case x.Skipped():
		return nil
	case x.Response.Status >= 400, x.Broken():
		return exit.Status(exit.HTTPError)
	}
	return nil
}

// unattended reports whether no person is there whose history it would be.
func unattended(env []string) bool {
	return slices.ContainsFunc(env, func(kv string) bool {
		name, value, _ := strings.Cut(kv, "=")
		return name == "CI" && value != "" && value != "0" && value != "false"
	})
}

// keep puts a send into the history. What was never built is no send.
func (a *app) keep(ctx context.Context, parts *house.Parts, c *pick.Chosen, x *engine.Exchange) {
	if parts.History == nil || x.Sent.Method == "" && x.Response == nil {
		return
	}
	m := history.Meta{Collection: c.Collection.ID, Template: c.Job.Request.URL.Text()}
	if c.Opened.Env != nil {
		m.Environment, m.EnvironmentName = c.Opened.Env.ID, c.Opened.Env.Name
	}
	if _, err := parts.History.Add(ctx, x, m); err != nil && !errors.Is(err, context.Canceled) {
		a.err.Line(theme.Warn, "! "+err.Error())
	}
}

// told prints what happened besides the body.
func (a *app) told(x *engine.Exchange) {
	mask := x.Redactor()
	login.TellCalls(a.err, x.Tokens)
	for _, w := range x.Warnings {
		a.err.Line(theme.Warn, "! "+w)
	}
	for _, h := range x.Hops {
		a.err.Line(theme.Faint, fmt.Sprintf("%s %s → %d %s", h.Sent.Method, mask.URL(h.Sent.URL), h.Status, mask.Text(h.Reason)))
	}
	if x.Response == nil {
		return
	}
	a.err.Line(theme.Faint, x.Sent.Method+" "+mask.URL(x.Sent.URL))
	r := x.Response
	took := x.Timing.Total - x.Timing.Auth // a person's time at the login page is not the server's
	line := a.err.Paint(theme.Status(r.Status), strings.TrimSpace(fmt.Sprintf("%d %s", r.Status, mask.Text(r.Reason)))) +
		a.err.Paint(theme.Faint, " · "+words.Took(took)+" · "+payload.FormatSize(r.Body.Size()))
	a.err.Write(line + "\n")
}

// body writes an answer's body where it was asked for.
func (a *app) body(r *engine.Response, output string) (err error) {
	if r == nil || r.Body == nil {
		return nil
	}
	if r.Body.Truncated() {
		a.err.Line(theme.Warn, "! the body is larger than the limit: this is only its beginning")
	}
	switch {
	case output != "" && output != "-":
		f, err := os.Create(output)
		if err != nil {
			return err
		}
		if err := console.New(f, false, nil).Copy(r.Body.Reader()); err != nil {
			_ = f.Close() // the first error says why
			return fmt.Errorf("write %s: %w", output, err)
		}
		return f.Close()
	case a.out.TTY() && !readable(r):
		a.err.Line(theme.Warn, "! "+payload.FormatSize(r.Body.Size())+" of binary data are not shown: keep them with -o FILE")
		return nil
	}
	return a.out.Copy(r.Body.Reader())
}

// readable reports whether a body is anything a terminal can show. What says
// that it is text is shown whatever is in it: it is cleaned anyway.
func readable(r *engine.Response) bool {
	head, err := r.Body.Bytes(payload.SniffLen)
	if err != nil {
		return false
	}
	declared := r.Header.Get("Content-Type")
	kind := payload.Sniff(declared, head)
	return kind != payload.Binary && kind != payload.Image || strings.HasPrefix(declared, "text/")
}
