package ids

// role is what a member says about the object it stands in.
type role uint8

const (
	roleNone role = iota
	// roleOwn is the object's own id.
	roleOwn
	// roleMaybe is an id if nothing better is found and it looks like one.
	roleMaybe
	// roleValue is an id if the object is a SCIM reference.
	roleValue
	roleLabel
	roleFirst
	roleLast
	roleDetail
	roleStatus
	roleType
	roleSelf
	roleRefURL
)

// class is a role and how good the member is in it; the lower rank wins.
type class struct {
	role role
	rank uint8
}

// classOf knows the members by their names, in any case and with or without
// separators.
func classOf(key []byte) class {
	var buf [longestKey]byte
	switch string(foldKey(buf[:0], key)) {
	case "id", "uid", "uuid", "guid", "$id", "kid", "@id":
		return class{roleOwn, 0}
	case "key":
		return class{roleMaybe, 0}
	case "value":
		return class{roleValue, 0}
	// label: an app of Okta has a template's name and a label of its own.
	case "displayname", "internaldisplayname", "display":
		return class{roleLabel, rankDisplay}
	case "label":
		return class{roleLabel, 2}
	case "name", "fullname", "formatted":
		return class{roleLabel, 3}
	case "firstname", "givenname":
		return class{roleFirst, 0}
	case "lastname", "familyname", "surname":
		return class{roleLast, 0}
	case "login", "username", "preferredusername", "userprincipalname":
		return class{roleDetail, 1}
	case "email", "mail", "emailaddress", "primaryemail":
		return class{roleDetail, 2}
	case "title", "subject", "summary", "headline":
		return class{roleLabel, 7}
	case "alias", "slug", "hostname", "clientid", "identifier", "caption":
		return class{roleLabel, 8}
	case "description":
		return class{roleLabel, 9}
	case "text", "message":
		return class{roleLabel, 10}
	case "status", "state", "lifecyclestate":
		return class{roleStatus, 0}
	case "object", "resourcetype":
		return class{roleType, 1}
	case "@odata.type", "odata.type":
		return class{roleType, 2}
	case "type":
		return class{roleType, 3}
	case "self", "location", "@odata.id", "odata.id":
		return class{roleSelf, 0}
	case "$ref":
		return class{roleRefURL, 0}
	}
	return class{}
}

// longestKey is how long the members are that classOf knows, or more.
const longestKey = 24

// foldKey appends a key in lower case and without separators, and nothing if
// it is longer than any that matters.
func foldKey(to, key []byte) []byte {
	for _, c := range key {
		switch {
		case 'A' <= c && c <= 'Z':
			c |= 0x20
		case c == '_' || c == '-':
			continue
		}
		if len(to) == longestKey {
			return nil
		}
		to = append(to, c)
	}
	return to
}

// The ranks that others than classOf know, among those of the list above.
const (
	rankDisplay   = 1
	rankFirstLast = 4
	rankLogin     = 5
	// rankSCIMEmail is that of an email among the details.
	rankSCIMEmail = 2
	rankNone      = 255
)

// passing are members that are ids of something that has passed: of a call,
// not of a thing.
func passing(base string) bool {
	switch base {
	case "request", "Request", "client_request", "error", "trace", "correlation", "span", "transaction", "message",
		"x_request", "event", "sequence", "log", "inner_request", "request-", "client-request":
		return true
	}
	return false
}

// envelope reports whether a member only wraps the things themselves, so that
// they are named by what is around it.
func envelope(key string) bool {
	switch key {
	case "data", "items", "value", "values", "results", "result", "Result", "Results", "Resources", "resources",
		"entries", "records", "content", "rows", "list", "collection", "elements", "objects", "included", "d",
		"response", "payload", "edges", "node", "nodes", "hits", "_source", "_embedded", "body", "page", "search",
		"profile", "attributes", "properties", "fields", "relationships", "meta", "metadata":
		return true
	}
	return false
}

// inner reports whether an object's names count for the object around it.
func inner(key []byte) bool {
	switch string(key) {
	case "profile", "attributes", "properties", "fields", "name", "meta", "metadata":
		return true
	}
	return false
}

// thing reports whether the value of "type" names a kind of thing by itself.
// Many objects have a type that says something else.
func thing(t string) bool {
	switch t {
	case "user", "group", "app", "role", "folder", "file", "org", "account", "device", "policy", "client", "project",
		"team", "tenant", "service account", "service principal", "identity", "entitlement", "comment", "task",
		"collaboration", "webhook", "enterprise", "tweet", "event", "domain", "server", "issue", "repository":
		return true
	}
	return false
}
