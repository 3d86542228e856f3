package choices

import (
	"postern/ui/desk"
	"postern/ui/dialog/confirm"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/words"
)

// Unsaved asks what to do with documents of a desk that are ahead of their files,
// before the program ends. The answers are "save", "discard" and "stay".
func Unsaved(name string, d *desk.Desk) confirm.Options {
	var documents []string
	for _, c := range d.EditedCollections() {
		documents = append(documents, c.Name)
	}
	for _, c := range desk.Deleted(d) {
		documents = append(documents, c.Name+", deleted")
	}
	for _, e := range d.EditedEnvironments() {
		documents = append(documents, e.Name)
	}
	lines := []safe.Text{safe.Clean(words.Plural(len(documents), "document") + " changed and not saved:")}
	for _, name := range documents {
		lines = append(lines, safe.Lit("  ").Plus(safe.Clean(name)))
	}
	return confirm.Options{
		Name: name, Title: safe.Lit("Unsaved edits"), Cancel: "stay", Lines: lines,
		Choices: []confirm.Choice{
			{ID: "save", Letter: "s", Title: safe.Lit("save and quit")},
			{ID: "discard", Letter: "d", Title: safe.Lit("quit without saving"), Role: theme.Warn},
			{ID: "stay", Letter: "c", Title: safe.Lit("stay")},
		},
	}
}

// Downgrade asks whether to follow a redirect that leaves https. The answers
// are "stop" and "follow".
func Downgrade(name, of, to string) confirm.Options {
	return confirm.Options{
		Name: name, Of: of, Title: safe.Lit("A redirect leaves https"), Cancel: "stop",
		Lines: []safe.Text{safe.Clean(to), safe.Lit("Over http, anyone on the way can read and change what is sent.")},
		Choices: []confirm.Choice{
			{ID: "stop", Letter: "s", Title: safe.Lit("stop here")},
			{ID: "follow", Letter: "f", Title: safe.Lit("send again and follow it, this once"), Role: theme.Warn},
		},
	}
}

// Conflict asks what to do with files that somebody else has changed. The
// answers are "keep", "overwrite" and "reload".
func Conflict(name string, err error) confirm.Options {
	return confirm.Options{
		Name: name, Title: safe.Lit("Changed on disk, and here"), Cancel: "keep",
		Lines: []safe.Text{safe.Clean(err.Error()), safe.Lit("Nothing was written. Which is to be kept?")},
		Choices: []confirm.Choice{
			{ID: "keep", Letter: "k", Title: safe.Lit("keep my edits here, unsaved")},
			{ID: "overwrite", Letter: "o", Title: safe.Lit("write mine over theirs"), Role: theme.Warn},
			{ID: "reload", Letter: "r", Title: safe.Lit("take theirs and lose mine"), Role: theme.Warn},
		},
	}
}
