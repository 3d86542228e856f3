package cli

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"postern/store/atomicfile"
	"postern/store/postman"
	"postern/ui/cli/exit"
	"postern/ui/cli/pick"
	"postern/ui/cli/room"
	"postern/ui/theme"
	"postern/ui/words"
)

// export writes a collection in another version of the format.
func (a *app) export() *cobra.Command {
	var as, output string
	var force bool
	c := &cobra.Command{
		Use:   "export FILE",
		Short: "Write a collection in another version",
		Long: `Write a collection of any version as Postman's format v2.1 or v2.0. FILE itself
is not touched.

Between v2.0 and v2.1 all that does not differ is kept to the byte. A v1 file is
made anew: what postern does not understand of it is left behind.`,
		Example: `  postern export old.json --as v2.1 -o new.postman_collection.json`,
		Args:    wants("FILE"),
	}
	c.Flags().StringVar(&as, "as", string(postman.Version21), "`VERSION` to write: "+versions(", "))
	c.Flags().StringVarP(&output, "output", "o", "", "write to `FILE` instead of stdout")
	c.Flags().BoolVar(&force, "force", false, "write over FILE if it exists")
	c.RunE = a.run(func(_ context.Context, args []string) error {
		room.Usual()
		v := postman.Version(as)
		if !slices.Contains(postman.Versions(), v) {
			return exit.Misused("there is no version "+strconv.Quote(as), "--as "+versions(" or --as "))
		}
		return a.exportFile(args[0], v, output, force)
	})
	return c
}

func versions(sep string) string {
	var out []string
	for _, v := range postman.Versions() {
		out = append(out, string(v))
	}
	return strings.Join(out, sep)
}

func (a *app) exportFile(file string, v postman.Version, output string, force bool) error {
	if err := pick.OneFile(file); err != nil {
		return err
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	col, err := postman.ReadCollection(data, file)
	if err != nil {
		return err
	}
	out, err := postman.Export(data, file, v)
	if err != nil {
		return err
	}
	if col.Schema == "v1" { // of the others everything is kept
		for _, n := range col.Notes {
			a.note(col, n)
		}
	}
	if output == "" || output == "-" {
		return a.out.Copy(bytes.NewReader(out))
	}
	if dir := filepath.Dir(output); !isDir(dir) {
		return exit.Misused("there is no folder "+dir, "make it first, or check the path")
	}
	mode := os.FileMode(0o600) // a collection may hold secrets: no wider than its source
	if info, err := os.Stat(file); err == nil {
		mode = info.Mode().Perm()
	}
	if info, err := os.Stat(output); err == nil {
		if src, err := os.Stat(file); err == nil && os.SameFile(src, info) {
			return exit.Misused("that would replace "+file+" itself", "give another name")
		}
		if !force {
			return exit.Misused(output+" exists already", "give another name, or --force to write over it")
		}
	}
	if err := atomicfile.Replace(output, out, mode); err != nil {
		return fmt.Errorf("export %s: %w", file, err)
	}
	a.err.Line(theme.Faint, fmt.Sprintf("%s: %s as %s", output, words.Plural(len(col.Requests()), "request"), v))
	return nil
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
