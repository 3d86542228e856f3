package uitest_test

import (
	"slices"
	"strings"
	"testing"

	"postern/auth/tenant"
	"postern/ui/keymap"
	"postern/ui/uitest"
)

// onAuth turns to the auth of what is chosen, with all the room there is.
func onAuth(s *uitest.Session) {
	s.Helper()
	s.Do(keymap.Pane2, keymap.AuthType)
	s.Press("esc")
	s.Do(keymap.Zoom)
}

// oauth is a collection with OAuth 2.0 of its own.
const oauth = `{
	"info": {
		"name": "A",
		"schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
	},
	"auth": {
		"type": "oauth2",
		"oauth2": [
			{
				"key": "audience",
				"value": "https://api.test/",
				"type": "string"
			},
			{
				"key": "accessTokenUrl",
				"value": "http://tenant.test/oauth2/v1/token",
				"type": "string"
			},
			{
				"key": "tokenRequestParams",
				"value": [
					{"key": "v", "value": "2", "enabled": true, "send_as": "request_url"}
				],
				"type": "any"
			},
			{
				"key": "grant_type",
				"value": "client_credentials",
				"type": "string"
			}
		]
	},
	"item": [{"name": "F", "item": [{"name": "Get", "request": {"method": "GET", "url": "http://tenant.test/odd/text"}}]}]
}
`

const oauthFile = "a.postman_collection.json"

func TestEditTheClientOfACollection(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		before := s.File(tenant.SampleCollectionFile)
		onAuth(s)
		s.Sees("2 Collection ─ Tenant API", "Configure New Token", "Client Credentials", "Get New Access Token")
		s.Click("Client ID")
		s.Do(keymap.EditValue)
		s.Type("-b")
		s.Press("enter")
		s.Sees("{{client_id}}-b", "● unsaved", "Tenant API •")
		if s.File(tenant.SampleCollectionFile) != before {
			t.Fatal("the file changed before it was saved")
		}
		s.Do(keymap.Save)
		s.Sees("saved 1 file")
		diff := changed(before, s.File(tenant.SampleCollectionFile))
		if want := []string{`-"value": "{{client_id}}",`, `+"value": "{{client_id}}-b",`}; !slices.Equal(diff, want) {
			t.Errorf("the difference is\n%s", strings.Join(diff, "\n"))
		}
		s.Press("ctrl+z")
		s.SeesNot("{{client_id}}-b")
		s.Do(keymap.Save)
		if s.File(tenant.SampleCollectionFile) != before {
			t.Error("undone and saved, the file is not as before")
		}
	})
}

func TestAnotherTypeAndBack(t *testing.T) {
	uitest.Run(t, uitest.Options{Files: map[string][]byte{oauthFile: []byte(oauth)}}, func(s *uitest.Session) {
		onAuth(s)
		s.Do(keymap.AuthType)
		s.Type("bb")
		s.Press("enter")
		s.Sees("Basic Auth ▾", "Username")
		s.SeesNot("Access Token URL")
		s.Click("Username")
		s.Do(keymap.EditValue)
		s.Type("me")
		s.Press("enter")
		s.Do(keymap.Save)
		file := s.File(oauthFile)
		for _, text := range []string{`"type": "basic",`, `"value": "me"`, `"value": "https://api.test/"`} {
			if !strings.Contains(file, text) {
				t.Errorf("%s is not in the file:\n%s", text, file)
			}
		}
		s.Press("ctrl+z", "ctrl+z")
		s.Sees("OAuth 2.0 ▾", "http://tenant.test/oauth2/v1/token")
		s.Do(keymap.Save)
		if got := s.File(oauthFile); got != oauth {
			t.Errorf("undone and saved, the file is\n%s", got)
		}
	})
	uitest.Run(t, uitest.Options{Files: map[string][]byte{oauthFile: []byte(strings.Replace(oauth, `"type": "oauth2"`, `"type": "noauth"`, 1))}}, func(s *uitest.Session) {
		onAuth(s)
		s.Sees("No Auth ▾", "without credentials")
		s.Do(keymap.AuthType)
		s.Type("o")
		s.Press("enter")
		s.Do(keymap.Save)
		if got := s.File(oauthFile); got != oauth {
			t.Errorf("what the file had for the type is\n%s", got)
		}
	})
}

