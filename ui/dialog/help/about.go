package help

import (
	"postern/ui/keymap"
	"postern/ui/safe"
)

// about is the page about a pane: what it is for and what to try first. There
// is none for the program as a whole.
func about(s keymap.Scope) (heading safe.Text, words []safe.Text) {
	switch s {
	case keymap.Tree:
		return safe.Lit("Collections"), []safe.Text{
			safe.Lit("The collections of the open files, with their folders and requests. Choosing one shows it beside; nothing is sent and nothing is written before you ask for it."),
			safe.Lit("A dot marks what is not saved. Every edit can be undone, of whatever it was."),
		}
	case keymap.Request:
		return safe.Lit("Request"), []safe.Text{
			safe.Lit("What is sent: address, parameters, headers, auth and body, each in a tab. {{name}} is filled in from the environment and the collection; a name without a value is underlined."),
			safe.Lit("After {{ the names are offered: enter takes one, esc goes on without. A curl command pasted in the place of the address becomes the request."),
			safe.Lit("In a body shift with the arrows selects, and so does ctrl+a all of it; alt+c copies, ctrl+x cuts, alt+p puts JSON in order, ctrl+z takes back."),
			safe.Lit("Preview shows what would go out, without sending it. Auth that is inherited says where it is set."),
		}
	case keymap.Response:
		return safe.Lit("Response"), []safe.Text{
			safe.Lit("What came back, with the exact request, the timeline and everything that was done to get a token. A body of any size can be looked at, searched, filtered and copied."),
			safe.Lit("IDs and links in it are listed in tabs of their own, for the next request."),
		}
	case keymap.Environment:
		return safe.Lit("Environment"), []safe.Text{
			safe.Lit("Each variable has an initial value, which is in the file and seen by whoever gets it, and a current one, which stays on this machine and goes first. A dot marks where they differ."),
			safe.Lit("A secret is shown as dots; its value stays on this machine unless you write it as the initial one."),
		}
	}
	return safe.Text{}, nil
}
