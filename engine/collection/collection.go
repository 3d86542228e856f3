// Package collection is the document model: collections, folders, requests
// and environments as pure data, with walking, inheritance and finding.
//
// It reads and writes nothing: package store/postman turns files into these
// types and back. It knows no network and no screen.
package collection

import (
	"slices"

	"postern/auth"
)

// Collection is one opened Postman collection.
type Collection struct {
	// ID is the file's own id, or one made up while reading.
	ID   string
	Name string
	// Description is Markdown, usually.
	Description string
	Items       []*Item
	Vars        []Variable
	// Auth is nil when the collection declares none.
	Auth     *auth.Config
	Events   []Event
	Behavior map[string]any
	// BehaviorSource is the JSON text of Behavior in the file. It only
	// remembers the order of keys, which a map loses.
	BehaviorSource string
	// File is the path it was read from.
	File string
	// Reading says which reading of the file the Origins belong to, where there
	// was more than one; it is the store's.
	Reading int
	// Schema is the format version of the file: "v2.1", "v2.0" or "v1".
	Schema string
	// Notes list what could not be understood; it is kept in the file.
	Notes []Note
}

// Item is a folder or a request of the tree.
type Item struct {
	// ID is the file's own id, or one made up while reading. It is unique
	// within the opened collection.
	ID          string
	Name        string
	Description string
	// Folder tells folders from requests; an empty folder is still one.
	Folder bool
	Items  []*Item
	// Request is nil for folders and never nil for requests.
	Request *Request
	// Auth is a folder's auth. A request's stands in Request.Auth.
	Auth     *auth.Config
	Events   []Event
	Behavior map[string]any
	// BehaviorSource is the JSON text of Behavior in the file. It only
	// remembers the order of keys, which a map loses.
	BehaviorSource string
	Examples       []Example
	// Origin numbers the node in its file, in reading order from 1, so that a
	// writer finds it again. 0 means the node is new.
	Origin int
	// Like is the Origin of the item that a new one is a copy of, 0 for none. A
	// writer starts from that one's text, so that a copy has what the model
	// knows nothing of; the Origins of its rows are those of that item.
	Like int
}

// Request is a saved, templated request.
type Request struct {
	// Method is upper case, as Postman makes it.
	Method string
	// NoMethod says that the file gives an empty method. Postman keeps it and
	// sends GET, which Method says; it counts only while Method still does.
	NoMethod bool
	URL      URL
	Headers  []Param
	Body     Body
	// Auth is nil when the request inherits.
	Auth        *auth.Config
	Description string
}

// Param is one row of headers, query, path variables or an urlencoded body.
type Param struct {
	Key, Value string
	// NoKey and NoValue tell null from empty: "?a" has no value, "?a=" has an
	// empty one.
	NoKey, NoValue bool
	Disabled       bool
	Description    string
	// Source is the JSON text of a value that is no string in the file, such
	// as 5 or true. It counts only while Value still is the same text: Postman
	// leaves such a value out of a URL.
	Source string
	// Origin is the row's index in its file's list from 1; 0 means new.
	Origin int
}

// Literal reports whether the row's value is still the number, bool, array or
// object that its file holds.
func (p Param) Literal() bool { return p.Source != "" && p.Source == p.Value }

// Body holds the body of every mode: switching the mode loses nothing.
type Body struct {
	// Declared says that the file has a body, if only an empty one.
	Declared bool
	// Mode is "" (none), "raw", "urlencoded", "formdata", "graphql" or
	// "file"; unknown modes are kept.
	Mode     string
	Disabled bool
	Raw      string
	// RawSource is the JSON text of a raw body that is no string in the file.
	// It counts only while Raw still is the same text.
	RawSource string
	// Language is options.raw.language: "json", "xml", "text", … or "".
	Language   string
	URLEncoded []Param
	Form       []FormPart
	GraphQL    GraphQL
	File       FileRef
}

// HasFiles reports whether the body, as its mode is, names files.
func (b Body) HasFiles() bool {
	isFile := func(p FormPart) bool { return p.Type == "file" && len(p.Src) > 0 }
	return b.Mode == "file" && b.File.Src != "" || b.Mode == "formdata" && slices.ContainsFunc(b.Form, isFile)
}

// FormPart is one part of a multipart body.
type FormPart struct {
	Param
	// Type is "text" or "file"; absent counts as text.
	Type string
	// Src are the files of a "file" part.
	Src []string
	// SrcSource is the JSON text of Src in the file, which may be a string, an
	// array or null. It counts only while it means the same as Src.
	SrcSource             string
	ContentType, FileName string
}

// GraphQL is the body of mode "graphql".
type GraphQL struct {
	Query, Operation, Variables string
	// Source is the JSON text of the block in the file, which tells absent
	// from empty. It counts only while it means the same as the fields.
	Source string
}

// FileRef is the body of mode "file".
type FileRef struct {
	Src string
	// Content is base64 data that stands in the file itself.
	Content string
	// Source is the JSON text of the block in the file, as in [GraphQL].
	Source string
}

// Variable is a collection variable.
type Variable struct {
	Key, Value, Type string
	Disabled         bool
	Description      string
	Origin           int
}

// Event is a script that runs before or after a request.
type Event struct {
	// Listen is "prerequest" or "test"; others never run.
	Listen   string
	Script   string
	Disabled bool
	// Origin is the event's index in its file's list from 1; 0 means new.
	Origin int
}

// Example is a saved response.
type Example struct {
	Name string
	// Original is the request that a new example answers. Those of a file are
	// left there, and nil here.
	Original *Request
	// Preview is the language to show a new example's body in: "json", "xml",
	// "html" or "text".
	Preview string
	Status  string
	Code    int
	Header  []Param
	Body    string
	// Origin is the example's index in its file's list from 1; 0 means new.
	Origin int
}

// Note says that something in a file was not understood.
type Note struct {
	// Where is the path of names to the item, or "" for the file itself.
	Where string
	// Field is the key in question.
	Field string
	// What happens to it, as a sentence without a full stop.
	What string
}
