package failure

import (
	"errors"

	"postern/auth"
	"postern/engine/body"
)

// Body is why a body could not be made.
func Body(err error) *Error {
	var fe *body.FileError
	if !errors.As(err, &fe) {
		return New(Encode, err.Error(), "body", "correct the body", err)
	}
	hint := "check the name and that the file can be read"
	switch {
	case fe.Dir == "":
		hint = "choose a working directory"
	case fe.Outside:
		hint = "copy the file into " + fe.Dir
	}
	return New(Encode, err.Error(), "body", hint, err)
}

// Auth is why a request could not be authorised.
func Auth(label string, err error) *Error {
	var ae *auth.Error
	if !errors.As(err, &ae) {
		return New(Authorize, "cannot authorise by "+label, "auth", "check the auth settings", err)
	}
	stage := Authorize
	if ae.Kind == auth.KindCancelled {
		stage = Cancelled
	}
	return New(stage, ae.Summary, settingName(ae.Where), ae.Hint, err)
}

// settingName is what people call an attribute of the OAuth settings; anything
// else is left as it is.
func settingName(where string) string {
	for _, f := range (auth.OAuth2{}).Fields() {
		if f.Key == where {
			return f.Label + " in the auth settings"
		}
	}
	return where
}
