package oauth2

import (
	"context"
	"net/url"
	"strings"

	"postern/auth"
	"postern/auth/oauth2/mask"
)

// step tells what is done next. The host of address takes the place of HOST in
// text.
func step(ctx context.Context, text, address string) {
	host := "the server"
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		host = mask.Clean(u.Host, 100)
	}
	auth.Step(ctx, strings.ReplaceAll(text, "HOST", host))
}
