package auth

// Schemes lists every way to authorise a request, in the order a person picks
// from. It is the one place to register a scheme.
func Schemes() []Scheme {
	return []Scheme{
		NoAuth{},
		Bearer{},
		Basic{},
		APIKey{},
		OAuth2{},
		JWT{},
		Digest{},
		OAuth1{},
		Hawk{},
		AWSv4{},
		NTLM{},
		EdgeGrid{},
		ASAP{},
	}
}

// Lookup returns the scheme of that Postman type. Types that Postman knows and
// this program does not are not found: the caller warns and sends unsigned.
func Lookup(typ string) (Scheme, bool) {
	for _, s := range Schemes() {
		if s.Type() == typ {
			return s, true
		}
	}
	return nil, false
}
