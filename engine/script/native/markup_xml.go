package native

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"golang.org/x/net/html"
)

// named marks an element whose own name, with its capitals, is in Namespace:
// selectors find elements by small letters.
const named = "xml "

// tagOf is the name of an element as it was written.
func tagOf(n *html.Node) string {
	if own, ok := strings.CutPrefix(n.Namespace, named); ok {
		return own
	}
	return n.Data
}

// xmlDocument reads XML into the nodes of a document, for selectors.
func xmlDocument(text string) (*html.Node, error) {
	d := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it is text already
	d.Strict = false
	d.Entity = xml.HTMLEntity
	root := &html.Node{Type: html.DocumentNode}
	at, depth := root, 0
	for {
		t, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return root, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if depth++; depth > maxNested {
				return nil, errors.New("the XML is nested too deep")
			}
			name := qualified(t.Name)
			e := &html.Node{Type: html.ElementNode, Data: strings.ToLower(name), Namespace: named + name}
			for _, a := range t.Attr {
				e.Attr = append(e.Attr, html.Attribute{Key: qualified(a.Name), Val: a.Value})
			}
			at.AppendChild(e)
			at = e
		case xml.EndElement:
			// One that closes nothing is overlooked, one that closes more closes it.
			for up := at; up.Parent != nil; up = up.Parent {
				if tagOf(up) == qualified(t.Name) {
					at = up.Parent
					break
				}
			}
		case xml.CharData:
			at.AppendChild(&html.Node{Type: html.TextNode, Data: string(t)})
		case xml.Comment:
			at.AppendChild(&html.Node{Type: html.CommentNode, Data: string(t)})
		}
	}
}

// writeXML writes a node as XML: what is empty closes itself.
func writeXML(b *strings.Builder, n *html.Node, depth int) {
	switch n.Type {
	case html.TextNode:
		_ = xml.EscapeText(b, []byte(n.Data)) // a builder takes everything
		return
	case html.CommentNode:
		b.WriteString("<!--" + n.Data + "-->")
		return
	case html.ElementNode:
		b.WriteString("<" + tagOf(n))
		for _, a := range n.Attr {
			b.WriteString(" " + a.Key + `="` + html.EscapeString(a.Val) + `"`)
		}
		if n.FirstChild == nil {
			b.WriteString("/>")
			return
		}
		b.WriteString(">")
	case html.ErrorNode, html.DocumentNode, html.DoctypeNode, html.RawNode:
	}
	for c := range n.ChildNodes() {
		if depth < maxNested {
			writeXML(b, c, depth+1)
		}
	}
	if n.Type == html.ElementNode {
		b.WriteString("</" + tagOf(n) + ">")
	}
}
