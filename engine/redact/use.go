package redact

import (
	"postern/auth"
	"postern/engine/vars"
)

// Use is the value that a name was replaced by, masked if the variable is
// marked as secret or has the name of one.
func (r Redactor) Use(u vars.Use) string {
	if u.Value != "" && (u.Secret || Sensitive(u.Name)) {
		return auth.Mask
	}
	return r.Text(u.Value)
}
