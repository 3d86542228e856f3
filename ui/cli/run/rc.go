package run

import (
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"postern/store/newman"
	"postern/ui/cli/console"
	"postern/ui/theme"
)

// configured sets the options that newmanrc files set and the command line does
// not, and tells which. What a folder's own sets counts as far as the folder is
// trusted.
func (r *running) configured(c *cobra.Command) error {
	options, read, err := newman.Options(r.what.trust, rcFiles(r.Env)...)
	if err != nil {
		return err
	}
	set, given := map[string][]string{}, map[string]bool{}
	c.Flags().Visit(func(f *pflag.Flag) { given[f.Name] = true })
	for _, o := range options {
		f := c.Flags().Lookup(o.Flag)
		if o.Note == "" && f == nil {
			o.Note = "there is no --" + o.Flag
		}
		if o.Note != "" && !given[o.Flag] {
			r.Told.Line(theme.Warn, "! "+o.Key+" in "+o.File()+" has no effect: "+o.Note)
		}
		if o.Note != "" || given[o.Flag] || o.Flag == "environment" && given["env"] {
			continue
		}
		for _, v := range o.Values {
			if err := c.Flags().Set(o.Flag, v); err != nil {
				return o.Bad(`"`+o.Key+`" cannot be set to `+console.Quote(v), "see postern run --help for --"+o.Flag)
			}
		}
		if len(o.Values) > 0 {
			set[o.File()] = append(set[o.File()], o.Key)
		}
	}
	for _, file := range read {
		what := "nothing that the command line does not"
		if keys := set[file]; len(keys) > 0 {
			slices.Sort(keys)
			what = strings.Join(keys, ", ")
		}
		r.Told.Line(theme.Faint, file+" sets "+what)
	}
	return nil
}

// rcFiles are where newman looks for options, the last of them counts most.
func rcFiles(env []string) []string {
	var out []string
	home := "HOME="
	if runtime.GOOS == "windows" {
		home = "USERPROFILE="
	} else {
		out = append(out, "/etc/postman/newmanrc")
	}
	for _, kv := range env {
		if dir, ok := strings.CutPrefix(kv, home); ok && dir != "" {
			out = append(out, filepath.Join(dir, ".postman", "newmanrc"))
		}
	}
	return append(out, ".newmanrc")
}
