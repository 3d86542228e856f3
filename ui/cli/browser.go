package cli

import (
	"context"

	"postern/ui/cli/browse"
)

// Browser returns a function that opens an address in the browser before the
// person. It fails where there is none; package browse says where that is.
func Browser(env []string) func(url string) error {
	b := browse.New(browse.Options{Env: env})
	return func(address string) error { return b.Open(context.Background(), address) }
}