func TestAParameterInAHeader(t *testing.T) {
	uitest.Run(t, uitest.Options{Files: map[string][]byte{oauthFile: []byte(oauth)}}, func(s *uitest.Session) {
		onAuth(s)
		s.Click("Advanced Options")
		s.Click("add a parameter…")
		s.Type("X-Tenant")
		s.Press("tab")
		s.Type("eu")
		s.Press("tab")
		s.Type("h")
		s.Press("enter")
		s.Sees("Token Request · 2 of 2", "X-Tenant")
		s.Do(keymap.Save)
		got := s.File(oauthFile)
		with := strings.Replace(oauth, `"send_as": "request_url"}
`, `"send_as": "request_url"},
					{
						"key": "X-Tenant",
						"value": "eu",
						"enabled": true,
						"send_as": "request_header"
					}
`, 1)
		if got != with {
			t.Errorf("the file is\n%s", got)
		}
		s.Do(keymap.Toggle)
		s.Do(keymap.Save)
		if got := s.File(oauthFile); got != strings.Replace(with, `"eu",
						"enabled": true`, `"eu",
						"enabled": false`, 1) {
			t.Errorf("switched off, the file is\n%s", got)
		}
		s.Do(keymap.Remove, keymap.Save)
		if got := s.File(oauthFile); got != oauth {
			t.Errorf("removed, the file is\n%s", got)
		}
	})
}

func TestMoveAudienceAndResource(t *testing.T) {
	uitest.Run(t, uitest.Options{Files: map[string][]byte{oauthFile: []byte(oauth)}}, func(s *uitest.Session) {
		onAuth(s)
		s.Click("Advanced Options")
		s.Sees("Audience", "Move audience and resource")
		s.Do(keymap.MoveAudience)
		s.SeesNot("Move audience and resource")
		s.Sees("Token Request · 2 of 2", "audience", "https://api.test/")
		s.Do(keymap.Save)
		got := s.File(oauthFile)
		if strings.Count(got, "audience") != 1 || !strings.Contains(got, `"key": "audience",
						"value": "https://api.test/",
						"enabled": true,
						"send_as": "request_body"`) {
			t.Errorf("the file is\n%s", got)
		}
		s.Do(keymap.MoveAudience)
		s.Sees("there is no audience or resource of an older Postman here")
	})
}

func TestInheritedAuth(t *testing.T) {
	uitest.Run(t, uitest.Options{Files: map[string][]byte{oauthFile: []byte(oauth)}}, func(s *uitest.Session) {
		s.Open("F", "Get")
		onAuth(s)
		s.Sees("Inherit from parent ▾", "inherited from collection ‹A›", "http://tenant.test/oauth2/v1/token")
		s.Do(keymap.OverrideAuth)
		s.SeesNot("inherited from")
		s.Sees("OAuth 2.0 ▾", "2 Request ─ F › Get •")
		s.Press("ctrl+z")
		s.Sees("inherited from collection ‹A›")
		s.Do(keymap.AuthSource)
		s.Sees("2 Collection ─ A", "Overview │ Auth oauth2", "OAuth 2.0 ▾")
		s.SeesNot("inherited from")
		s.Do(keymap.OverrideAuth)
		s.Sees("nothing is inherited here")
		s.Do(keymap.Save)
		if got := s.File(oauthFile); got != oauth {
			t.Errorf("the file is\n%s", got)
		}
	})
}

func TestShareATokenAndStop(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		before := s.File(tenant.SampleCollectionFile)
		onAuth(s)
		s.Sees("○ no token yet", "there is no token yet")
		s.Do(keymap.ShareToken)
		s.Sees("there is no token of an OAuth 2.0 that is set up here")
		s.Do(keymap.GetToken)
		s.Press("esc")
		s.Sees("● Tenant · 1h00m · auto")
		s.Do(keymap.ShareToken)
		s.Sees("Everybody who gets the collection's file can read the token")
		s.Press("enter") // what is offered first keeps it private
		s.Sees("Share token")
		s.Do(keymap.ShareToken)
		s.Press("s")
		s.Sees("Stop sharing", "••••••••")
		s.Do(keymap.Save)
		diff := strings.Join(changed(before, s.File(tenant.SampleCollectionFile)), "\n")
		if !strings.Contains(diff, `"key": "accessToken"`) {
			t.Errorf("the difference is\n%s", diff)
		}
		s.Do(keymap.ShareToken, keymap.Save)
		s.Sees("Share token")
		if s.File(tenant.SampleCollectionFile) != before {
			t.Error("no longer shared, the file is not as before")
		}
	})
}

// Everything in the form can be done by mouse.
func TestAuthByMouse(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		before := s.File(tenant.SampleCollectionFile)
		s.Click("Auth oauth2")
		s.Click("Request Headers ▾")
		s.Click("Request URL")
		s.Click("✓ on")
		s.Sees("Request URL ▾", "– off", "● unsaved")
		s.Click("Advanced Options")
		s.Click("add a parameter…")
		s.Paste("team")
		s.Press("enter", "esc")
		s.Click("body ▾")
		s.Click("   header")
		s.Sees("Token Request · 1 of 1", "team", "header ▾")
		s.Do(keymap.Save)
		after := s.File(tenant.SampleCollectionFile)
		for _, text := range []string{`"queryParams"`, `"autoRefresh"`, `"team"`, `"request_header"`} {
			if strings.Count(after, text) != strings.Count(before, text)+1 {
				t.Errorf("%s is not in the file", text)
			}
		}
		s.Click("▾ Advanced Options")
		s.Click("Get New Access Token")
		s.Sees("New token: Tenant")
		s.Press("esc")
	})
}
