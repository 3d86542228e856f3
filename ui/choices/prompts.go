package choices

import (
	"postern/ui/dialog/confirm"
	"postern/ui/dialog/prompt"
	"postern/ui/safe"
	"postern/ui/theme"
)

// Import asks for what is to be opened or imported.
func Import(name string) prompt.Options {
	return prompt.Options{
		Name: name, Title: safe.Lit("Open or import"),
		Hint: safe.Lit("a Postman file or folder is opened; OpenAPI, Insomnia, Bruno, HAR or curl becomes files here"),
	}
}

// SaveBody asks where to save a response's body.
func SaveBody(name string) prompt.Options {
	return prompt.Options{
		Name: name, Title: safe.Lit("Save the body"), Placeholder: safe.Lit("body.json"),
		Hint: safe.Lit("a path, from the workspace's folder; a file that is there already stays"),
	}
}

// Missing offers to set a variable that no scope has, in an environment.
func Missing(name, variable, environment string) prompt.Options {
	return prompt.Options{
		Name: name, Title: safe.Lit("{{").Plus(safe.Clean(variable), safe.Lit("}} has no value")),
		Hint: safe.Lit("enter sets it in ").Plus(safe.Clean(environment), safe.Lit(", on this machine only")),
	}
}

// Delete asks before something goes; back is the key that brings it back. The
// answers are "keep" and "delete".
func Delete(name, what, back string) confirm.Options {
	return confirm.Options{
		Name: name, Title: safe.Lit("Delete"), Cancel: "keep",
		Lines: []safe.Text{safe.Clean(what), safe.Clean(back + " brings it back.")},
		Choices: []confirm.Choice{
			{ID: "keep", Letter: "k", Title: safe.Lit("keep it")},
			{ID: "delete", Letter: "d", Title: safe.Lit("delete it"), Role: theme.Warn},
		},
	}
}
