package collection

import (
	"slices"
	"strings"

	"postern/auth"
)

// Identity is somebody that a request can be sent as, whatever it says itself.
type Identity struct {
	// Auth takes the place of what authorises a request; nil leaves that as it
	// is.
	Auth *auth.Config
	// Guest says that an answer of 400 or above is a refusal, and that the
	// scripts behind it do not run: they were written for whom the request works.
	Guest bool
}

// Refused reports whether an answer turns the job's identity away.
func (j *Job) Refused(status int) bool { return j.As != nil && j.As.Guest && status >= 400 }

// What a request may carry of its own to be authorised by.
const (
	authorization = "Authorization"
	accessToken   = "access_token"
)

// Assume makes the job one of its identity: whatever authorises it goes, be it
// an auth block, its own or inherited, or a header, a parameter or a user in
// the address that was written by hand. A request that has No Auth, and carries
// nothing of the kind, is for everybody: it stays as it is, and open is true.
func (j *Job) Assume() (open bool) {
	if j.As == nil || j.As.Auth == nil {
		return false
	}
	headers, address := j.disarm(), j.anonymous()
	if j.Auth.Type == (auth.NoAuth{}).Type() && !headers && !address {
		return true
	}
	realm := j.Auth.Realm
	j.Auth, j.AuthFrom, j.AuthOwner = j.As.Auth.Clone(), "request", ""
	j.Auth.Realm = realm
	return false
}

// disarm takes the headers away that authorise, and reports whether there were
// any.
func (j *Job) disarm() bool {
	n := len(j.Request.Headers)
	j.Request.Headers = slices.DeleteFunc(slices.Clone(j.Request.Headers), func(p Param) bool {
		name, _ := j.Scopes.Expand(p.Key)
		return !p.Disabled && strings.EqualFold(strings.TrimSpace(name), authorization)
	})
	return len(j.Request.Headers) < n
}

// anonymous takes out of the address what authorises, and reports whether there
// was anything. It may stand in a variable: then the address is written out.
func (j *Job) anonymous() bool {
	text, _ := j.Scopes.Expand(j.Request.URL.String())
	u := ParseURL(text)
	token := func(p Param) bool { return p.Key == accessToken }
	if !u.HasUser && !slices.ContainsFunc(u.Query, token) {
		return false
	}
	u.User, u.Password, u.HasUser, u.HasPassword = "", "", false, false
	u.Query = slices.DeleteFunc(u.Query, token)
	j.Request.URL = u
	return true
}
