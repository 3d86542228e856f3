package tree

// Fold folds the container at row i, or the one that row i is in. It returns
// where the container's row is, and false if there is nothing to fold.
func (v *View) Fold(i int) (int, bool) {
	v.x.mu.Lock()
	defer v.x.mu.Unlock()
	r, err := v.row(i)
	if err == nil && (!r.Opens() || r.Folded) {
		r, err = v.around(r)
	}
	if err != nil {
		return i, false
	}
	v.set(r, 0, true)
	v.divide()
	i, _ = v.place(r.Number)
	return i, true
}

// around is the container of a row; of a closing bracket, its own.
func (v *View) around(r Row) (Row, error) {
	if r.Kind == Close {
		return v.x.rowAt(r.Close)
	}
	s, i, err := v.x.at(uint32(r.Number))
	if err != nil {
		return Row{}, err
	}
	return v.x.rowAt(v.x.up(s, &s.members[i]))
}

// Unfold shows the members of the container at row i. Those that were folded
// by themselves before stay so. It returns false if row i is not folded.
func (v *View) Unfold(i int) bool {
	v.x.mu.Lock()
	defer v.x.mu.Unlock()
	return v.unfold(i)
}

func (v *View) unfold(i int) bool {
	r, err := v.row(i)
	if err != nil || !r.Folded {
		return false
	}
	if k, there := v.find(r); there {
		v.regions = append(v.regions[:k], v.regions[k+1:]...)
		v.divide()
		if r, err = v.row(i); err != nil || !r.Folded {
			return err == nil
		}
	}
	level := r.Depth + 1
	if level >= levels {
		level = All
	}
	v.set(r, level, false)
	v.divide()
	return true
}

// UnfoldAll shows all that is in the container at row i.
func (v *View) UnfoldAll(i int) bool {
	v.x.mu.Lock()
	defer v.x.mu.Unlock()
	r, err := v.row(i)
	if err != nil || !r.Opens() {
		return false
	}
	kept := v.regions[:0]
	for _, g := range v.regions {
		inside := g.open >= uint32(r.Number) && (r.Close < 0 || g.open < uint32(r.Close))
		if !inside {
			kept = append(kept, g)
		}
	}
	v.regions = kept
	v.set(r, All, false)
	v.divide()
	return true
}

// Reveal unfolds what hides a row of the document, and says where it is now.
func (v *View) Reveal(row int) (int, error) {
	chain, err := v.x.Chain(row)
	if err != nil {
		return 0, err
	}
	for _, r := range chain[:len(chain)-1] {
		if i, visible := v.Find(r.Number); visible {
			v.Unfold(i)
		}
	}
	i, visible := v.Find(row)
	if !visible && chain[len(chain)-1].Number != row { // a closing bracket of what is folded
		v.Unfold(i)
		i, _ = v.Find(row)
	}
	return i, nil
}
