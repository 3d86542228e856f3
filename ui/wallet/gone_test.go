package wallet

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"postern/auth"
	tokenlist "postern/ui/dialog/tokens"
	"postern/ui/pane"
)

// A token of the list that another terminal has deleted is not acted on in
// silence.
func TestATokenThatIsGone(t *testing.T) {
	for _, tt := range []struct {
		name string
		in   pane.Intent
	}{
		{"refresh", tokenlist.RefreshAsked{Key: "gone"}},
		{"log in", tokenlist.LoginAsked{Key: "gone"}},
		{"delete", tokenlist.DeleteAsked{Key: "gone"}},
		{"revoke", tokenlist.RevokeAsked{Key: "gone"}},
		{"rename", tokenlist.RenameAsked{Key: "gone", Name: "mine"}},
		{"use", tokenlist.UseAsked{Key: "gone"}},
		{"copy", tokenlist.CopyAsked{Key: "gone"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := newDesk(t, &server{})
				d.wishes = nil
				cmd, _, _ := d.w.Handle(tt.in)
				d.run(cmd)
				for _, in := range d.wishes {
					var e *auth.Error
					if f, ok := in.(Failed); ok && errors.As(f.Err, &e) && e.Summary == "the token is not kept any more" {
						return
					}
				}
				t.Errorf("nothing is said: %#v", d.wishes)
			})
		})
	}
}

// What the server says of a token that is gone is not an empty answer.
func TestAskingForATokenThatIsGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, &server{})
		got, ok := d.w.ask(tokenlist.AskAsked{Key: "gone"})().(askedMsg)
		if !ok || got.err == nil || len(got.members) != 0 {
			t.Errorf("got %#v", got)
		}
	})
}

// The name that is told is the one the token has now.
func TestRenameToANameThatIsTaken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, &server{})
		for _, client := range []string{"one", "two"} {
			c := auth.Config{Type: "oauth2"}.Set("grant_type", "client_credentials").Set("accessTokenUrl", "https://idp.test/token").
				Set("tokenName", client).Set("clientId", client)
			d.run(d.w.Choose(Subject{ID: client, Config: func() auth.Config { return c }, Target: func() string { return "" }}))
			n := d.get()
			d.wait(2 * time.Second)
			d.press(n, '\r')
		}
		all, err := d.w.deps.Tokens.List(t.Context())
		if err != nil || len(all) != 2 {
			t.Fatalf("%d tokens, %v", len(all), err)
		}
		d.wishes = nil
		cmd, _, _ := d.w.Handle(tokenlist.RenameAsked{Key: all[0].Key, Name: all[1].Name})
		d.run(cmd)
		now, _ := find(t.Context(), d.w.deps.Tokens, all[0].Key)
		want := all[0].Name + " is now " + now.Name
		for _, in := range d.wishes {
			if in == (Noted{Text: want}) && now.Name != all[1].Name {
				return
			}
		}
		t.Errorf("want %q, got %#v", want, d.wishes)
	})
}
