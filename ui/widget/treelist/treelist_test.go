package treelist_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
	"postern/ui/widget/text"
	"postern/ui/widget/treelist"
)

// outline makes nodes of indented lines; a "+" marks branches.
func outline(s string) []treelist.Node {
	var nodes []treelist.Node
	for l := range strings.SplitSeq(strings.Trim(s, "\n"), "\n") {
		id := strings.TrimLeft(l, " ")
		nodes = append(nodes, treelist.Node{ID: strings.TrimSuffix(id, "+"), Depth: len(l) - len(id), Branch: strings.HasSuffix(id, "+")})
	}
	return nodes
}

const garden = `
a+
 b+
  c
  d
 e+
 f
g+
 h
`

func grow(s string) (*treelist.Tree, func() string) {
	t := treelist.New()
	t.Resize(10, 20)
	nodes := outline(s)
	t.SetNodes(nodes, nil)
	return t, func() string { return rows(t, nodes) }
}

// rows are the IDs on screen, the current one in brackets.
func rows(t *treelist.Tree, nodes []treelist.Node) string {
	cur, _ := t.Current()
	s := t.Draw(widget.DefaultEnv().Theme, theme.Selected, func(i, _ int) text.Line {
		id := nodes[i].ID
		if i == cur {
			id = "[" + id + "]"
		}
		return text.Of(theme.Plain, safe.Clean(id))
	})
	return strings.Join(strings.Fields(ansi.Strip(s)), " ")
}

func hits(nodes []treelist.Node, ids ...string) []bool {
	hit := make([]bool, len(nodes))
	for i, n := range nodes {
		for _, id := range ids {
			hit[i] = hit[i] || n.ID == id
		}
	}
	return hit
}

func TestFolding(t *testing.T) {
	tr, see := grow(garden)
	for _, step := range []struct {
		act  keymap.ID
		want string
	}{
		{keymap.Top, "[a] g"},
		{keymap.Right, "[a] b e f g"},
		{keymap.Right, "a [b] e f g"},
		{keymap.UnfoldAll, "a [b] c d e f g h"},
		{keymap.Bottom, "a b c d e f g [h]"},
		{keymap.Right, "a b c d e f g [h]"},
		{keymap.Left, "a b c d e f [g] h"},
		{keymap.Left, "a b c d e f [g]"},
		{keymap.Left, "a b c d e f [g]"},
		{keymap.FoldAll, "a [g]"},
	} {
		tr.Act(step.act)
		if got := see(); got != step.want {
			t.Fatalf("%s: %s, want %s", step.act, got, step.want)
		}
	}
}

func TestRightOnAnEmptyFolderStays(t *testing.T) {
	tr, see := grow(garden)
	tr.Select("e")
	tr.Act(keymap.Right)
	tr.Act(keymap.Right)
	if got := see(); got != "a b [e] f g" {
		t.Error(got)
	}
}

func TestFoldingAwayTheCurrentRowGoesToItsFolder(t *testing.T) {
	tr, see := grow(garden)
	tr.Select("d")
	tr.Act(keymap.FoldAll)
	if got := see(); got != "[a] g" {
		t.Error(got)
	}
}

func TestFilterHasItsOwnFolding(t *testing.T) {
	tr, see := grow(garden)
	nodes := outline(garden)
	tr.Filter(hits(nodes, "d", "g"))
	if got := see(); got != "a b [d] g" {
		t.Fatalf("filtered: %s", got)
	}
	tr.Act(keymap.Bottom)
	tr.Act(keymap.Right)
	if got := see(); got != "a b d [g] h" {
		t.Fatalf("a folder found by its name opens: %s", got)
	}
	tr.Act(keymap.FoldAll)
	if got := see(); got != "a [g]" {
		t.Fatalf("folded: %s", got)
	}
	tr.ClearFilter()
	if got := see(); got != "a [g]" {
		t.Fatalf("after the filter: %s", got)
	}
}

func TestClearingTheFilterRevealsTheCurrentRow(t *testing.T) {
	tr, see := grow(garden)
	tr.Filter(hits(outline(garden), "d"))
	tr.ClearFilter()
	if got := see(); got != "a b c [d] e f g" {
		t.Error(got)
	}
}

func TestSelectEndsAFilterThatHidesTheNode(t *testing.T) {
	tr, see := grow(garden)
	tr.Filter(hits(outline(garden), "d"))
	if !tr.Select("h") || tr.Filtered() {
		t.Fatal("the filter stays")
	}
	if got := see(); got != "a g [h]" {
		t.Error(got)
	}
	if tr.Select("nowhere") {
		t.Error("a node that is not there was selected")
	}
}

func TestNodesThatComeBackAreAsTheyWere(t *testing.T) {
	tr, _ := grow(garden)
	tr.Select("c")
	tr.SetNodes(outline("g+\n h"), nil)
	nodes := outline(garden)
	tr.SetNodes(nodes, nil)
	if d := cmp.Diff([]string{"a", "b"}, tr.Expanded()); d != "" {
		t.Error(d)
	}
}

func TestAnyTreeKeepsItsRowsInOrder(t *testing.T) {
	acts := []keymap.ID{
		keymap.Up, keymap.Down, keymap.Left, keymap.Right, keymap.PageDown, keymap.Top, keymap.Bottom,
		keymap.FoldAll, keymap.UnfoldAll,
	}
	rapid.Check(t, func(t *rapid.T) {
		var nodes []treelist.Node
		depth := 0
		for i := range rapid.IntRange(0, 40).Draw(t, "nodes") {
			depth = rapid.IntRange(0, depth+2).Draw(t, "depth") // a hole now and then
			nodes = append(nodes, treelist.Node{ID: strconv.Itoa(i), Depth: depth, Branch: rapid.Bool().Draw(t, "branch")})
		}
		tr := treelist.New()
		tr.Resize(10, 10)
		tr.SetNodes(nodes, nil)
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			switch rapid.IntRange(0, 5).Draw(t, "step") {
			case 0:
				hit := rapid.SliceOfN(rapid.Bool(), len(nodes), len(nodes)).Draw(t, "hit")
				tr.Filter(hit)
			case 1:
				tr.ClearFilter()
			case 2:
				tr.SetExpanded(rapid.SliceOf(rapid.SampledFrom([]string{"0", "1", "5", "x"})).Draw(t, "open"))
			default:
				tr.Act(rapid.SampledFrom(acts).Draw(t, "act"))
			}
			last := -1
			tr.Resize(10, max(tr.Window().Count(), 1))
			tr.Draw(widget.DefaultEnv().Theme, theme.None, func(i, _ int) text.Line {
				if i <= last {
					t.Fatalf("row %d after row %d", i, last)
				}
				last = i
				return nil
			})
			if _, ok := tr.Current(); ok != (tr.Window().Count() > 0) {
				t.Fatalf("current is %v with %d rows", ok, tr.Window().Count())
			}
		}
	})
}
