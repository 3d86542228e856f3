package keymap

// Preset is a set of habits: keys in place of the defaults, the rest being as
// it is by default.
type Preset struct {
	Name, Title string
	// Keys are the keys of actions; actions that are not named keep theirs.
	Keys map[ID][]string
	// Edit are keys inside text fields, beside the default ones.
	Edit map[string]Edit
}

// Presets returns all presets, the default one first.
func Presets() []Preset {
	return []Preset{
		{Name: "default", Title: "arrows and hjkl, as in lazygit and k9s"},
		{
			Name: "vim", Title: "ctrl+r does again what was undone, ctrl+f and ctrl+b turn pages, ctrl+w goes round the panes",
			Keys: map[ID][]string{
				Send:     {"f5", "alt+enter", "ctrl+enter", "ctrl+j"},
				Redo:     {"ctrl+r", "U", "ctrl+y"},
				PageUp:   {"ctrl+b", "ctrl+u", "pgup"},
				PageDown: {"ctrl+f", "ctrl+d", "pgdown"},
				NextPane: {"tab", "ctrl+w"},
				Palette:  {":"},
			},
		},
		{
			Name: "emacs", Title: "ctrl+n and ctrl+p move, ctrl+s searches, ctrl+g backs out, alt+x is the palette",
			Keys: map[ID][]string{
				Up: {"up", "ctrl+p"}, Down: {"down", "ctrl+n"}, Left: {"left", "ctrl+b"}, Right: {"right", "ctrl+f"},
				PageUp: {"alt+v", "pgup"}, PageDown: {"ctrl+v", "pgdown"},
				Top: {"alt+<", "home"}, Bottom: {"alt+>", "end"},
				Search: {"ctrl+s", "/"}, Save: {"alt+s"},
				FindRequest: {"alt+o"}, SwitchEnv: {"alt+e"},
				Cancel: {"ctrl+g", "esc"}, Close: {"ctrl+g", "esc"},
				Palette: {"alt+x", ":"}, Help: {"f1", "?"},
				Undo: {"ctrl+_", "ctrl+/", "u"}, Redo: {"alt+_", "U"},
				Copy: {"alt+w", "y"}, Cut: {"ctrl+w", "x"}, PutHere: {"ctrl+y", "p"},
				Delete: {"ctrl+d", "d", "delete"}, Remove: {"ctrl+d", "d", "delete"}, RemoveVar: {"ctrl+d", "d", "delete"},
				DeleteToken: {"ctrl+d", "d", "delete"},
			},
			Edit: map[string]Edit{
				"ctrl+n": CursorDown, "ctrl+p": CursorUp, "ctrl+e": LineEnd, "ctrl+v": EditPageDown, "alt+v": EditPageUp,
				"alt+<": TextStart, "alt+>": TextEnd, "ctrl+g": Abandon, "ctrl+_": EditUndo, "ctrl+/": EditUndo, "alt+_": EditRedo,
			},
		},
	}
}

// Apply returns the actions with the keys of the preset.
func (p Preset) Apply(actions []Action) []Action {
	out := make([]Action, len(actions))
	for i, a := range actions {
		if keys, ok := p.Keys[a.ID]; ok {
			a.Keys = keys
		}
		out[i] = a
	}
	return out
}
