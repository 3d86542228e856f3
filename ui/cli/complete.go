package cli

import (
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"postern/engine/collection"
)

// completeRequest offers the paths of a collection's requests to the shell, and
// their names where no path begins as what was typed.
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
	var paths, names []string
	for _, r := range col.Requests() {
		paths = offered(paths, r.Path(), typed, r)
		names = offered(names, r.Item.Name, typed, r)
	}
	if len(paths) == 0 { // only who knows the name can have typed its beginning
		paths = names
	}
	return paths, cobra.ShellCompDirectiveNoFileComp
}

func offered(out []string, word, typed string, r collection.Ref) []string {
	if !strings.HasPrefix(word, typed) || strings.ContainsFunc(word, func(c rune) bool { return !unicode.IsPrint(c) }) {
		return out
	}
	return append(out, word+"\t"+r.Item.Request.Method)
}
