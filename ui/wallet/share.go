package wallet

import (
	"postern/ui/dialog/confirm"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
)

// sharing is a question whether to put a token into a file.
const sharing = "share"

// shareToken is the answer that does.
const shareToken = "share"

// AskShare asks whether the chosen subject's token is to go into the settings
// of owner, and so into a file. The answer is [Shared].
func AskShare(env widget.Env, owner string) pane.Intent {
	return Opened{Dialog: confirm.New(env, confirm.Options{
		Name: sharing, Of: owner, Title: safe.Lit("Share the token"), Cancel: "keep",
		Lines: []safe.Text{
			safe.Lit("Everybody who gets the collection's file can read the token"),
			safe.Lit("and use it until it ends, in place of whom it speaks for."),
		},
		Choices: []confirm.Choice{
			{ID: "keep", Letter: "k", Title: safe.Lit("keep it private")},
			{ID: shareToken, Letter: "s", Title: safe.Lit("write it into the file"), Role: theme.Warn},
		},
	})}
}
