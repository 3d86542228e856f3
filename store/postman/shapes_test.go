package postman_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"postern/store/postman"
)

// TestWrongTypesReadAsInPostman holds what Postman's own SDK lists for values
// of a type that nobody would put there.
func TestWrongTypesReadAsInPostman(t *testing.T) {
	for _, tt := range []struct {
		name string
		// item is the text of the only item; want are pieces of its line.
		item string
		want []string
	}{
		{"empty method", `{"request":{"method":"","url":"h"}}`, []string{`"method":""`}},
		{"null method", `{"request":{"method":null,"url":"h"}}`, []string{`"method":"GET"`}},
		{"no method", `{"request":{"url":"h"}}`, []string{`"method":"GET"`}},
		{"blank method", `{"request":{"method":"  ","url":"h"}}`, []string{`"method":"  "`}},
		{"method as a list", `{"request":{"method":["a",null,1]}}`, []string{`"method":"A,,1"`}},
		{"method as an object", `{"request":{"method":{}}}`, []string{`"method":"[OBJECT OBJECT]"`}},
		{"method as a number", `{"request":{"method":1.50}}`, []string{`"method":"1.5"`}},
		{
			"host of lists and objects", `{"request":{"url":{"protocol":"http","host":[["a"],{},null,2.0,"b"]}}}`,
			[]string{`"url":"http://a.[object Object]..2.b"`},
		},
		{"host as a number", `{"request":{"url":{"host":7,"path":["a"]}}}`, []string{`"url":"7/a"`}},
		{"host as true", `{"request":{"url":{"host":true}}}`, []string{`"url":"true"`}},
		{"host as 0", `{"request":{"url":{"host":0,"path":["a"]}}}`, []string{`"url":"/a"`}},
		{"protocol as a list", `{"request":{"url":{"protocol":["a",1],"host":["h"]}}}`, []string{`"url":"a,1://h"`}},
		{"protocol as 0", `{"request":{"url":{"protocol":0,"host":["h"]}}}`, []string{`"url":"h"`}},
		{"port as a list", `{"request":{"url":{"host":["h"],"port":[80]}}}`, []string{`"url":"h:80"`}},
		{"path of lists", `{"request":{"url":{"host":["h"],"path":[["a","b"],null,[null],1]}}}`, []string{`"url":"h/a,b///1"`}},
		{"path variable without its list", `{"request":{"url":{"host":["h"],"path":[":k"],"variable":{"key":"k","value":"v"}}}}`, []string{`"url":"h/v"`}},
		{"query rows as texts", `{"request":{"url":{"host":["h"],"query":["a=1&b","c","=d"]}}}`, []string{`"url":"h?a=1%26b&c&=d"`}},
		{"header key as 0", `{"request":{"url":"h","header":[{"key":0,"value":"v"}]}}`, []string{`"headers":[{"key":"","value":"v"}]`}},
		{"header map", `{"request":{"url":"h","header":{"A":"1"}}}`, []string{`"headers":[{"key":"A","value":"1"}]`}},
		{"mode as 0", `{"request":{"url":"h","body":{"mode":0,"raw":"x"}}}`, []string{`"body":{"mode":null,"content":null}`}},
		{"mode as a list", `{"request":{"url":"h","body":{"mode":[],"raw":"x"}}}`, []string{`"body":{"mode":"raw","content":"x"}`}},
		{"raw as false", `{"request":{"url":"h","body":{"mode":"raw","raw":false}}}`, []string{`"content":""`}},
		{"raw as an object", `{"request":{"url":"h","body":{"mode":"raw","raw":{"b":1.0}}}}`, []string{`"content":{"b":1}`}},
		{"form value as 0", `{"request":{"url":"h","body":{"mode":"formdata","formdata":[{"key":"k","value":0}]}}}`, []string{`"value":""`}},
		{"file as a list", `{"request":{"url":"h","body":{"mode":"file","file":["a"]}}}`, []string{`{"src":null,"content":null}`}},
		{"attribute key as an object", `{"request":{"url":"h","auth":{"type":"basic","basic":[{"key":{},"value":"v"}]}}}`, []string{`"params":{"[object Object]":"v"}`}},
		{"attribute tagged boolean", `{"request":{"url":"h","auth":{"type":"x","x":[{"key":"k","value":"false","type":"boolean"}]}}}`, []string{`"params":{"k":true}`}},
		{"attribute tagged number", `{"request":{"url":"h","auth":{"type":"x","x":[{"key":"k","value":"007","type":"number"},{"key":"l","value":"a","type":"number"}]}}}`, []string{`"params":{"k":7,"l":null}`}},
		{"attribute tagged string", `{"request":{"url":"h","auth":{"type":"x","x":[{"key":"k","value":[1,null,{}],"type":"String"}]}}}`, []string{`"params":{"k":"1,,[object Object]"}`}},
		{"name as 0", `{"name":0,"request":"h"}`, []string{`"name":null`}},
		{"script lines that are no texts", `{"request":"h","event":[{"listen":"test","script":{"exec":["a",null,[1,2],true]}}]}`, []string{`"lines":4`, `"sha1":"7b313799a3cce20854573db53a904bbab5e4ed7b"`}},
		{"null members", `{"request":{"url":"h","header":[null],"body":{"mode":"urlencoded","urlencoded":[null]}},"event":[null]}`, []string{`"headers":[]`, `"content":[]`, `"events":[]`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			file := `{"info":{"name":"c"},"item":[` + tt.item + `]}`
			c := read(t, file)
			var list bytes.Buffer
			if err := postman.WriteList(&list, c); err != nil {
				t.Fatal(err)
			}
			for _, want := range tt.want {
				if !strings.Contains(list.String(), want) {
					t.Errorf("want %s in\n%s", want, list.String())
				}
			}
			if got := write(t, file, c); got != file {
				t.Errorf("saving without an edit gives\n%s", got)
			}
		})
	}
}

