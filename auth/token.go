package auth

import "time"

// Token is an OAuth 2.0 token with what is needed to keep it alive.
type Token struct {
	// Key identifies the token. The first one a config gets has the key of the
	// config, see [Key]; more of the same config, for other people, have a
	// suffix.
	Key string
	// Name is what the user calls it (Postman's tokenName), else a name made
	// from the config.
	Name string

	Access, Refresh, ID Secret

	// Type is the server's token_type. It is shown; Postman's header prefix
	// decides what is sent.
	Type string
	// Scope is what was granted: the server's answer, or what was asked for.
	Scope string
	// Issued is the issued_token_type of a token exchange, RFC 8693.
	Issued string
	// Origin is the server that gave it, as "https://host:port"; "" if that is
	// not known. A refresh token goes back there.
	Origin string
	// Extra is what else the server answered, by name, for people to see.
	Extra map[string]string

	// Obtained is when the answer arrived, by the wall clock.
	Obtained time.Time
	// Expiry is when the access token ends; zero means the server did not say.
	Expiry time.Time

	// Config is the resolved config as it was when the token was made;
	// refreshing uses it, later edits do not change it.
	Config Config
	// Generation counts the refreshes.
	Generation int
	// NeedsLogin says that the server refused the refresh token for good.
	NeedsLogin bool
	// RetryAt is until when the server asked to be left alone; zero means that
	// it did not, or that an answer came since.
	RetryAt time.Time
	// Unsaved says that the store refused the token: it works, and is lost
	// when the program ends. Stores do not keep this field.
	Unsaved bool
}

// Sent returns the one of its tokens that c sends: the ID token if c says so and
// there is one, else the access token.
func (t Token) Sent(c Config) Secret {
	if UsesID(c) && t.ID != "" {
		return t.ID
	}
	return t.Access
}

// maxLeeway is how long before its end a token counts as used up; see [Token.Usable].
const maxLeeway = 30 * time.Second

// Usable reports whether the token can still be sent at now: its end is more
// than min(30 s, a tenth of its lifetime) away, or unknown.
func (t Token) Usable(now time.Time) bool {
	if t.Access == "" {
		return false
	}
	if t.Expiry.IsZero() {
		return true
	}
	return now.Before(t.Expiry.Add(-t.leeway()))
}

func (t Token) leeway() time.Duration {
	return min(maxLeeway, t.Expiry.Sub(t.Obtained)/10)
}

// Renews reports whether a new token can be had without a person.
func (t Token) Renews() bool {
	if t.NeedsLogin || !AutoRefresh(t.Config) {
		return false
	}
	switch GrantType(t.Config) {
	case ClientCredentials, PasswordCredentials, JWTBearer, TokenExchange:
		return true
	}
	return t.Refresh != ""
}

// Left is the time until the token's end, zero when it is over. ok is false
// when the end is unknown.
func (t Token) Left(now time.Time) (left time.Duration, ok bool) {
	if t.Expiry.IsZero() {
		return 0, false
	}
	return max(0, t.Expiry.Sub(now)), true
}
