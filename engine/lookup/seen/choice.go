package seen

import "slices"

// Choice is an id that was chosen to fill a hole.
type Choice struct {
	// Item is the request, Hole the name of what it lacked.
	Item, Hole string
	// Value and Type are the id's, Text is what was filled in: its login, say.
	Value, Type, Text string
}

// Of reports whether id is the one that was chosen.
func (c Choice) Of(id ID) bool { return c.Value != "" && c.Value == id.Value && c.Type == id.Type }

// Choices are those of one environment, the newest first, one for each hole.
type Choices []Choice

// maxChoices is how many are kept.
const maxChoices = 1000

// With returns the choices with one more.
func (cs Choices) With(c Choice) Choices {
	rest := slices.DeleteFunc(slices.Clone(cs), func(o Choice) bool { return o.Item == c.Item && o.Hole == c.Hole })
	return append(Choices{c}, rest[:min(len(rest), maxChoices-1)]...)
}

// Last is what was chosen last for a hole of a request, or else for one of the
// same name elsewhere: what one works on goes from request to request.
func (cs Choices) Last(item, hole string) (Choice, bool) {
	at := slices.IndexFunc(cs, func(c Choice) bool { return c.Item == item && c.Hole == hole })
	if at < 0 {
		at = slices.IndexFunc(cs, func(c Choice) bool { return c.Hole == hole })
	}
	if at < 0 {
		return Choice{}, false
	}
	return cs[at], true
}

// In returns the choices that were made for a request.
func (cs Choices) In(item string) Choices {
	var out Choices
	for _, c := range cs {
		if c.Item == item {
			out = append(out, c)
		}
	}
	return out
}
