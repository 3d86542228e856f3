package native

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/andybalholm/cascadia"
	"github.com/dop251/goja"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// markupGroup reads HTML into nodes that JavaScript holds on to, and finds
// among them by selector.
func markupGroup(rt *goja.Runtime) map[string]any {
	wrap := func(n *html.Node) goja.Value {
		if n == nil {
			return goja.Null()
		}
		return rt.ToValue(&Node{n})
	}
	list := func(nodes []*html.Node) goja.Value {
		out := make([]any, len(nodes))
		for i, n := range nodes {
			out[i] = &Node{n}
		}
		return rt.NewArray(out...)
	}
	return map[string]any{
		"parse": func(text string) goja.Value {
			n, err := parseMarkup(text)
			if err != nil {
				Throw(rt, err)
			}
			return wrap(n)
		},
		"parseXML": func(text string) goja.Value {
			n, err := xmlDocument(text)
			if err != nil {
				Throw(rt, err)
			}
			return wrap(n)
		},
		"fragment": func(text string) goja.Value {
			nodes, err := html.ParseFragment(strings.NewReader(text), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
			if err != nil {
				Throw(rt, err)
			}
			return list(nodes)
		},
		"find": func(n *Node, selector string) goja.Value {
			return list(cascadia.QueryAll(n.n, selectorOf(rt, selector)))
		},
		"matches": func(n *Node, selector string) bool { return selectorOf(rt, selector).Match(n.n) },
		"same":    func(a, b *Node) bool { return a != nil && b != nil && a.n == b.n },
	}
}

// wholeDocument finds the tags that only a whole document has.
const wholeDocument = `(?i)<(!doctype|html|head|body)\b`

// parseMarkup reads a document, or what is only a piece of one without adding
// the rest.
func parseMarkup(text string) (*html.Node, error) {
	if regexp.MustCompile(wholeDocument).MatchString(text) {
		return html.Parse(strings.NewReader(text))
	}
	nodes, err := html.ParseFragment(strings.NewReader(text), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	root := &html.Node{Type: html.DocumentNode}
	for _, n := range nodes {
		root.AppendChild(n)
	}
	return root, err
}

// selectorOf reads a selector; with jQuery's :first and the like it is refused.
func selectorOf(rt *goja.Runtime, s string) cascadia.Matcher {
	m, err := cascadia.ParseGroup(s)
	if err != nil {
		Throw(rt, errors.New("unknown selector '"+s+"': "+err.Error()))
	}
	return m
}

// Node is a node of a document, as JavaScript sees it. Its methods are called
// by their names there.
type Node struct{ n *html.Node }

// Kind is "tag", "text", "comment", "root" or "directive".
func (x *Node) Kind() string {
	switch x.n.Type {
	case html.ElementNode:
		return "tag"
	case html.TextNode:
		return "text"
	case html.CommentNode:
		return "comment"
	case html.DocumentNode:
		return "root"
	}
	return "directive"
}

// Name is the tag.
func (x *Node) Name() string {
	if x.n.Type != html.ElementNode {
		return ""
	}
	return tagOf(x.n)
}

// Parent and the others are the nodes around; nil where there is none.
func (x *Node) Parent() *Node { return nodeOf(x.n.Parent) }

// Children are all that is directly inside.
func (x *Node) Children() []*Node {
	var out []*Node
	for c := range x.n.ChildNodes() {
		out = append(out, &Node{c})
	}
	return out
}

func nodeOf(n *html.Node) *Node {
	if n == nil {
		return nil
	}
	return &Node{n}
}

// Attributes are [name, value] in order.
func (x *Node) Attributes() [][]string {
	out := make([][]string, len(x.n.Attr))
	for i, a := range x.n.Attr {
		out[i] = []string{a.Key, a.Val}
	}
	return out
}

// SetAttribute sets an attribute, or removes it.
func (x *Node) SetAttribute(name, value string, remove bool) {
	for i, a := range x.n.Attr {
		if a.Key != name {
			continue
		}
		if remove {
			x.n.Attr = append(x.n.Attr[:i], x.n.Attr[i+1:]...)
		} else {
			x.n.Attr[i].Val = value
		}
		return
	}
	if !remove {
		x.n.Attr = append(x.n.Attr, html.Attribute{Key: name, Val: value})
	}
}

// maxNested is how deep a document is read: what is below is left out.
const maxNested = 10_000

// Text is the text inside.
func (x *Node) Text() string {
	var b strings.Builder
	textOf(&b, x.n, 0)
	return b.String()
}

func textOf(b *strings.Builder, n *html.Node, depth int) {
	if n.Type == html.TextNode {
		b.WriteString(n.Data)
	}
	if depth > maxNested {
		return
	}
	for c := range n.ChildNodes() {
		textOf(b, c, depth+1)
	}
}

// HTML is the markup, of the node or of what is inside.
func (x *Node) HTML(outer bool) string {
	var b strings.Builder
	if outer {
		_ = html.Render(&b, x.n) // a builder takes everything
		return entities(b.String())
	}
	for c := range x.n.ChildNodes() {
		if c.Type == html.TextNode && (x.n.DataAtom == atom.Script || x.n.DataAtom == atom.Style) {
			return c.Data // it has no other child
		}
		_ = html.Render(&b, c) // as above
	}
	return entities(b.String())
}

// unescaped is what holds no entities.
const unescaped = `(?is)<(script|style|xmp|iframe|noembed|noframes|noscript|plaintext)\b[^>]*>.*?</|<!--.*?-->|<!\[CDATA\[.*?\]\]>`

// entities writes all that is not ASCII as cheerio does.
func entities(markup string) string {
	if !strings.ContainsFunc(markup, foreign) {
		return markup
	}
	var b strings.Builder
	at := 0
	for _, raw := range append(regexp.MustCompile(unescaped).FindAllStringIndex(markup, -1), []int{len(markup), len(markup)}) {
		for _, r := range markup[at:raw[0]] {
			if foreign(r) {
				fmt.Fprintf(&b, "&#x%X;", r)
			} else {
				b.WriteRune(r)
			}
		}
		b.WriteString(markup[raw[0]:raw[1]])
		at = raw[1]
	}
	return b.String()
}

func foreign(r rune) bool { return r >= utf8.RuneSelf }

// XML is the markup as XML has it.
func (x *Node) XML(outer bool) string {
	var b strings.Builder
	if outer {
		writeXML(&b, x.n, 0)
		return entities(b.String())
	}
	for c := range x.n.ChildNodes() {
		writeXML(&b, c, 0)
	}
	return entities(b.String())
}

// Clone is the same again, in no document.
func (x *Node) Clone() *Node { return &Node{cloned(x.n, 0)} }

func cloned(n *html.Node, depth int) *html.Node {
	out := &html.Node{Type: n.Type, DataAtom: n.DataAtom, Data: n.Data, Namespace: n.Namespace, Attr: append([]html.Attribute(nil), n.Attr...)}
	for c := range n.ChildNodes() {
		if depth < maxNested {
			out.AppendChild(cloned(c, depth+1))
		}
	}
	return out
}

// Remove takes the node out of its document.
func (x *Node) Remove() {
	if x.n.Parent != nil {
		x.n.Parent.RemoveChild(x.n)
	}
}

// Clear takes out all that is inside.
func (x *Node) Clear() {
	for x.n.FirstChild != nil {
		x.n.RemoveChild(x.n.FirstChild)
	}
}

// Insert puts a node in, before another or at the end.
func (x *Node) Insert(child, before *Node) {
	child.Remove()
	if before == nil {
		x.n.AppendChild(child.n)
		return
	}
	x.n.InsertBefore(child.n, before.n)
}

// AppendText puts a text in at the end.
func (x *Node) AppendText(text string) {
	x.n.AppendChild(&html.Node{Type: html.TextNode, Data: text})
}

// Next and Previous are the neighbours.
func (x *Node) Next() *Node { return nodeOf(x.n.NextSibling) }

// Previous is the node before.
func (x *Node) Previous() *Node { return nodeOf(x.n.PrevSibling) }
