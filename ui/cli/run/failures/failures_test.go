package failures_test

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/ui/cli/run/failures"
)

func TestTheSameIsListedOnce(t *testing.T) {
	var l failures.List
	one, two := failures.Failure{Where: "Users/Read", What: "is well", Why: "it is not"}, failures.Failure{Where: "Users/Read", What: "is well", Why: "it is ill"}
	three, once := failures.Failure{Where: "Users/Read", What: "no answer"}, failures.Failure{Where: "Last", What: "is well"}
	for i := range 7 {
		l.Add(one, i+1)
		if i%2 == 1 {
			l.Add(two, i+1)
		}
		if i == 4 {
			l.Add(once, i+1)
		}
		if i > 4 {
			l.Add(three, i+1)
			l.Add(three, i+1)
		}
	}
	var got []string
	for _, f := range l.All() {
		got = append(got, f.Where+": "+f.Why)
	}
	want := []string{
		"Users/Read (iterations 1, 2, 3 and 4 more): it is not", "Users/Read (iterations 2, 4 and 6): it is ill",
		"Last (iteration 5): ", "Users/Read (iterations 6 and 7; 4 times): ",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestAThousandAreListed(t *testing.T) {
	var l failures.List
	if len(l.All()) != 0 {
		t.Fatal("nothing has failed yet")
	}
	for range 2 {
		for i := range 1003 {
			l.Add(failures.Failure{Where: strconv.Itoa(i)}, 0)
		}
	}
	if n := len(l.All()); n != 1000 || l.Unlisted() != 6 || l.All()[7].Where != "7 (2 times)" {
		t.Errorf("%d are listed, %d more are told of; the eighth is %q", n, l.Unlisted(), l.All()[7].Where)
	}
}
