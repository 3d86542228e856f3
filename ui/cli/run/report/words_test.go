package report

import "testing"

// What newman 6.2.2 makes of these names.
func TestClassName(t *testing.T) {
	for name, want := range map[string]string{
		"Café run": "CafeRun", "F / A one": "FAOne", "Users API v2.1": "UsersApiV21", "getUserByID": "GetUserById",
		"XMLHttpRequest": "XmlHttpRequest", "1st item": "1stItem", "item2nd": "Item2nd", "don't stop": "DontStop",
		"ÄÖÜ straße": "AouStrasse", "日本 api": "Api", "snake_case-name": "SnakeCaseName", "OAuth 2.0 (PKCE)": "OAuth20Pkce",
		"ABC123def": "Abc123Def", "a1B2": "A1B2", "über/Ærø": "UberAero", "": "", "___": "", "HTTP2Server": "Http2Server",
		"IDs": "IDs", "users/{{id}}": "UsersId", "Привет мир": "",
	} {
		if got := className(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}
