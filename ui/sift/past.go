package sift

import (
	"slices"
	"strings"
)

// maxPast is how many paths are remembered of a request, and of all.
const maxPast = 100

// past are the paths of before, newest first, and the way through them.
type past struct {
	byItem map[string][]string
	all    []string
	// list is what is gone through, at where in it: before its beginning is
	// what was typed.
	list []string
	at   int
	text string
}

// begin goes to the line as it is typed; now, which is on, need not be offered.
func (p *past) begin(item, now string) {
	p.list = nil
	for _, path := range slices.Concat(p.byItem[item], p.all) {
		if path != now && !slices.Contains(p.list, path) {
			p.list = append(p.list, path)
		}
	}
	p.typed(now)
}

// typed says what the line is now.
func (p *past) typed(text string) { p.text, p.at = text, -1 }

// step goes to an earlier path, or with -1 to a later one.
func (p *past) step(by int) (path string, ok bool) {
	at := p.at + by
	if at < -1 || at >= len(p.list) {
		return "", false
	}
	p.at = at
	if at == -1 {
		return p.text, true
	}
	return p.list[at], true
}

// add remembers a path that was kept.
func (p *past) add(item, path string) {
	if p.byItem == nil {
		p.byItem = map[string][]string{}
	}
	p.byItem[item] = front(p.byItem[item], path)
	p.all = front(p.all, path)
}

// Plain are the paths that may be kept for the next run: not those that compare with a
// value, which may be anything, and nothing seals it.
func Plain(paths []string) []string {
	return slices.DeleteFunc(slices.Clone(paths), func(p string) bool { return strings.ContainsAny(p, `("`) })
}

// front is a list with path at its front, once.
func front(list []string, path string) []string {
	list = slices.DeleteFunc(list, func(s string) bool { return s == path })
	list = slices.Insert(list, 0, path)
	return list[:min(len(list), maxPast)]
}
