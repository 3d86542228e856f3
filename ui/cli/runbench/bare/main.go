// Command bare sends the requests of a collection one after another and reads
// the answers, with nothing but encoding/json and net/http: what a run costs
// at the least. It sends the same headers as a run, so that the server has the
// same to do.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
)

// item is as much of an item as is sent.
type item struct {
	Item    []item
	Request *struct {
		Method string
		URL    string
		Header []struct{ Key, Value string }
		Body   struct{ Raw string }
	}
}

func main() {
	text, err := os.ReadFile(os.Args[1])
	if err == nil {
		var c item
		if err = json.Unmarshal(text, &c); err == nil {
			err = c.send()
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// send sends what an item holds.
func (i item) send() error {
	for _, one := range i.Item {
		if err := one.send(); err != nil {
			return err
		}
	}
	if i.Request == nil {
		return nil
	}
	req, err := http.NewRequest(i.Request.Method, i.Request.URL, strings.NewReader(i.Request.Body.Raw))
	if err != nil {
		return err
	}
	for _, h := range [][2]string{
		{"Accept", "*/*"}, {"Accept-Encoding", "gzip, deflate, br"}, {"Cache-Control", "no-cache"}, {"Connection", "keep-alive"}, {"User-Agent", "bare/0.1"},
	} {
		req.Header.Set(h[0], h[1])
	}
	for _, h := range i.Request.Header {
		req.Header.Set(h.Key, h.Value)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}
