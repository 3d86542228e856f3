package choices

import (
	"fmt"
	"path/filepath"

	"postern/engine/collection"
	"postern/ui/dialog/message"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/words"
)

// Note is something in a file that was not understood.
type Note struct {
	File string
	collection.Note
}

// Problem is a file that could not be read.
type Problem struct{ File, Text string }

// Report is what was not understood in a workspace. Notes of one file follow
// each other.
type Report struct {
	Root     string
	Notes    []Note
	Problems []Problem
}

// Content is the report in words: where, which field, and what happens to it.
func (r Report) Content() message.Content {
	var lines []safe.Text
	last := ""
	for _, n := range r.Notes {
		if n.File != last {
			lines = append(lines, safe.Text{}, safe.Clean(Relative(r.Root, n.File)))
			last = n.File
		}
		s := "  " + n.What
		if n.Field != "" {
			s = fmt.Sprintf("  %s: %s", n.Field, n.What)
		}
		if n.Where != "" {
			s += " (" + n.Where + ")"
		}
		lines = append(lines, safe.Clean(s))
	}
	for _, p := range r.Problems {
		lines = append(lines, safe.Text{}, safe.Clean(Relative(r.Root, p.File)), safe.Clean("  could not be read: "+p.Text))
	}
	things := words.Plural(len(r.Notes)+len(r.Problems), "thing")
	return message.Content{
		Title: safe.Lit("Not understood"), Role: theme.Warn,
		What:   safe.Clean(things + " in the files could not be understood; all of it stays in the files as it is"),
		Detail: lines,
	}
}

// Relative is a file as seen from the workspace's folder, if it is below it.
func Relative(root, file string) string {
	if rel, err := filepath.Rel(root, file); err == nil && filepath.IsLocal(rel) {
		return rel
	}
	return file
}

// Unreadable tells of one file that could not be read, and why.
func Unreadable(file, why string) message.Content {
	return message.Content{
		Title: safe.Lit("A file could not be read"), What: safe.Clean(why), Where: safe.Clean(file),
		Role: theme.Error, Hint: safe.Lit("mend the file and open it again; the others are open"),
	}
}

// Failure tells of an error that is too long for the status line, with one thing
// to try.
func Failure(err error, hint string) message.Content {
	return message.Content{
		Title: safe.Lit("That failed"), What: safe.Clean(err.Error()), Role: theme.Error, Hint: safe.Clean(hint),
	}
}
