package vars

// Set is the layers a name is looked up in, highest scope first.
type Set struct {
	Layers []Layer
}
