package directory

import (
	"crypto/rand"
	"net/http"
	"slices"
	"time"
)

// action is one POST below a user that changes their status or credentials.
type action struct {
	path string
	// from are the statuses it is allowed in; empty means any.
	from []status
	// link is the relation a user shows it under while it is allowed.
	link string
	// needsPassword hides the link from those who have none.
	needsPassword bool
	// denied is the refusal in another status; nil means [wrongStatus].
	denied func() *problem
	do     func(c *call, u *user) (any, error)
}

// empty is the {} that many actions answer with.
type empty struct{}

// actions is the list of them. It is a function because the answers of some
// show the list again, as links.
func actions() []action {
	return []action{
		{path: "/lifecycle/activate", from: []status{staged, deprovisioned}, link: "activate", denied: alreadyActive, do: activate},
		{path: "/lifecycle/reactivate", from: []status{provisioned, recovery}, link: "reactivate", do: activationLink},
		{path: "/lifecycle/deactivate", from: []status{staged, provisioned, active, recovery, passwordExpired, lockedOut, suspended}, link: "deactivate", do: moveTo(deprovisioned)},
		{path: "/lifecycle/suspend", from: []status{active}, link: "suspend", denied: cannot("Cannot suspend a user that is not active"), do: moveTo(suspended)},
		{path: "/lifecycle/unsuspend", from: []status{suspended}, link: "unsuspend", denied: cannot("Cannot unsuspend a user that is not suspended"), do: moveTo(active)},
		{path: "/lifecycle/unlock", from: []status{lockedOut}, link: "unlock", denied: cannotUnlock, do: moveTo(active)},
		{path: "/lifecycle/expire_password", from: []status{active, passwordExpired, recovery, lockedOut, provisioned, staged}, link: "expirePassword", do: expirePassword},
		{path: "/lifecycle/reset_password", from: []status{active, recovery, passwordExpired, lockedOut, provisioned}, link: "resetPassword", do: resetPassword},
		{path: "/lifecycle/reset_factors", from: []status{active, suspended, recovery, passwordExpired, lockedOut, provisioned}, link: "resetFactors", do: resetFactors},
		{path: "/credentials/change_password", from: []status{staged, active, passwordExpired, recovery}, link: "changePassword", needsPassword: true, do: changePassword},
		{path: "/credentials/change_recovery_question", from: []status{staged, active, passwordExpired, recovery}, link: "changeRecoveryQuestion", needsPassword: true, do: changeQuestion},
		{path: "/credentials/forgot_password", from: []status{active, recovery, lockedOut}, link: "forgotPassword", needsPassword: true, do: forgotPassword},
	}
}

// serve checks the status and does the action.
func (a action) serve(c *call) (any, error) {
	u, err := c.pathUser()
	if err != nil {
		return nil, err
	}
	if len(a.from) > 0 && !slices.Contains(a.from, u.status) {
		if a.denied != nil {
			return nil, a.denied()
		}
		return nil, wrongStatus()
	}
	return a.do(c, u)
}

func alreadyActive() *problem {
	return refuse(http.StatusForbidden, "E0000016", "Activation failed because the user is already active")
}

func cannotUnlock() *problem {
	return refuse(http.StatusForbidden, "E0000032", "Unlock is not allowed for this user.")
}

func cannot(why string) func() *problem {
	return func() *problem { return invalid("status", why) }
}

func moveTo(s status) func(*call, *user) (any, error) {
	return func(c *call, u *user) (any, error) {
		u.to(s, c.now())
		return empty{}, nil
	}
}

// activate lets somebody in: at once if they have a password, else as soon as
// they have chosen one.
func (u *user) activate(now time.Time) {
	u.activated = now
	if u.password == "" {
		u.to(provisioned, now)
		return
	}
	u.to(active, now)
}

func activate(c *call, u *user) (any, error) {
	u.activate(c.now())
	return activationLink(c, u)
}

func activationLink(c *call, _ *user) (any, error) {
	if c.flag("sendEmail", true) {
		return empty{}, nil
	}
	token := rand.Text()[:20]
	return struct {
		URL   string `json:"activationUrl"`
		Token string `json:"activationToken"`
	}{c.base + "/welcome/" + token, token}, nil
}

func expirePassword(c *call, u *user) (any, error) {
	u.to(passwordExpired, c.now())
	if !c.flag("tempPassword", false) {
		return c.viewOneUser(u), nil
	}
	temp := "Tmp-" + rand.Text()[:8] + "7a"
	u.setPassword(temp, c.now())
	return struct {
		Temp string `json:"tempPassword"`
	}{temp}, nil
}

func resetPassword(c *call, u *user) (any, error) {
	u.to(recovery, c.now())
	return resetLink(c)
}

func resetLink(c *call) (any, error) {
	if c.flag("sendEmail", true) {
		return empty{}, nil
	}
	return struct {
		URL string `json:"resetPasswordUrl"`
	}{c.base + "/reset-password/" + rand.Text()[:20]}, nil
}

func resetFactors(*call, *user) (any, error) { return empty{}, nil }

func changePassword(c *call, u *user) (any, error) {
	var in struct {
		Old secretInput `json:"oldPassword"`
		New secretInput `json:"newPassword"`
	}
	if err := c.decode(&in); err != nil {
		return nil, err
	}
	if u.password == "" || in.Old.Value != u.password {
		return nil, badCredentials("oldPassword: Old Password is not correct")
	}
	return c.newPassword(u, in.New.Value)
}

// newPassword sets a password that the user chose and lets them back in.
func (c *call) newPassword(u *user, p string) (any, error) {
	if !strong(p, u.profile.text("login")) {
		return nil, badCredentials(weakPassword)
	}
	u.setPassword(p, c.now())
	if u.status != staged {
		u.to(active, c.now())
	}
	return credentialsOf(u), nil
}

func changeQuestion(c *call, u *user) (any, error) {
	var in struct {
		Password secretInput   `json:"password"`
		Recovery questionInput `json:"recovery_question"`
	}
	if err := c.decode(&in); err != nil {
		return nil, err
	}
	if u.password == "" || in.Password.Value != u.password {
		return nil, badCredentials("password: The password is not correct")
	}
	if in.Recovery.Question == "" {
		return nil, invalid("recovery_question", "recovery_question: The field cannot be left blank")
	}
	if causes := checkCredentials(credentialsInput{Recovery: in.Recovery}, ""); len(causes) > 0 {
		return nil, badCredentials(causes[0])
	}
	u.question, u.answer = in.Recovery.Question, in.Recovery.Answer
	u.lastUpdated = c.now()
	return credentialsOf(u), nil
}

// forgotPassword without a body starts a recovery; with the answer to the
// recovery question it sets the new password.
func forgotPassword(c *call, u *user) (any, error) {
	if len(c.body) == 0 {
		return resetLink(c)
	}
	var in struct {
		Password secretInput   `json:"password"`
		Recovery questionInput `json:"recovery_question"`
	}
	if err := c.decode(&in); err != nil {
		return nil, err
	}
	if u.answer == "" || in.Recovery.Answer != u.answer {
		return nil, refuse(http.StatusForbidden, "E0000087", "The recovery question answer did not match our records.")
	}
	return c.newPassword(u, in.Password.Value)
}
