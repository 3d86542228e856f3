package directory

import (
	"fmt"
	"net/http"
)

// problem is a refusal in Okta's shape. It is an error, so that an endpoint
// returns it like any other.
type problem struct {
	Status  int     `json:"-"`
	Code    string  `json:"errorCode"`
	Summary string  `json:"errorSummary"`
	Link    string  `json:"errorLink"`
	ID      string  `json:"errorId"`
	Causes  []cause `json:"errorCauses"`

	// challenge becomes the WWW-Authenticate header.
	challenge string
}

type cause struct {
	Summary string `json:"errorSummary"`
}

// Error implements error.
func (p *problem) Error() string { return p.Code + ": " + p.Summary }

func refuse(status int, code, summary string, causes ...string) *problem {
	p := &problem{Status: status, Code: code, Summary: summary, Link: code, Causes: []cause{}}
	for _, c := range causes {
		p.Causes = append(p.Causes, cause{Summary: c})
	}
	return p
}

// invalid is E0000001, what a request's content is refused with. of is what
// was to be made of it; causes say what is wrong, each as "field: reason".
func invalid(of string, causes ...string) *problem {
	return refuse(http.StatusBadRequest, "E0000001", "Api validation failed: "+of, causes...)
}

func notFound(kind, id string) *problem {
	return refuse(http.StatusNotFound, "E0000007", fmt.Sprintf("Not found: Resource not found: %s (%s)", id, kind))
}

func wrongStatus() *problem {
	return refuse(http.StatusForbidden, "E0000038", "This operation is not allowed in the user's current status.")
}

func badCredentials(cause string) *problem {
	return refuse(http.StatusForbidden, "E0000014", "Update of credentials failed", cause)
}
