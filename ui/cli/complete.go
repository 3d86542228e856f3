package cli

import (
	"strings"
	"unicode"

	"github.com/spf13/cobra"
)

// completeRequest offers the paths of a collection's requests to the shell.
// Names that a shell or a terminal could take for something else are left out.
func completeRequest(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	switch len(args) {
	case 0:
		return nil, cobra.ShellCompDirectiveDefault
	case 1:
	default:
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	col, err := readCollection(args[0])
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var out []string
	for _, r := range col.Requests() {
		p := r.Path()
		if strings.HasPrefix(p, typed) && !strings.ContainsFunc(p, func(c rune) bool { return !unicode.IsPrint(c) }) {
			out = append(out, p+"\t"+r.Item.Request.Method)
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}
