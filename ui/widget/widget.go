// Package widget holds what all widgets share. A widget is a plain struct in a
// folder below: it draws rows of text, handles actions and keys, costs what is
// visible, and knows nothing of requests, files or the network.
package widget

import (
	"postern/ui/keymap"
	"postern/ui/theme"
)

// Env is what panes, dialogs and widgets share: looks and keys, nothing else.
type Env struct {
	Theme *theme.Theme
	Keys  *keymap.Map
	Edit  keymap.Editing
}

// DefaultEnv is the dark theme with the default keys, as tests draw.
func DefaultEnv() Env {
	return Env{
		Theme: theme.New(theme.Dark()),
		Keys:  keymap.New(keymap.Actions(), nil),
		Edit:  keymap.NewEditing(),
	}
}
