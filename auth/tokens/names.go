package tokens

import (
	"fmt"
	"slices"
	"strings"

	"postern/auth"
)

// unlike returns name, with a number if a token other than that under key has
// it already.
func unlike(all []auth.Token, key, name string) string {
	taken := func(s string) bool {
		return slices.ContainsFunc(all, func(t auth.Token) bool { return t.Key != key && t.Name == s })
	}
	unique := name
	for n := 2; taken(unique); n++ {
		unique = fmt.Sprintf("%s %d", name, n)
	}
	return unique
}

// meant returns the token that name means.
func meant(all []auth.Token, name string) (auth.Token, error) {
	if name == "" {
		return auth.Token{}, gone("no name")
	}
	for _, means := range []func(auth.Token) bool{
		func(t auth.Token) bool { return t.Name == name },
		func(t auth.Token) bool { return t.Key == name },
		func(t auth.Token) bool { return strings.HasPrefix(t.Name, name) || strings.HasPrefix(t.Key, name) },
	} {
		hits := slices.DeleteFunc(slices.Clone(all), func(t auth.Token) bool { return !means(t) })
		switch len(hits) {
		case 0:
		case 1:
			return hits[0], nil
		default:
			return auth.Token{}, &auth.Error{
				Kind: auth.KindConfig, Where: name,
				Summary: fmt.Sprintf("%q could be %s", name, candidates(hits)), Hint: "write more of the name, or the key",
			}
		}
	}
	return auth.Token{}, gone(name)
}

// candidates lists tokens by name and key.
func candidates(hits []auth.Token) string {
	const most = 5
	var names []string
	for _, t := range hits {
		if len(names) == most {
			names = append(names, fmt.Sprintf("%d more", len(hits)-most))
			break
		}
		names = append(names, fmt.Sprintf("%q (%s)", t.Name, t.Key))
	}
	return strings.Join(names, ", ")
}
