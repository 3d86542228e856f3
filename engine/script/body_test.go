package script_test

import (
	"context"
	"errors"
	"testing"

	"postern/engine/script"
)

// A body that is there for the asking is asked for by whatever reads it, in
// whatever spelling, and once; a script that does not read it does not ask.
func TestBodyOnDemand(t *testing.T) {
	const body = `{"a":1,"b":{"c":2}}`
	h := host(t, script.Limits{})
	for _, c := range []struct {
		source string
		asked  int
	}{
		{`pm.test("1", () => pm.response.to.have.status(200)); pm.response.headers.get("X-B"); pm.response.size(); pm.response.code`, 0},
		{`pm.test(String(pm.response.json().a), () => {})`, 1},
		{`pm.test(String(JSON.parse(pm.response.text()).a), () => {})`, 1},
		{`pm.test(String(JSON.parse(responseBody).a), () => {})`, 1},
		{`pm.test(String(JSON.parse(pm.response.body).a), () => {})`, 1},
		{`pm.test(String(JSON.parse(pm.response.stream.toString()).a), () => {})`, 1},
		{`const r = this["p" + "m"]["resp" + "onse"], f = "js" + "on"; pm.test(String(r[f]().a), () => {})`, 1},
		{`const { text } = pm.response; pm.test(String(JSON.parse(text.call(pm.response)).a), () => {})`, 1},
		{`const all = Object.assign({}, pm.response.toJSON()); pm.test(String(all.stream.data.length - 18), () => {})`, 1},
		{`pm.response.json(); pm.response.text(); pm.response.stream; responseBody; pm.test("1", () => {})`, 1},
		{`setTimeout(() => pm.test(String(pm.response.json().a), () => {}), 1); setTimeout(() => pm.response.text(), 2)`, 1},
		{`pm.test("1", () => pm.response.to.have.jsonBody("b.c", 2))`, 1},
		{`eval("pm.test(String(pm.response.json().a), () => {})")`, 1},
	} {
		asked := 0
		k := task(c.source)
		k.Response.Body, k.Response.BodySize = nil, int64(len(body))
		k.Response.Later = func() ([]byte, error) { asked++; return []byte(body), nil }
		out, err := h.Run(context.Background(), k, script.Services{})
		if err != nil || len(out.Errors) > 0 || len(out.Tests) != 1 || out.Tests[0].Name != "1" || !out.Tests[0].Passed {
			t.Errorf("%s\n%v %+v", c.source, err, out)
		}
		if asked != c.asked {
			t.Errorf("%s\nasked %d times, want %d", c.source, asked, c.asked)
		}
	}
}

// What cannot be handed over is told: a body above the limit, which is not even
// read, one that cannot be read, and that of another task.
func TestBodyThatIsNotThere(t *testing.T) {
	h := host(t, script.Limits{Message: 1 << 20})
	run := func(source string, size int64, later func() ([]byte, error)) string {
		t.Helper()
		k := task(source)
		k.Session = "one"
		k.Response.Body, k.Response.BodySize, k.Response.Later = nil, size, later
		out, err := h.Run(context.Background(), k, script.Services{})
		if err != nil {
			t.Fatal(err)
		}
		if len(out.Errors) == 0 {
			return ""
		}
		return out.Errors[0].Message
	}
	small := func() ([]byte, error) { return []byte("{}"), nil }
	never := func() ([]byte, error) { t.Error("it is read"); return nil, nil }
	broken := func() ([]byte, error) { return nil, errors.New("the disk is gone") }
	for _, c := range []struct {
		source string
		size   int64
		later  func() ([]byte, error)
		want   string
	}{
		{`pm.response.text()`, 2 << 20, never, "the response is larger than the 1 MiB that scripts can read: ask for less of it, or test only its status and headers"},
		{`pm.response.text()`, 2, broken, "the body of the response cannot be read: the disk is gone"},
		{`kept = pm.response`, 2, small, ""},
		{`kept.json()`, 2, small, "the body of this response is gone: read it in the script of its own request"},
		{`pm.response.json()`, 2, small, ""},
	} {
		if got := run(c.source, c.size, c.later); got != c.want {
			t.Errorf("%s: %q, want %q", c.source, got, c.want)
		}
	}
}
