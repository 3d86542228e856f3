package cli

import (
	"bytes"
	"context"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"postern/engine/collection"
	"postern/engine/vars"
	"postern/store/postman"
	"postern/ui/cli/console"
	"postern/ui/cli/pick"
	"postern/ui/cli/room"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/words"
)

// ls lists the requests of a file.
func (a *app) ls() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "ls FILE",
		Short: "List the requests of a collection",
		Long: `List the requests of a collection, as a tree or as the canonical JSON list:
one request a line, folders flattened, inheritance applied.

What could not be understood of the file is told on stderr.`,
		Args: wants("FILE"),
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print the canonical JSON list")
	c.RunE = a.run(func(_ context.Context, args []string) error {
		room.Usual()
		col, err := readCollection(args[0])
		if err != nil {
			return err
		}
		if asJSON {
			err = a.listJSON(col)
		} else {
			err = a.tree(col)
		}
		a.notes(col)
		return err
	})
	return c
}

// readCollection reads one file and nothing beside it.
func readCollection(path string) (*collection.Collection, error) {
	if err := pick.OneFile(path); err != nil {
		return nil, err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return postman.ReadCollection(data, path)
}

func (a *app) listJSON(col *collection.Collection) error {
	if !a.out.TTY() {
		return postman.WriteList(a.Out, col)
	}
	var b bytes.Buffer
	if err := postman.WriteList(&b, col); err != nil {
		return err
	}
	return a.out.Copy(&b)
}

// indent is that of one level of the tree.
const indent = 2

// tree prints the collection as a person reads it: folders indented, methods
// and addresses in columns.
func (a *app) tree(col *collection.Collection) error {
	rows := rowsOf(col)
	names := 0
	for _, r := range rows {
		if !r.item.Folder {
			names = max(names, min(console.MaxName, indent*r.depth+safe.Clean(r.item.Name).Width()))
		}
	}
	count := len(col.Requests())
	lines := []string{a.out.Paint(theme.Strong, col.Name) + a.out.Paint(theme.Faint, "  "+col.Schema+", "+words.Plural(count, "request"))}
	for _, r := range rows {
		lines = append(lines, a.row(r, names))
	}
	return a.out.Print(strings.Join(lines, "\n") + "\n")
}

// row is an item with how deep it lies.
type row struct {
	item  *collection.Item
	depth int
}

func rowsOf(col *collection.Collection) []row {
	var out []row
	col.Walk(func(chain []*collection.Item, it *collection.Item) bool {
		out = append(out, row{it, len(chain)})
		return true
	})
	return out
}

func (a *app) row(r row, names int) string {
	pad := strings.Repeat(" ", indent*r.depth)
	if r.item.Folder {
		return pad + a.out.Paint(theme.Accent, r.item.Name)
	}
	q := r.item.Request
	name := safe.Clean(r.item.Name)
	used := indent*r.depth + name.Width()
	line := pad + a.out.Paint(theme.Method(q.Method), console.Left(q.Method, console.MethodWidth)) + " " + name.String()
	gap := strings.Repeat(" ", max(0, names-used)+2)
	address := safe.Clean(q.URL.Text())
	if left := a.Width - console.MethodWidth - 1 - max(names, used) - 2; a.Width > 0 {
		address = address.Cut(max(left, 0))
	}
	return line + gap + a.out.Paint(theme.Faint, address.String())
}

// notes tells what of a file was not understood, and which of its names need
// an environment.
func (a *app) notes(col *collection.Collection) {
	for _, n := range col.Notes {
		a.note(col, n)
	}
	if names := foreign(col); len(names) > 0 {
		a.err.Line(theme.Warn, "! needs from an environment: "+strings.Join(names, ", "))
	}
}

// note tells one thing that was not understood.
func (a *app) note(col *collection.Collection, n collection.Note) {
	where := n.Where
	if where == "" {
		where = col.Name
	}
	if n.Field != "" {
		where += ", " + n.Field
	}
	a.err.Line(theme.Warn, "! "+where+": "+n.What)
}

// foreign are the names that the requests use and the collection does not
// define.
func foreign(col *collection.Collection) []string {
	var used []string
	col.Walk(func(chain []*collection.Item, it *collection.Item) bool {
		if it.Request != nil {
			cfg, _, _ := col.EffectiveAuth(chain)
			used = append(used, vars.Names(texts(it.Request)...)...)
			if cfg != nil {
				cfg.Map(func(s string) string { used = append(used, vars.Names(s)...); return s })
			}
		}
		return true
	})
	set := vars.NewSet(col.Layer())
	var out []string
	for _, name := range used {
		if _, _, ok := set.Lookup(name); !ok && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// texts are the parts of a request in which names are replaced.
func texts(r *collection.Request) []string {
	out := []string{r.URL.Text(), r.Body.Raw}
	for _, rows := range [][]collection.Param{r.URL.Vars, r.Headers, r.Body.URLEncoded} {
		for _, p := range rows {
			if !p.Disabled {
				out = append(out, p.Key, p.Value)
			}
		}
	}
	return out
}
