package tenant

import (
	"fmt"
)

// WaitingDevices returns the user codes that nobody answered yet, the oldest
// first.
func (t *Tenant) WaitingDevices() []string { return t.devices.Waiting() }

// ApproveDevice does what a person does on the verification page: it lets the
// device of a user code in, as whoever has that login; "" means
// [Options.Username]. Its error is [device.ErrNoCode] or says that nobody has it.
func (t *Tenant) ApproveDevice(userCode, login string) error {
	if login == "" {
		login = t.opts.Username
	}
	p, ok := t.people.Person(login)
	if !ok {
		return fmt.Errorf("approve device: nobody may sign in as %q", login)
	}
	return t.devices.Approve(userCode, p.ID)
}

// DenyDevice keeps the device of a user code out. Its error is [device.ErrNoCode].
func (t *Tenant) DenyDevice(userCode string) error { return t.devices.Deny(userCode) }
