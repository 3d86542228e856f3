package exit

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
)

// signalled is what a shell adds the number of a signal to, for a program that
// it ended.
const signalled = 128

// OnSignal returns a context that ends with the first signal to end the
// program. The second one ends it at once, however soon it comes: what is under
// way, such as a token that is being refreshed, is lost. SIGHUP does not count
// as a second: of a terminal that closes it comes from the system and again
// from the shell.
func OnSignal() context.Context {
	ctx, cancel := context.WithCancelCause(context.Background())
	c := make(chan os.Signal, 4)
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
		if !signal.Ignored(s) { // nohup means it
			signal.Notify(c, s)
		}
	}
	go func() {
		first := <-c
		cancel(errors.New(first.String() + " signal received"))
		for s := range c {
			if n, ok := s.(syscall.Signal); ok && n != syscall.SIGHUP {
				os.Exit(signalled + int(n))
			}
		}
	}()
	return ctx
}