// TestVariablesBecomeTextAsInPostman holds what Postman's SDK replaces {{k}} by
// for a variable of that type and value; an absent value is "-".
func TestVariablesBecomeTextAsInPostman(t *testing.T) {
	values := []string{
		`-`, `null`, `""`, `"x"`, `"007"`, `"false"`, `"1e3"`, `" 5 "`, `"0x10"`, `"Infinity"`, `"[1,2]"`, `"{\"a\":1}"`,
		`true`, `0`, `1.50`, `1e21`, `[]`, `[1,null,"a",[2,{}]]`, `{"a":1}`,
	}
	same := "|null||x|007|false|1e3| 5 |0x10|Infinity|[1,2]|{\"a\":1}|true|0|1.5|1e+21||1,,a,2,[object Object]|[object Object]"
	for kind, row := range map[string]string{
		"":        same,
		"any":     same,
		"secret":  same,
		"string":  "undefined" + same,
		"String":  "undefined" + same,
		"boolean": "false|false|false|true|true|true|true|true|true|true|true|true|true|false|true|true|true|true|true",
		"number":  "NaN|0|0|NaN|7|NaN|1000|5|16|Infinity|NaN|NaN|1|0|1.5|1e+21|0|NaN|NaN",
		"array":   "||||||||||1,2|||||||1,,a,2,[object Object]|",
		"object":  "|||||||||||[object Object]|||||||[object Object]",
	} {
		for i, want := range strings.Split(row, "|") {
			t.Run(kind+" "+values[i], func(t *testing.T) {
				v := `{"key":"k"`
				if kind != "" {
					v += `,"type":"` + kind + `"`
				}
				if values[i] != "-" {
					v += `,"value":` + values[i]
				}
				env := `{"values":[` + v + `}]}`
				e, err := postman.ReadEnvironment([]byte(env), "")
				if err != nil {
					t.Fatal(err)
				}
				c := read(t, `{"info":{},"item":[],"variable":[`+v+`}]}`)
				if got := e.Vars[0].Value(); got != want || c.Vars[0].Value != want {
					t.Errorf("environment %q, collection %q, want %q", got, c.Vars[0].Value, want)
				}
				if out, err := postman.WriteEnvironment([]byte(env), e); err != nil || string(out) != env {
					t.Errorf("saving without an edit gives %s, %v", out, err)
				}
			})
		}
	}
}

func TestWhatIsLeftOutIsNoted(t *testing.T) {
	c := read(t, `{"info":{"name":"c"},"variable":[1],"item":[7,{"name":"r","event":[true],
		"request":{"url":{"host":["h"],"query":[2],"variable":["x"]},"header":[3],"body":{"mode":"formdata","formdata":"y"}}}]}`)
	for _, field := range []string{"variable", "item", "event", "query", "path variables", "header", "body"} {
		found := false
		for _, n := range c.Notes {
			found = found || n.Field == field && strings.Contains(n.What, "left out")
		}
		if !found {
			notes, _ := json.Marshal(c.Notes) // plain texts: it cannot fail
			t.Errorf("nothing says that a %s was left out: %s", field, notes)
		}
	}
}
