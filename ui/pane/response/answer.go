package response

import (
	"context"

	"postern/ui/pane"
)

// Answer is what goes back to the pane with Show: what came of a work that it
// wished for, or a wish that becomes one there.
type Answer interface{ Show(p *Pane) pane.Intent }

// answer is what is done with what came.
type answer func(p *Pane) pane.Intent

// Show implements [Answer].
func (a answer) Show(p *Pane) pane.Intent { return a(p) }

// answering makes what a work brings an answer to the pane, which take is called
// for; anything else goes up as it is.
func answering[A any](in pane.Intent, take func(p *Pane, a A) pane.Intent) pane.Intent {
	w, ok := in.(pane.Work)
	if !ok {
		return in
	}
	do := w.Do
	w.Do = func(ctx context.Context) pane.Intent {
		out := do(ctx)
		if a, ok := out.(A); ok {
			return answer(func(p *Pane) pane.Intent { return take(p, a) })
		}
		return out
	}
	return w
}
