package bring

import (
	"fmt"
	"net/url"

	"postern/store/intake"
	"postern/store/intake/link"
	"postern/store/postman"
	"postern/ui/dialog/confirm"
	"postern/ui/safe"
	"postern/ui/words"
)

// maxLines is how many documents, and how many losses, are listed.
const maxLines = 500

// AskLink asks before a server is told anything. The answers are "fetch" and
// "leave".
func AskLink(name, address string) confirm.Options {
	host := address
	if u, err := url.Parse(address); err == nil {
		host = u.Host
	}
	where := ""
	if near := link.Near(address); near != "" {
		where = " (" + near + ")"
	}
	return confirm.Options{
		Name: name, Title: safe.Lit("Fetch from the network"), Cancel: "leave",
		Lines: []safe.Text{
			safe.Clean(link.Shown(address)),
			{},
			safe.Clean(host + where + " learns that you ask for it, and what your address is. It is sent nothing else: no cookies, no credentials."),
			safe.Clean(fmt.Sprintf("At most %d MiB are taken, and nothing is saved before you have seen what it is.", link.MaxSize>>20)),
		},
		Choices: []confirm.Choice{
			{ID: "fetch", Letter: "f", Title: safe.Lit("fetch it")},
			{ID: "leave", Letter: "l", Title: safe.Lit("leave it")},
		},
	}
}

// Fetching says that a fetch is under way. The answer is "stop".
func Fetching(name, address string) confirm.Options {
	return confirm.Options{
		Name: name, Title: safe.Lit("Fetching"), Cancel: "stop", Lines: []safe.Text{safe.Clean(link.Shown(address))},
		Choices: []confirm.Choice{{ID: "stop", Letter: "s", Title: safe.Lit("stop")}},
	}
}

// Ask asks what becomes of what was found; root is the workspace's folder, and
// empty says that nothing is open in it. The answers are "import", "beside",
// "copy", "instead" and "leave".
func (f Found) Ask(name, root string, empty bool) confirm.Options {
	o := confirm.Options{Name: name, Title: safe.Lit("Import"), Cancel: "leave", Lines: f.lines(), Wide: true}
	leave := confirm.Choice{ID: "leave", Letter: "l", Title: safe.Lit("leave it")}
	if !f.Opens {
		o.Lines = append(o.Lines, safe.Text{}, safe.Clean("Nothing is saved yet. It becomes "+words.Plural(len(f.Batch.Docs), "file")+" in "+root+", and no other file is touched."))
		o.Choices = []confirm.Choice{{ID: "import", Letter: "i", Title: safe.Lit("import it")}, leave}
		return o
	}
	o.Title = safe.Lit("Open or copy")
	beside := confirm.Choice{ID: "beside", Letter: "b", Title: safe.Lit("open it beside what is open")}
	dir := confirm.Choice{ID: "copy", Letter: "c", Title: safe.Lit("copy it into this workspace's folder")}
	instead := confirm.Choice{ID: "instead", Letter: "o", Title: safe.Lit("open it instead of what is open")}
	switch {
	case empty:
		instead.Title = safe.Lit("open it where it is")
		o.Choices = []confirm.Choice{instead, dir, leave}
	default:
		o.Choices = []confirm.Choice{beside, dir, instead, leave}
	}
	if f.Folder {
		o.Choices = without(o.Choices, "copy")
	} else {
		o.Lines = append(o.Lines, safe.Text{}, safe.Clean("Opened, edits are saved in that file. A copy goes into "+root+"."))
	}
	return o
}

// InDemo says what becomes of what is brought into the demo.
func InDemo() safe.Text {
	return safe.Lit("This is the demo: what comes into it, and every value, token and send in it, are gone when you quit. What you open instead of it stays yours.")
}

func without(cs []confirm.Choice, id string) (out []confirm.Choice) {
	for _, c := range cs {
		if c.ID != id {
			out = append(out, c)
		}
	}
	return out
}

// lines are what it is, how much of what is in it, and what would be lost.
func (f Found) lines() []safe.Text {
	out := []safe.Text{safe.Clean(f.Name + " is " + f.Batch.Format + ":")}
	for i, d := range f.Batch.Docs {
		if i == maxLines {
			out = append(out, safe.Clean(fmt.Sprintf("  and %d more", len(f.Batch.Docs)-i)))
			break
		}
		out = append(out, safe.Clean("  "+d.Name+": "+contents(d)))
	}
	for _, t := range f.Told {
		out = append(out, safe.Clean(t))
	}
	if n := len(f.Batch.Failures); n > 0 {
		out = append(out, safe.Text{}, safe.Clean(words.Plural(n, "part")+" could not be read:"))
		for _, x := range f.Batch.Failures[:min(n, maxLines)] {
			out = append(out, safe.Clean("  "+x.Source+": "+x.What))
		}
	}
	if n := len(f.Batch.Notes); n > 0 {
		out = append(out, safe.Text{}, safe.Clean(words.Plural(n, "thing")+" would be lost or changed:"))
		for i, x := range f.Batch.Notes {
			if i == maxLines {
				out = append(out, safe.Clean(fmt.Sprintf("  and %d more", n-i)))
				break
			}
			out = append(out, safe.Clean("  "+about(x)))
		}
	}
	return out
}

// contents counts what is in a document.
func contents(d intake.Doc) string {
	switch d.Kind {
	case postman.Environment:
		return "environment with " + words.Plural(d.Variables, "variable")
	case postman.Globals:
		return "globals with " + words.Plural(d.Variables, "variable")
	}
	s := words.Plural(d.Requests, "request")
	if d.Folders > 0 {
		s += " in " + words.Plural(d.Folders, "folder")
	}
	if d.Examples > 0 {
		s += ", " + words.Plural(d.Examples, "example")
	}
	return s
}

// about is a note in a line.
func about(n intake.Note) string {
	s := ""
	for _, where := range []string{n.Item, n.Field} {
		if where != "" {
			s += where + ": "
		}
	}
	return s + n.What
}
