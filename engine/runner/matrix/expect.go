package matrix

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"postern/engine/collection"
	"postern/engine/runner"
)

// Pattern is what a status is expected to be, as a person writes it: 200,
// 200|204, 2xx, or * for any.
type Pattern string

// Any is the pattern of every answer.
const Any Pattern = "*"

// Fits reports whether a status is as expected.
func (p Pattern) Fits(status int) bool {
	for one := range strings.SplitSeq(string(p), "|") {
		if one == string(Any) || one == strconv.Itoa(status) || class(one) && int(one[0]-'0') == status/100 {
			return true
		}
	}
	return false
}

// Words is the pattern in a sentence.
func (p Pattern) Words() string {
	if p.Fits(0) {
		return "any"
	}
	return strings.ReplaceAll(string(p), "|", " or ")
}

func class(s string) bool {
	return len(s) == 3 && s[0] >= '1' && s[0] <= '5' && strings.EqualFold(s[1:], "xx")
}

func (p Pattern) valid() bool {
	for one := range strings.SplitSeq(string(p), "|") {
		n, err := strconv.Atoi(one)
		if one != string(Any) && !class(one) && (err != nil || len(one) != 3 || n < 100 || n > 599) {
			return false
		}
	}
	return true
}

// PatternError says that a text is no [Pattern].
type PatternError struct{ Text string }

// Error names it.
func (e *PatternError) Error() string { return fmt.Sprintf("%q is no status", e.Text) }

// CountError says that an expectation has another number of patterns than there
// are identities.
type CountError struct {
	// Name is the request or folder it is for, "" for all requests.
	Name      string
	Got, Want int
}

// Error names both numbers.
func (e *CountError) Error() string {
	what := counted(e.Got, "status", "statuses")
	if e.Name != "" {
		what += " of " + strconv.Quote(e.Name)
	}
	return what + " for " + counted(e.Want, "identity", "identities")
}

func counted(n int, one, many string) string {
	if n == 1 {
		many = one
	}
	return strconv.Itoa(n) + " " + many
}

// Expectations are the statuses that identities are expected to be answered, in
// their order.
type Expectations struct {
	// all are for every request that nothing else is said of.
	all []Pattern
	// named are those of a folder or a request.
	named map[*collection.Item][]Pattern
}

// ParseExpect reads expectations for so many identities: "200,403,401" for all
// requests of a collection, "NAME=200,403,401" for one request or for what is in
// a folder, by names as [runner.Select] takes them. Of several that fit a request
// the one of the innermost name counts, of several for the same the last. Errors
// are a [*PatternError], a [*CountError] or a [*runner.UnknownError].
func ParseExpect(c *collection.Collection, identities int, texts []string) (Expectations, error) {
	e := Expectations{named: map[*collection.Item][]Pattern{}}
	for _, text := range texts {
		name, list := "", text
		if i := strings.LastIndexByte(text, '='); i >= 0 {
			name, list = text[:i], text[i+1:]
		}
		var patterns []Pattern
		for one := range strings.SplitSeq(list, ",") {
			p := Pattern(strings.TrimSpace(one))
			if !p.valid() {
				return e, &PatternError{Text: string(p)}
			}
			patterns = append(patterns, p)
		}
		if len(patterns) != identities {
			return e, &CountError{Name: name, Got: len(patterns), Want: identities}
		}
		if name == "" {
			e.all = patterns
			continue
		}
		it, err := runner.Lookup(c, name)
		if err != nil {
			return e, err
		}
		e.named[it] = patterns
	}
	return e, nil
}

// of is what an identity, by its number, is expected to be answered; "" is
// nothing. A request that is open to everybody is held against the same for
// everybody, unless something is said of it.
func (e Expectations) of(ref collection.Ref, identity int, open bool) Pattern {
	for _, it := range slices.Backward(ref.Chain) {
		if named := e.named[it]; named != nil {
			return named[identity]
		}
	}
	switch {
	case e.all == nil:
		return ""
	case open:
		return e.all[0]
	}
	return e.all[identity]
}

// some reports whether anything is expected.
func (e Expectations) some() bool { return e.all != nil || len(e.named) > 0 }
