package payload

// Body is a captured body. It is safe for concurrent readers.
type Body struct{}
