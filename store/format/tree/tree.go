// Package tree reads the documents that other tools write as JSON or YAML, and
// gives both as values of package jsondoc.
//
// YAML is rewritten as JSON first, so that one way of walking serves both, in
// the order of the file. It knows no format; hostile files meet limits here.
package tree

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"postern/store/format/draft"
	"postern/store/postman/jsondoc"
)

// Limits of YAML. A document of JSON has those of package jsondoc.
const (
	// maxYAML is the longest text, in bytes: its tree takes 50 times that.
	maxYAML = 16 << 20
	// maxValues is how many values there may be once aliases are written out,
	// of which each may stand for a thousand others.
	maxValues = 1 << 20
)

// Parse reads one document. The error is a [*draft.Error].
func Parse(data []byte) (jsondoc.Value, error) {
	text, err := draft.Text(data)
	if err != nil {
		return jsondoc.Value{}, err
	}
	if start := strings.TrimSpace(text); !strings.HasPrefix(start, "{") && !strings.HasPrefix(start, "[") {
		if text, err = fromYAML(text); err != nil {
			return jsondoc.Value{}, &draft.Error{Err: fmt.Errorf("read YAML: %w", err), Hint: "repair that place, or export it again"}
		}
	}
	doc, err := jsondoc.Parse(text)
	if err != nil {
		return jsondoc.Value{}, &draft.Error{Err: fmt.Errorf("read JSON: %w", err), Hint: "repair that place, or export it again"}
	}
	return doc.Root(), nil
}

// fromYAML writes the first document of a YAML text as JSON. The library is
// not ours, and what others wrote must not end the program.
func fromYAML(text string) (out string, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("not understood: %v", r)
		}
	}()
	if len(text) > maxYAML {
		return "", fmt.Errorf("larger than %d MiB", maxYAML>>20)
	}
	var n yaml.Node
	if err := yaml.NewDecoder(strings.NewReader(text)).Decode(&n); err != nil {
		if errors.Is(err, io.EOF) {
			return "", errors.New("there is nothing in it")
		}
		return "", errors.New(strings.TrimPrefix(err.Error(), "yaml: ")) // nobody decides on its kind
	}
	w := &writer{left: maxValues}
	if err := w.value(&n, 0); err != nil {
		return "", err
	}
	return string(w.b), nil
}

// writer writes JSON.
type writer struct {
	b    []byte
	left int
}

func (w *writer) value(n *yaml.Node, depth int) error {
	w.left--
	switch {
	case w.left < 0 || len(w.b) > draft.MaxSize:
		return fmt.Errorf("line %d: more than %d values", n.Line, maxValues)
	case depth > jsondoc.MaxDepth:
		return fmt.Errorf("line %d: nested deeper than %d levels", n.Line, jsondoc.MaxDepth)
	}
	switch n.Kind {
	case yaml.DocumentNode:
		return w.value(n.Content[0], depth)
	case yaml.AliasNode:
		return w.value(n.Alias, depth+1)
	case yaml.SequenceNode:
		w.b = append(w.b, '[')
		for i, e := range n.Content {
			if i > 0 {
				w.b = append(w.b, ',')
			}
			if err := w.value(e, depth+1); err != nil {
				return err
			}
		}
		w.b = append(w.b, ']')
	case yaml.MappingNode:
		return w.mapping(n, depth)
	default:
		w.scalar(n)
	}
	return nil
}

func (w *writer) mapping(n *yaml.Node, depth int) error {
	w.b = append(w.b, '{')
	for i, m := range w.members(n, nil, 0) {
		if i > 0 {
			w.b = append(w.b, ',')
		}
		w.b = append(jsondoc.AppendString(w.b, m.key), ':')
		if err := w.value(m.value, depth+1); err != nil {
			return err
		}
	}
	w.b = append(w.b, '}')
	return nil
}

type member struct {
	key   string
	value *yaml.Node
}

// members are a mapping's own and, behind them, those that it merges ("<<") and
// does not have itself.
func (w *writer) members(n *yaml.Node, out []member, depth int) []member {
	var merged []*yaml.Node
	known := map[string]bool{}
	for _, m := range out {
		known[m.key] = true
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		if k.Kind == yaml.AliasNode {
			k = k.Alias
		}
		switch {
		case k.ShortTag() == "!!merge":
			merged = append(merged, v)
		case !known[k.Value]:
			known[k.Value] = true
			out = append(out, member{k.Value, v})
		}
	}
	for _, m := range merged {
		if m.Kind == yaml.AliasNode {
			m = m.Alias
		}
		from := []*yaml.Node{m}
		if m.Kind == yaml.SequenceNode {
			from = m.Content
		}
		for _, f := range from {
			if f.Kind == yaml.AliasNode {
				f = f.Alias
			}
			if w.left -= len(f.Content); f.Kind == yaml.MappingNode && depth < maxMerges && w.left > 0 {
				out = w.members(f, out, depth+1)
			}
		}
	}
	return out
}

// maxMerges is how many mappings may be merged one into the other.
const maxMerges = 10

func (w *writer) scalar(n *yaml.Node) {
	switch tag := n.ShortTag(); {
	case tag == "!!null":
		w.b = append(w.b, "null"...)
	case tag == "!!bool":
		w.b = append(w.b, strings.ToLower(n.Value)...)
	case (tag == "!!int" || tag == "!!float") && json.Valid([]byte(n.Value)):
		w.b = append(w.b, n.Value...)
	default:
		w.b = jsondoc.AppendString(w.b, n.Value)
	}
}

// Top returns the members of the outermost object or mapping of the head of a
// document, which may end anywhere: texts and numbers with their value, of
// others "".
func Top(head []byte) map[string]string {
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	if start := bytes.TrimSpace(head); len(start) > 0 && start[0] == '{' {
		return topJSON(start)
	}
	out := map[string]string{}
	for line := range strings.Lines(string(head)) {
		key, value, ok := strings.Cut(line, ":")
		key = strings.Trim(key, `"'`)
		if !ok || key == "" || strings.ContainsAny(key, " \t-#{[") {
			continue
		}
		value, _, _ = strings.Cut(value, " #")
		if _, had := out[key]; !had {
			out[key] = strings.Trim(strings.TrimSpace(value), `"'`)
		}
	}
	return out
}

func topJSON(head []byte) map[string]string {
	out := map[string]string{}
	d := json.NewDecoder(bytes.NewReader(head))
	d.UseNumber()
	key, isKey, depth := "", false, 0
	for {
		t, err := d.Token()
		if err != nil {
			return out
		}
		switch t := t.(type) {
		case json.Delim:
			if depth == 1 && !isKey {
				out[key] = ""
			}
			if depth++; slices.Contains([]json.Delim{'}', ']'}, t) {
				depth -= 2
			}
			isKey = depth == 1
		default:
			if depth != 1 {
				continue
			}
			if isKey {
				key, _ = t.(string)
				out[key] = ""
			} else {
				out[key] = fmt.Sprint(t)
			}
			isKey = !isKey
		}
	}
}
