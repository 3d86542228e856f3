package tokens

import (
	"context"
	"errors"

	"postern/auth"
)

// typed makes an [auth.Error] of whatever went wrong.
func typed(err error) error {
	var e *auth.Error
	if err == nil || errors.As(err, &e) {
		return err
	}
	return &auth.Error{Kind: auth.KindOf(err), Summary: "cannot get a token", Err: err}
}

// storeError passes on what a store says in words for a person, such as that it
// is locked.
func storeError(doing string, err error) error {
	var e *auth.Error
	if errors.As(err, &e) {
		return err
	}
	return &auth.Error{
		Kind:    auth.KindStore,
		Summary: "cannot " + doing,
		Hint:    "check the state directory and the keyring",
		Err:     err,
	}
}

func cancelled(ctx context.Context) error {
	return &auth.Error{Kind: auth.KindCancelled, Summary: "stopped waiting for the token", Err: context.Cause(ctx)}
}

// gone says that there is no token under a key, or of a name, any more.
func gone(what string) error {
	return &auth.Error{Kind: auth.KindConfig, Where: what, Summary: "there is no such token", Hint: "look at the list of tokens"}
}
