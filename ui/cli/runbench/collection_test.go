package runbench_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// things are n bytes of JSON, or a few more.
func things(n int) []byte {
	b := bytes.NewBufferString("[")
	for i := 0; b.Len() < n; i++ {
		fmt.Fprintf(b, `{"id":%d,"name":"thing number %d","tags":["a","b"],"owner":{"id":"u%d","active":true}},`, i, i, i)
	}
	return append(bytes.TrimSuffix(b.Bytes(), []byte(",")), ']')
}

// server answers /big with 25 MB of JSON, for which newman takes 1.6 GiB, /read
// with as much as a script may well read, and everything else with a little.
func server(t *testing.T) string {
	bodies := map[string][]byte{"/big": things(25_000_000), "/read": things(5_000_000)}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, ok := bodies[r.URL.Path]
		if !ok {
			body = []byte(`{"ok":true}`)
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body) // whoever has gone needs no answer
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// The tests that requests have.
const (
	status = `pm.test("status is 200", function () { pm.response.to.have.status(200); });`
	reads  = `pm.test("has things", function () { pm.expect(pm.response.json()).to.be.an("array"); });`
)

type object map[string]any

// write writes a collection of n requests, in folders of a hundred, one in five
// of them posting JSON; test is the script of each.
func write(t *testing.T, base, name, path string, n int, test string) string {
	t.Helper()
	var folders []object
	for i := range n {
		if i%100 == 0 {
			folders = append(folders, object{"name": fmt.Sprint("Folder ", i/100), "item": []object{}})
		}
		url := fmt.Sprintf("%s%s?limit=25&page=%d", base, path, i)
		r := object{"method": "GET", "url": url, "header": []object{{"key": "Accept", "value": "application/json"}}}
		if i%5 == 4 {
			r["method"] = "POST"
			r["header"] = []object{{"key": "Accept", "value": "application/json"}, {"key": "Content-Type", "value": "application/json"}}
			r["body"] = object{"mode": "raw", "raw": `{"name":"thing","tags":["a","b"],"active":true}`}
		}
		it := object{"name": fmt.Sprint("Request ", i), "request": r}
		if test != "" {
			it["event"] = []object{{"listen": "test", "script": object{"type": "text/javascript", "exec": []string{test}}}}
		}
		f := folders[len(folders)-1]
		f["item"] = append(f["item"].([]object), it)
	}
	text, err := json.MarshalIndent(object{
		"info": object{"name": name, "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": folders,
	}, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), name+".json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
