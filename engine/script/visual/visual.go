// Package visual turns the page of pm.visualizer into lines of text: a terminal
// shows no HTML, and most such pages are a table.
//
// Only the structure counts: rows and columns, headings, lists, paragraphs.
// Nothing is loaded or run.
package visual

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"

	"postern/engine/redact"
)

// What a page may have; the rest is left out.
const (
	maxPage  = 1 << 20 // bytes
	maxLines = 5000
	maxDepth = 200
	maxCell  = 60
)

// Look is how the text of a page is to be. Its zero value takes it as it is, a
// character to a cell.
type Look struct {
	// Mask is given every text before it is laid out, or cut.
	Mask func(string) string
	// Width is how many cells a text takes.
	Width func(string) int
}

// Lines are the page as text. Control characters are still in it.
func Lines(page string, l Look) []string {
	if l.Mask == nil {
		l.Mask = func(s string) string { return s }
	}
	if l.Width == nil {
		l.Width = utf8.RuneCountInString
	}
	if len(page) > maxPage {
		page = page[:maxPage] + redact.Cut // so that Mask finds what it was cut in
	}
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return nil
	}
	p := pageText{look: l}
	p.node(doc, 0)
	p.end()
	for len(p.lines) > 0 && p.lines[len(p.lines)-1] == "" {
		p.lines = p.lines[:len(p.lines)-1]
	}
	return p.lines
}

// pageText is a page while it is written.
type pageText struct {
	look  Look
	lines []string
	line  strings.Builder
}

// end ends the line, if there is one.
func (p *pageText) end() {
	if text := strings.TrimSpace(p.line.String()); text != "" {
		p.add(p.look.Mask(text))
	}
	p.line.Reset()
}

func (p *pageText) add(line string) {
	if len(p.lines) < maxLines {
		p.lines = append(p.lines, line)
	}
}

// gap separates paragraphs, once.
func (p *pageText) gap() {
	p.end()
	if n := len(p.lines); n > 0 && p.lines[n-1] != "" {
		p.add("")
	}
}

func (p *pageText) node(n *html.Node, depth int) {
	if depth > maxDepth {
		return
	}
	if n.Type == html.TextNode {
		p.text(n.Data)
		return
	}
	if n.Type == html.ElementNode {
		switch n.Data {
		case "script", "style", "head", "template", "noscript":
			return
		case "table":
			p.gap()
			p.table(n)
			p.gap()
			return
		case "br":
			p.end()
		case "hr":
			p.gap()
		}
	}
	blank, block := kind(n)
	if blank {
		p.gap()
	} else if block {
		p.end()
	}
	if n.Type == html.ElementNode && n.Data == "li" {
		p.line.WriteString("• ")
	}
	for c := range n.ChildNodes() {
		p.node(c, depth+1)
	}
	if blank {
		p.gap()
	} else if block {
		p.end()
	}
}

// kind says whether an element stands in lines of its own, and whether with
// space around it.
func kind(n *html.Node) (blank, block bool) {
	if n.Type != html.ElementNode {
		return false, false
	}
	switch n.Data {
	case "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "pre", "blockquote", "dl":
		return true, true
	case "div", "section", "article", "header", "footer", "main", "nav", "li", "dt", "dd", "form", "figure", "body":
		return false, true
	}
	return false, false
}

// text adds words, with one blank where there was any space.
func (p *pageText) text(s string) {
	words := strings.Fields(s)
	if len(words) == 0 {
		if s != "" && p.line.Len() > 0 {
			p.line.WriteByte(' ')
		}
		return
	}
	if p.line.Len() > 0 && strings.TrimLeft(s, " \t\r\n") != s && !strings.HasSuffix(p.line.String(), " ") {
		p.line.WriteByte(' ')
	}
	p.line.WriteString(strings.Join(words, " "))
	if strings.TrimRight(s, " \t\r\n") != s {
		p.line.WriteByte(' ')
	}
}

// table writes rows with their columns below each other, and a rule below
// those of headings.
func (p *pageText) table(t *html.Node) {
	var rows [][]string
	var heads []bool
	p.collect(t, 0, func(cells []string, head bool) {
		rows, heads = append(rows, cells), append(heads, head)
	})
	var widths []int
	for _, r := range rows {
		for i, c := range r {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], p.look.Width(c))
		}
	}
	for i, r := range rows {
		p.add(p.joined(r, widths, " "))
		if heads[i] && (i+1 == len(rows) || !heads[i+1]) {
			p.add(p.joined(make([]string, len(widths)), widths, "─"))
		}
	}
}

func (p *pageText) joined(cells []string, widths []int, fill string) string {
	var b strings.Builder
	for i, c := range cells {
		b.WriteString(c)
		if i < len(cells)-1 || fill != " " {
			b.WriteString(strings.Repeat(fill, widths[i]-p.look.Width(c)))
		}
		if i < len(cells)-1 {
			b.WriteString("  ")
		}
	}
	return strings.TrimRight(b.String(), " ")
}

// collect finds the rows of a table.
func (p *pageText) collect(n *html.Node, depth int, row func(cells []string, head bool)) {
	for c := range n.ChildNodes() {
		if c.Type != html.ElementNode || depth > maxDepth {
			continue
		}
		if c.Data != "tr" {
			p.collect(c, depth+1, row)
			continue
		}
		var cells []string
		head := true
		for d := range c.ChildNodes() {
			if d.Type == html.ElementNode && (d.Data == "td" || d.Data == "th") {
				cells = append(cells, p.cell(d))
				head = head && d.Data == "th"
			}
		}
		if len(cells) > 0 {
			row(cells, head)
		}
	}
}

// cell is what is in a cell, on one line.
func (p *pageText) cell(n *html.Node) string {
	in := pageText{look: p.look}
	for c := range n.ChildNodes() {
		in.node(c, 1)
	}
	in.end()
	text := strings.Join(strings.Fields(strings.Join(in.lines, " ")), " ")
	if p.look.Width(text) <= maxCell {
		return text
	}
	cut := []rune(text)
	cut = cut[:min(len(cut), maxCell)]
	for len(cut) > 0 && p.look.Width(string(cut)) >= maxCell {
		cut = cut[:len(cut)-1]
	}
	return string(cut) + "…"
}
