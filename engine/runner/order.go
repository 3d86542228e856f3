package runner

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/script/reads"
	"postern/engine/vars"
)

// Reason is why a request goes alone where several may be under way: it waits
// for all before it, and all behind it wait for it.
//
// The aim is that a run with several at once comes to what it comes to one by
// one. So a request goes alone unless nothing it does can be seen by another
// one: it only asks the server, and what its scripts do is read from their text
// (see package reads). Should they have set variables, sent requests, asked for
// cookies or steered all the same, what was sent behind it is given up and sent
// again, with the variables that it has left.
type Reason int

// The reasons.
const (
	// Writes: it may change something at the server.
	Writes Reason = iota + 1
	// FirstOfHost: nothing else was sent to its host yet, and the answer may set
	// the cookies of a session. Later answers are not waited for: most servers
	// set some cookie with each of them.
	FirstOfHost
	// The others are of scripts, see [reads.Doubt].
	scripts
)

// ReasonOf is the reason that a script gives.
func ReasonOf(d reads.Doubt) Reason { return scripts + Reason(d) }

// Doubt is what a script does; [reads.None] if the reason is another one.
func (r Reason) Doubt() reads.Doubt { return reads.Doubt(max(0, r-scripts)) }

// order decides which requests may be under way together.
type order struct {
	plan *Plan
	// known are the reasons by position, as far as the variables are not needed
	// for them; -1 is unknown yet.
	known []Reason
	// shut says that one goes alone now.
	shut   bool
	waited map[Reason]int
	// hosts are those that something was sent to.
	hosts map[string]*host
	early int
}

// host is what answers have told of one.
type host struct {
	cookies []string
	// changed is when the last one got its name.
	changed time.Time
}

func newOrder(p Plan) order {
	return order{plan: &p, known: slices.Repeat([]Reason{-1}, len(p.Requests)), waited: map[Reason]int{}, hosts: map[string]*host{}}
}

// admits reports whether a request may be started now, beside those under way.
func (o *order) admits(at Cursor, scopes vars.Set, under int) bool {
	if o.plan.Parallel == 1 {
		return under == 0
	}
	if under == 0 {
		o.shut = false
	}
	if o.shut {
		return false
	}
	address, _ := scopes.Expand(o.plan.Requests[at.Position].Item.Request.URL.String())
	name := hostOf(address)
	why := o.reason(at.Position, name)
	switch {
	case why == 0:
		return true
	case under > 0:
		return false
	}
	o.host(name) // whatever comes of it, the next to it need not go alone
	o.shut = true
	o.waited[why]++
	return true
}

// reason is why a request must go alone, 0 if it need not.
func (o *order) reason(position int, name string) Reason {
	if o.known[position] < 0 {
		o.known[position] = o.foreseen(o.plan.Requests[position])
	}
	if why := o.known[position]; why > 0 {
		return why
	}
	if o.hosts[name] == nil {
		return FirstOfHost
	}
	return 0
}

// host is what is known of one, from now on.
func (o *order) host(name string) *host {
	h := o.hosts[name]
	if h == nil {
		h = &host{}
		o.hosts[name] = h
	}
	return h
}

// foreseen is the part of reason that is the same whatever the variables are.
func (o *order) foreseen(ref collection.Ref) Reason {
	if o.plan.Trusted {
		for _, event := range []string{collection.BeforeRequest, collection.AfterResponse} {
			for _, s := range o.plan.Collection.Scripts(ref.Chain, event) {
				if d := reads.Only(s.Source); d != reads.None {
					return ReasonOf(d)
				}
			}
		}
	}
	if !o.plan.Writes && !asks(ref.Item.Request) {
		return Writes
	}
	return 0
}

// asks reports whether a request changes nothing at a server that keeps to the
// rules.
func asks(r *collection.Request) bool {
	switch strings.ToUpper(r.Method) {
	case "", http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace, "QUERY":
		return true
	case http.MethodPost:
		q := r.Body.GraphQL.Query
		return r.Body.Mode == "graphql" && q != "" && !strings.Contains(q, "mutation") && !strings.Contains(q, "{{")
	}
	return false
}

// meet notes what an answer says about its host, and whether the request went
// out too early to carry a cookie that one before it has set.
func (o *order) meet(f *flight) {
	if o.plan.Parallel == 1 || f.x == nil || f.x.Sent.URL == "" {
		return
	}
	h := o.host(hostOf(f.x.Sent.URL))
	if f.started.Before(h.changed) {
		o.early++
	}
	for _, c := range cookiesOf(f.x) {
		if !slices.Contains(h.cookies, c) {
			h.cookies, h.changed = append(h.cookies, c), f.ended
		}
	}
}

// cookiesOf are the names of those that an answer and its redirects set.
func cookiesOf(x *engine.Exchange) []string {
	var out []string
	note := func(h http.Header) {
		for _, line := range h.Values("Set-Cookie") {
			name, _, _ := strings.Cut(line, "=")
			out = append(out, strings.TrimSpace(name))
		}
	}
	for _, hop := range x.Hops {
		note(hop.Header)
	}
	if x.Response != nil {
		note(x.Response.Header)
	}
	return out
}

// hostOf is the host of an address, with its port.
func hostOf(address string) string {
	if _, rest, ok := strings.Cut(address, "://"); ok {
		address = rest
	}
	if i := strings.IndexAny(address, "/?#"); i >= 0 {
		address = address[:i]
	}
	return strings.ToLower(address[strings.LastIndexByte(address, '@')+1:])
}
