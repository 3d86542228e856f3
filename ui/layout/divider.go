package layout

// Sizes are what the person made of the screen; a zero field is as the layout
// thinks best. The column of the tree is in cells, since names do not grow with
// the terminal; all else are shares.
type Sizes struct {
	Column int `json:"column,omitempty"`
	// Environment and Request are of the height, Beside is the request's of the
	// width while it stands beside the response.
	Environment Share `json:"environment,omitempty"`
	Request     Share `json:"request,omitempty"`
	Beside      Share `json:"beside,omitempty"`
}

// Share is a part of a length, in thousandths.
type Share int

// of is the share in cells; shareOf is the way back.
func (s Share) of(total int) int { return (int(s)*total + 500) / 1000 }

func shareOf(size, total int) Share {
	if total <= 0 {
		return 0
	}
	return Share((size*1000 + total/2) / total)
}

// Divider is what stands between two panes and can be moved.
type Divider int

// The dividers.
const (
	NoDivider Divider = iota
	// Column is right of the tree and the environment.
	Column
	// Left is between these two.
	Left
	// Stacked is between the request and the response below it.
	Stacked
	// Beside is between the request and the response at its side.
	Beside
)

// Divider returns the divider at a cell: the borders of both panes are it. Where
// two cross it is the upright one.
func (o Output) Divider(x, y int) Divider {
	tree, env, req, res := o.Panes[Tree], o.Panes[Environment], o.Panes[Request], o.Panes[Response]
	side := func(l, r Rect) bool {
		return !l.Empty() && !r.Empty() && l.X+l.W == r.X && (x == l.X+l.W-1 || x == r.X) && y >= r.Y && y < r.Y+r.H
	}
	below := func(a, b Rect) bool {
		return !a.Empty() && !b.Empty() && (y == a.Y+a.H-1 || y == b.Y) && x >= a.X && x < a.X+a.W
	}
	onTop := req.X == res.X
	switch {
	case side(tree, req), side(tree, res), side(env, req), side(env, res):
		return Column
	case !onTop && side(req, res):
		return Beside
	case onTop && below(req, res):
		return Stacked
	case below(tree, env):
		return Left
	}
	return NoDivider
}

// near returns the divider that changes the height of a pane, or the width of
// one beside another; none if the pane stands alone.
func (o Output) near(s Slot) Divider {
	switch {
	case s == Tree || s == Environment:
		if !o.Panes[Tree].Empty() && !o.Panes[Environment].Empty() {
			return Left
		}
	case o.Panes[Request].Empty() || o.Panes[Response].Empty():
	case o.Panes[Request].X == o.Panes[Response].X:
		return Stacked
	default:
		return Beside
	}
	return NoDivider
}

// Grown returns the sizes after the focused pane has grown by a step, or shrunk
// by one if by is -1. It reports false if the pane stands alone.
func Grown(in Input, by int) (Sizes, bool) {
	d := Compute(in).near(in.Focus)
	if in.Focus == Environment || in.Focus == Response { // its divider is at its other side
		by = -by
	}
	if d == Beside {
		by *= 2
	}
	return Moved(in, d, 2*by), d != NoDivider
}

// Widened returns the sizes after the left column has grown by a step, or shrunk
// by one if by is -1. It reports false if it stands alone.
func Widened(in Input, by int) (Sizes, bool) {
	out := Compute(in)
	tree := out.Panes[Tree]
	return Moved(in, Column, 4*by), tree.W > 0 && tree.W < in.Width
}

// Moved returns the sizes after a divider was moved right or down by so many
// cells, as far as there is room.
func Moved(in Input, d Divider, by int) Sizes {
	was := Compute(in)
	s := &in.Sizes
	tree, env, req, res := was.Panes[Tree], was.Panes[Environment], was.Panes[Request], was.Panes[Response]
	switch d {
	case Column:
		s.Column = max(tree.W+by, 1)
		s.Column = Compute(in).Panes[Tree].W
	case Left:
		s.Environment = shareOf(within(env.H-by, minRows, tree.H+env.H), tree.H+env.H)
	case Stacked:
		s.Request = shareOf(within(req.H+by, minRows, req.H+res.H), req.H+res.H)
	case Beside:
		s.Beside = shareOf(within(req.W+by, minBeside, req.W+res.W), req.W+res.W)
	}
	return *s
}

// Unset returns the sizes with that of a divider as the layout thinks best.
func (s Sizes) Unset(d Divider) Sizes {
	switch d {
	case Column:
		s.Column = 0
	case Left:
		s.Environment = 0
	case Stacked:
		s.Request = 0
	case Beside:
		s.Beside = 0
	}
	return s
}

// Sane returns the sizes without those that none can be: they may come from a
// file.
func (s Sizes) Sane() Sizes {
	if s.Column < 0 {
		s.Column = 0
	}
	for _, share := range []*Share{&s.Environment, &s.Request, &s.Beside} {
		if *share < 0 || *share > 1000 {
			*share = 0
		}
	}
	return s
}
