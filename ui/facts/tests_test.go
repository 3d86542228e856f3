package facts_test

import (
	"fmt"
	"strings"
	"testing"

	"postern/auth"
	"postern/engine"
	"postern/engine/script"
	"postern/ui/facts"
)

// However much scripts tell, what is laid out while they run is the newest of
// it, and little.
func TestRecent(t *testing.T) {
	o := &script.Outcome{}
	for i := range 20_000 {
		o.Tests = append(o.Tests, script.Test{Name: fmt.Sprint("test ", i), Passed: true})
		o.Console = append(o.Console, script.Line{Text: fmt.Sprint("line ", i, strings.Repeat(" x", 1000))})
	}
	x := &engine.Exchange{After: o}
	got := facts.Recent(x).After
	bytes := 0
	for _, l := range got.Console {
		bytes += len(l.Text)
	}
	if len(got.Tests) > 200 || bytes > 64<<10 || len(got.Console) == 0 {
		t.Errorf("%d tests, %d lines of %d bytes", len(got.Tests), len(got.Console), bytes)
	}
	if last := got.Console[len(got.Console)-1].Text; !strings.HasPrefix(last, "line 19999") || got.Tests[len(got.Tests)-1].Name != "test 19999" {
		t.Errorf("the last line is %.20s", last)
	}
	if len(o.Console) != 20_000 || x.After != o {
		t.Error("the exchange has changed")
	}
}

func TestNewestTellsNoSecret(t *testing.T) {
	x := &engine.Exchange{Secrets: []auth.Secret{"s3cret-value"}, Before: &script.Outcome{Console: []script.Line{{Text: "with s3cret-value"}}}}
	if got := facts.Newest(x); got != "with "+auth.Mask {
		t.Errorf("it says %q", got)
	}
	x.After = &script.Outcome{Tests: []script.Test{{Name: "a"}, {Name: "b", Message: "not s3cret-value"}}}
	if got := facts.Newest(x); got != "✗ b: not "+auth.Mask {
		t.Errorf("it says %q", got)
	}
}

// A body of which only the beginning was kept shows no piece of a secret at its
// end.
func TestSentTellsNoPieceOfASecret(t *testing.T) {
	x := &engine.Exchange{Secrets: []auth.Secret{"s3cret-value"}, Sent: engine.Sent{Method: "POST", URL: "http://h", Body: []byte("key=s3cret-va"), BodyCut: true, BodySize: 999}}
	var shown []string
	for _, l := range facts.Sent(x) {
		shown = append(shown, l.String())
	}
	if got := strings.Join(shown, "\n"); strings.Contains(got, "s3c") || !strings.Contains(got, "key="+auth.Mask) {
		t.Errorf("it shows %s", got)
	}
}

func TestVisualMasks(t *testing.T) {
	x := &engine.Exchange{Secrets: []auth.Secret{"s3cret-value"}, After: &script.Outcome{Visual: &script.Visual{HTML: "<p>is s3cret-value</p>"}}}
	if got := facts.Visual(x); len(got) != 1 || got[0].String() != "is "+auth.Mask {
		t.Errorf("it shows %v", got)
	}
	x.After.Visual = &script.Visual{HTML: "<script>s3cret-value</script>", Data: []byte(`{"a":"s3cret-value"}`)}
	for _, l := range facts.VisualText(x, x.Redactor()) {
		if strings.Contains(l, "s3cret") {
			t.Errorf("it shows %q", l)
		}
	}
	page := "<p>" + strings.Repeat("a", 1<<20-10) + " s3cret-value</p>"
	x.After.Visual = &script.Visual{HTML: page}
	for _, l := range facts.VisualText(x, x.Redactor()) {
		if strings.Contains(l, "s3c") {
			t.Errorf("it shows %q", l[len(l)-30:])
		}
	}
}
