package taste

import (
	"postern/store/settings"
	"postern/ui/dialog"
	"postern/ui/dialog/picker"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
)

// pickTheme is the name of the picker.
const pickTheme = "theme"

// Picker is the dialog to choose a theme, which is shown while the cursor is on
// it. Its answers go to [Taste.Handle].
func (t *Taste) Picker(env pane.Env) dialog.Dialog {
	items := []picker.Item{{ID: Auto, Title: safe.Lit("auto"), Detail: safe.Lit("dark or light as the terminal is")}}
	for _, p := range t.palettes() {
		it := picker.Item{ID: p.Name, Title: safe.Clean(p.Name), Detail: detail(p)}
		if t.mono && !p.Plain {
			it.Off = safe.Lit("no colours here: the terminal has none, or NO_COLOR is set")
		}
		items = append(items, it)
	}
	for i := range t.own {
		items[len(items)-1-i].Detail = safe.Lit("your own")
	}
	return picker.New(env, picker.Options{
		Name: pickTheme, Title: safe.Lit("Theme"), Items: items, Current: t.chosen, Follow: true,
	})
}

func detail(p theme.Palette) safe.Text {
	switch p.Name {
	case theme.Contrast(true).Name:
		return safe.Lit("for dark terminals")
	case theme.Contrast(false).Name:
		return safe.Lit("for light terminals")
	case theme.Mono().Name:
		return safe.Lit("bold, underlined and reversed text only")
	}
	return safe.Text{}
}

// Handle takes what the picker of themes says; ok is false for what is none of
// it. After it the screen is to be drawn with [Taste.Theme], and keep is to be
// called outside of the loop: it writes a choice into the settings.
func (t *Taste) Handle(in pane.Intent) (keep func() error, ok bool) {
	switch in := in.(type) {
	case picker.Moved:
		if in.Picker != pickTheme {
			return nil, false
		}
		t.shown = in.ID
	case picker.Left:
		if in.Picker != pickTheme {
			return nil, false
		}
		t.shown = ""
	case picker.Picked:
		if in.Picker != pickTheme {
			return nil, false
		}
		t.chosen, t.shown = in.ID, ""
		return func() error { return settings.SetTheme(t.dir, in.ID) }, true
	default:
		return nil, false
	}
	return func() error { return nil }, true // nothing is chosen yet
}
