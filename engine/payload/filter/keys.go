package filter

import (
	"context"
	"slices"
	"strings"

	"github.com/tidwall/gjson"

	"postern/engine/payload/tree"
)

// maxKeys is how many keys are offered, maxKey how long one may be.
const (
	maxKeys = 40
	maxKey  = 64
)

// Keys are the steps that a path could go on with, as they are written in one:
// those whose first characters are what follows the last dot. from is where
// that is. Of a list they are the members' place "#", and the keys of its
// first member where the path has gone through "#".
func (s *Source) Keys(ctx context.Context, path string) (from int, keys []string) {
	from = begin(path)
	parent, typed := path[:max(from-1, 0)], path[from:]
	if strings.ContainsAny(typed, `([{"`) || strings.ContainsAny(parent, "[{@") {
		return from, nil
	}
	copies, err := checkPath(firsts(parent))
	if err != nil {
		return from, nil
	}
	got := make(chan gjson.Result, 1)
	if s.run(ctx, copies, func() { got <- get(s.data, firsts(parent)) }) != nil {
		return from, nil
	}
	add := func(key string) {
		if len(keys) < maxKeys && strings.HasPrefix(key, typed) && key != typed && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	switch r := <-got; {
	case r.IsArray() && r.Get("0").Exists():
		add("#")
	case r.IsObject():
		r.ForEach(func(k, _ gjson.Result) bool {
			if len(k.Str) <= maxKey {
				add(tree.Path{{Key: k.Str}}.GJSON())
			}
			return len(keys) < maxKeys
		})
	}
	return from, keys
}

// begin is where the last step of a path begins: behind the last dot or pipe
// that is neither escaped nor inside of a query.
func begin(path string) int {
	at, depth := 0, 0
	for i := 0; i < len(path); i++ {
		switch path[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			depth--
		case '.', '|':
			if depth == 0 {
				at = i + 1
			}
		}
	}
	return at
}

// firsts is a path to the first of what a path leads to.
func firsts(path string) string {
	if path == "" {
		return "@this"
	}
	var out strings.Builder
	for path != "" {
		at := begin(path)
		step := path[at:]
		switch {
		case step == "#":
			step = "0"
		case strings.HasSuffix(step, ")#"):
			step = strings.TrimSuffix(step, "#")
		}
		rest := out.String()
		out.Reset()
		out.WriteString(step)
		if rest != "" {
			out.WriteString("." + rest)
		}
		path = path[:max(at-1, 0)]
	}
	return out.String()
}
