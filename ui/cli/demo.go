package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"postern/ui/cli/console"
	"postern/ui/cli/demo"
	"postern/ui/cli/exit"
	"postern/ui/theme"
)

// serveTTL is the lifetime of the tenant's access tokens where a program uses
// them.
const serveTTL = time.Hour

// demo starts the tenant, and the workbench on it.
func (a *app) demo() *cobra.Command {
	var serve bool
	var d demo.Demo
	c := &cobra.Command{
		Use:   "demo",
		Short: "Take the tour: no network, no account",
		Long: `Start the built-in tenant on this machine, an identity provider with a user
directory, and open the workbench on a sample workspace in a temporary folder.
Nothing of yours is read, and nothing is left behind. What you open there
instead of the sample is yours, and kept as ever.

With --serve only the tenant runs, until it is interrupted. It prints how to
reach it as lines for a shell.`,
		Example: `  postern demo
  postern demo --serve --addr 127.0.0.1:8765 > tenant.env`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return exit.Misused("demo takes no "+strconv.Quote(args[0]), "postern demo")
			}
			return nil
		},
	}
	c.Flags().BoolVar(&serve, "serve", false, "run only the tenant, until interrupted")
	c.Flags().StringVar(&d.Addr, "addr", "", "loopback `HOST:PORT` of the tenant (default: a free port)")
	c.Flags().DurationVar(&d.TokenTTL, "token-ttl", 0, "lifetime of access tokens (default 20s, with --serve 1h)")
	c.RunE = a.run(func(ctx context.Context, _ []string) error {
		if d.TokenTTL < 0 || d.TokenTTL%time.Second != 0 {
			return exit.Misused("--token-ttl "+d.TokenTTL.String()+" is no number of seconds", "--token-ttl 20s")
		}
		if serve {
			return a.serve(ctx, &d)
		}
		return a.tour(ctx, &d)
	})
	return c
}

// tour opens the workbench on the sample, with a state of its own.
func (a *app) tour(ctx context.Context, d *demo.Demo) (err error) {
	if err := a.needsTerminal(); err != nil {
		return err
	}
	paths, err := d.Start(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	return a.workbench(ctx, Session{Paths: paths, Env: "Tenant", Demo: d})
}

// serve runs the tenant until ctx ends, which is its ordinary end.
func (a *app) serve(ctx context.Context, d *demo.Demo) error {
	if d.TokenTTL == 0 {
		d.TokenTTL = serveTTL
	}
	server, err := d.Listen(ctx)
	if err != nil {
		return err
	}
	for _, kv := range server.Tenant.Env() {
		if _, err := fmt.Fprintf(a.Out, "%s=%s\n", kv[0], console.Quote(kv[1])); err != nil {
			return errors.Join(fmt.Errorf("print the tenant's variables: %w", err), server.Close())
		}
	}
	a.err.Line(theme.Faint, "The tenant answers at "+server.URL+" until you press ctrl+c.")
	<-ctx.Done()
	return server.Close()
}
