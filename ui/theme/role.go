package theme

// Role says what a piece of text is; the theme says how that looks.
type Role uint8

// The roles.
const (
	Plain Role = iota
	Faint
	Strong
	Accent
	Title
	TitleFocus
	Border
	BorderFocus
	Tab
	TabActive
	Cursor
	Match
	MatchCurrent
	Selection
	OK
	Info
	Warn
	Error
	Disabled
	Secret
	Variable
	Unresolved
	JSONKey
	JSONString
	JSONNumber
	JSONBool
	JSONNull
	JSONPunct
	Get
	Post
	Put
	Patch
	Delete
	OtherMethod
	KeyName
	Badge
	BadgeWarn
	LineNumber
	// Link is a text that leads somewhere.
	Link
	// QRCode is white ink on black whatever the theme: a camera reads it.
	QRCode
	roles // the number of roles
)

// Base is what lies under a row.
type Base uint8

// The bases.
const (
	// None is the terminal's own background.
	None Base = iota
	// Selected is the chosen row of the pane that has the focus.
	Selected
	// Marked is the chosen row of a pane without the focus.
	Marked
	bases // the number of bases
)

// Method returns the role of an HTTP method.
func Method(m string) Role {
	switch m {
	case "GET":
		return Get
	case "POST":
		return Post
	case "PUT":
		return Put
	case "PATCH":
		return Patch
	case "DELETE":
		return Delete
	}
	return OtherMethod
}

// Status returns the role of an HTTP status code.
func Status(code int) Role {
	switch {
	case code >= 500:
		return Error
	case code >= 400:
		return Warn
	case code >= 300:
		return Info
	case code >= 200:
		return OK
	}
	return Info
}
