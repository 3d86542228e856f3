package engine

import (
	"net/http"
	"slices"
	"time"

	"postern/auth"
	"postern/engine/payload"
	"postern/engine/peer"
	"postern/engine/redact"
	"postern/engine/script"
	"postern/engine/trace"
	"postern/engine/vars"
)

// Exchange is what a send produced.
type Exchange struct {
	// ID is the job's ID; Path its names.
	ID     string
	ItemID string
	Path   []string
	// Sent is the request that really went out, of the last hop.
	Sent Sent
	// Response is nil when no response arrived.
	Response *Response
	// Hops are the redirects and replays before the last request.
	Hops []Hop
	// Tokens are the calls to authorization servers made for this send.
	Tokens []auth.TokenCall
	// Token is the token that authorised it, if one did.
	Token *auth.Token
	// NeedsLogin says that the token was refused, and another one takes a login.
	NeedsLogin bool
	// Uses tell which variables were resolved, and which were not.
	Uses []vars.Use
	// Warnings are things the user should know that did not stop the send.
	Warnings []string
	// Downgrade is where a redirect led that was not followed because it leaves
	// https, or "". A job whose Behavior has [FollowInsecure] follows it.
	Downgrade string
	// Missing are the names that no layer has, each once; their braces went out.
	Missing []string
	// Pages is how many answers were joined in the body of this one, 0 for a
	// single one.
	Pages int
	// Secrets are what a redactor masks. They are never kept: encoded they are dots.
	Secrets []auth.Secret
	Started time.Time
	Timing  Timing
	// Before and After are what the scripts before the request and behind the
	// answer did; nil when none ran. A request that a script before it wants
	// skipped has neither an answer nor an error.
	Before, After *script.Outcome
	// Open says that it has No Auth and went out as it is, whoever it was sent as.
	Open bool
	// Err says why there is no response, or why it is incomplete.
	Err *Error
}

// Skipped reports whether a script kept the request from being sent.
func (x *Exchange) Skipped() bool { return x.Before != nil && x.Before.Skip }

// Outcomes are what the scripts around the send did, in order. x may be nil.
func (x *Exchange) Outcomes() []*script.Outcome {
	if x == nil || x.Before == nil && x.After == nil { // as most of a run are
		return nil
	}
	return slices.DeleteFunc([]*script.Outcome{x.Before, x.After}, func(o *script.Outcome) bool { return o == nil })
}

// Broken reports whether a test or a script around the send failed.
func (x *Exchange) Broken() bool { return slices.ContainsFunc(x.Outcomes(), (*script.Outcome).Failed) }

// Tested counts the tests around the send that passed, and all that ran. A script
// that broke off counts as one that failed.
func (x *Exchange) Tested() (passed, all int) {
	for _, o := range x.Outcomes() {
		all += len(o.Errors)
		for _, t := range o.Tests {
			if t.Skipped {
				continue
			}
			all++
			if t.Passed {
				passed++
			}
		}
	}
	return passed, all
}

// Redactor returns what masks this exchange's secrets, wherever it is shown or
// kept. It is built anew with every call.
func (x *Exchange) Redactor() redact.Redactor { return redact.New(x.Secrets...) }

// Sent is a request as it stood on the wire.
type Sent struct {
	Method string
	URL    string
	// Proto is "HTTP/1.1" or "HTTP/2.0".
	Proto    string
	Header   []auth.Header
	Body     []byte
	BodySize int64
	// BodyCut says that Body holds only the beginning.
	BodyCut bool
	// Remote is the address that was connected to.
	Remote string
	// TLS tells of the connection, or of the certificate that was refused; nil
	// without TLS.
	TLS *peer.TLS
}

// Response is the server's answer.
type Response struct {
	// Status is the code; Reason the server's own words.
	Status int
	Reason string
	Proto  string
	Header http.Header
	// Body is the decoded body.
	Body *payload.Body
	// WireSize is the number of body bytes on the wire, before decoding.
	WireSize int64
}

// Hop is one answer that was not the last: a redirect or a refusal that was
// replayed.
type Hop struct {
	Sent   Sent
	Status int
	Reason string
	Header http.Header
	Timing Timing
	// Dropped are the request headers that the next request went without,
	// because it went to another origin or has no body.
	Dropped []string
}

// Timing tells how long each part of one round trip took.
type Timing = trace.Timing
