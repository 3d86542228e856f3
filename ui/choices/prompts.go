package choices

import (
	"postern/engine/collection"
	"postern/ui/desk"
	"postern/ui/dialog/confirm"
	"postern/ui/dialog/prompt"
	"postern/ui/folders"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/words"
)

// Import asks for what is to be opened or imported.
func Import(name string) prompt.Options {
	return prompt.Options{
		Name: name, Title: safe.Lit("Open or import"), Document: true, Paths: &folders.Paths{}, Placeholder: safe.Lit("path, link, or the text itself"),
		Hint: safe.Lit("Postman, OpenAPI, Insomnia, Bruno, HAR or curl: a path, a link, or the text itself, pasted. Nothing is saved before you have seen what it is; enter alone takes the clipboard, if the terminal gives it"),
	}
}

// SaveBody asks where to save a response's body, from a folder.
func SaveBody(name, from string) prompt.Options {
	return prompt.Options{
		Name: name, Title: safe.Lit("Save the body"), Placeholder: safe.Lit("body.json"), Paths: folders.NewFile(from),
		Hint: safe.Lit("a path, from the workspace's folder; a file that is there already stays"),
	}
}

// Missing offers to set a variable that no scope has, in an environment.
func Missing(name, variable, environment string) prompt.Options {
	return prompt.Options{
		Name: name, Of: variable, Title: safe.Lit("{{").Plus(safe.Clean(variable), safe.Lit("}} has no value")),
		Hint: safe.Lit("enter sets it in ").Plus(safe.Clean(environment), safe.Lit(", on this machine only")),
	}
}

// Delete asks before something goes; back is the key that brings it back, more
// what else there is to know. The answers are "keep" and "delete".
func Delete(name, of, what, back string, more ...safe.Text) confirm.Options {
	return confirm.Options{
		Name: name, Of: of, Title: safe.Lit("Delete"), Cancel: "keep",
		Lines: append([]safe.Text{safe.Clean(what), safe.Clean(back + " brings it back.")}, more...),
		Choices: []confirm.Choice{
			{ID: "keep", Letter: "k", Title: safe.Lit("keep it")},
			{ID: "delete", Letter: "d", Title: safe.Lit("delete it"), Role: theme.Warn},
		},
	}
}

// Deletion is what is asked before an item goes.
func Deletion(it *collection.Item) string {
	if n := desk.Requests(it); it.Folder && n > 0 {
		return "Delete “" + it.Name + "” with " + words.Plural(n, "request") + "?"
	}
	return "Delete “" + it.Name + "”?"
}

// DeleteCollection is [Delete] for a whole collection, whose file is known if
// it has one.
func DeleteCollection(name, of string, c *collection.Collection, file, back string) confirm.Options {
	what := "Delete the collection “" + c.Name + "”?"
	if n := len(c.Requests()); n > 0 {
		what = "Delete the collection “" + c.Name + "” with " + words.Plural(n, "request") + "?"
	}
	more := safe.Lit("It has no file yet.")
	if file != "" {
		more = safe.Clean(file).Plus(safe.Lit(" stays until you save; then it is kept beside as a .deleted.bak."))
	}
	return Delete(name, of, what, back, more)
}
