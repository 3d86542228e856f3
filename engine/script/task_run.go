package script

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"

	"postern/auth"
	"postern/engine/collection"
	"postern/engine/script/frame"
	"postern/engine/script/shape"
	"postern/engine/script/wire"
)

// talk is one task under way with a child.
type talk struct {
	*child
	task  Task
	serve Services
	limit Limits
	clock *clock
	out   Outcome
	// asked are the calls that are being answered.
	asked sync.WaitGroup
	// asking counts them. A child keeps to wire.AtOnce; this is for one that does
	// not, and it may ask for the body besides.
	asking atomic.Int32
	// reached says that one of them was for more than the task has.
	reached atomic.Bool
	// told is how long all is that it told.
	told int
	// at is the script that runs, as far as the child told.
	at int
}

// run gives the child a task and listens until it is done or dead.
func (c *child) run(ctx context.Context, t Task, s Services, l Limits) (Outcome, error) {
	m, err := encode(t, l)
	if err != nil {
		return Outcome{}, err
	}
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	k := &talk{child: c, task: t, serve: s, limit: l, clock: startClock(c, l)}
	stop := context.AfterFunc(ctx, c.kill)
	if err = c.write(m, l.Message); err == nil {
		err = k.listen(inner)
	}
	killed := !stop()
	ended := k.clock.stop()
	if err != nil || ended != nil || killed {
		c.kill()
		cancel()
		c.reap()
		err = k.failure(ctx, err, ended)
	}
	cancel()
	k.asked.Wait()
	k.out.Asked = k.reached.Load()
	k.place(&k.out)
	return k.out, err
}

// listen takes what the child says until it is done.
func (k *talk) listen(ctx context.Context) error {
	for {
		m, err := frame.Read(k.stdout, k.limit.Message)
		if err != nil {
			return err
		}
		switch m.Kind {
		case frame.Idle:
			k.clock.pause()
		case frame.Busy:
			k.clock.resume()
			k.at = int(m.ID)
		case frame.Call:
			if k.asking.Add(1) > 4*wire.AtOnce {
				return errors.New("it asked for too much at once")
			}
			k.asked.Add(1)
			go k.answer(ctx, m)
		case frame.Part, frame.Done:
			if err := k.merge(m); err != nil || m.Kind == frame.Done {
				return err
			}
		case frame.Fail:
			return &Failure{Why: UsedTooMuch, Limit: size(k.limit.Memory)}
		default:
			return errors.New("it said what nobody understands")
		}
	}
}

// mostTold is what a child may tell in all, in bytes. One that keeps to its own
// limits comes nowhere near; this is for one that does not.
const mostTold = 64 << 20

// told is how long the pieces are that an outcome is put together from.
func (o *Outcome) told() int {
	const each = 64 // what an entry is of itself
	n := each * (len(o.Tests) + len(o.Console) + len(o.Errors))
	for _, t := range o.Tests {
		n += len(t.Name) + len(t.Error) + len(t.Message)
		for _, d := range t.Differences {
			n += len(d) + each
		}
	}
	for _, l := range o.Console {
		n += len(l.Text)
		for _, a := range l.Args {
			n += len(a) + each
		}
	}
	for _, e := range o.Errors {
		n += len(e.Name) + len(e.Message)
	}
	return n
}

// merge adds a piece of the outcome.
func (k *talk) merge(m frame.Message) error {
	var p Outcome
	if err := json.Unmarshal(m.Data, &p); err != nil {
		return err
	}
	if k.told += p.told(); k.told > mostTold || len(p.Changes) > wire.MostChanges {
		return errors.New("it told more than a child does")
	}
	o := &k.out
	o.Tests, o.Console, o.Errors = append(o.Tests, p.Tests...), append(o.Console, p.Console...), append(o.Errors, p.Errors...)
	if m.Kind != frame.Done {
		if k.serve.Told != nil {
			k.place(&p)
			k.serve.Told(p)
		}
		return nil
	}
	o.Changes, o.Next, o.Skip, o.Visual, o.Cut = p.Changes, p.Next, p.Skip, p.Visual, p.Cut
	if len(m.Blob) > 0 {
		r, err := shape.Parse(m.Blob)
		if err != nil {
			return err
		}
		r.Auth = k.auth(r.Auth)
		o.Request = &r
	}
	return nil
}

// auth is the auth that a script left, nil if it is what it was: what went over
// the pipe and back may be spelled otherwise.
func (k *talk) auth(now *auth.Config) *auth.Config {
	sent, err := json.Marshal(shape.Of(collection.Request{Auth: k.task.Request.Auth}))
	if err != nil {
		return now
	}
	was, err := shape.Parse(sent)
	switch {
	case err == nil && reflect.DeepEqual(was.Auth, now):
		return nil
	case now == nil:
		return &auth.Config{Type: "noauth"}
	}
	return now
}

// place says whose script it was, which only we know.
func (k *talk) place(out *Outcome) {
	own := func(p *Place) {
		if p.Script >= 0 && p.Script < len(k.task.Scripts) {
			p.Owner = k.task.Scripts[p.Script].Owner
		}
	}
	for i := range out.Tests {
		own(&out.Tests[i].Place)
	}
	for i := range out.Console {
		own(&out.Console[i].Place)
	}
	for i := range out.Errors {
		own(&out.Errors[i].Place)
	}
}

// encode makes the message of a task.
func encode(t Task, l Limits) (frame.Message, error) {
	w := wire.Task{Event: string(t.Event), Session: t.Session, Memory: l.Memory, Message: l.Message}
	for _, s := range t.Scripts {
		w.Scripts = append(w.Scripts, s.Source)
	}
	var errs []error
	raw := func(v any) json.RawMessage {
		b, err := json.Marshal(v)
		errs = append(errs, err)
		return b
	}
	w.Info, w.Cookies = raw(t.Info), raw(t.Cookies)
	w.Globals, w.Collection, w.Environment = raw(t.Scopes.Globals), raw(t.Scopes.Collection), raw(t.Scopes.Environment)
	w.Data, w.Local = raw(t.Scopes.Data), raw(t.Scopes.Local)
	w.Request = raw(shape.Of(t.Request))
	var body []byte
	if t.Response != nil {
		r := t.Response.cut(l.Message)
		w.Response, body, w.Later = raw(r), r.Body, r.Later != nil
	}
	data := raw(w)
	m := frame.Message{Kind: frame.Task, Data: data, Blob: body}
	if over := len(data) + len(body) - l.Message; over > 0 && t.Response != nil {
		r := t.Response.cut(max(0, len(body)-over))
		w.Response = raw(r)
		m.Data, m.Blob = raw(w), r.Body
	}
	if len(m.Data) > l.Message {
		return m, &Failure{Why: SaidTooMuch, Limit: size(int64(l.Message))}
	}
	return m, errors.Join(errs...)
}

// cut returns the response with no more of its body than n bytes. One that is
// read later is whole or nothing.
func (r Response) cut(n int) Response {
	if r.BodySize == 0 {
		r.BodySize = int64(len(r.Body))
	}
	if len(r.Body) > n {
		r.Body, r.Cut = r.Body[:n], true
	}
	if r.Later != nil && (r.Cut || r.BodySize > int64(n)) {
		r.Later, r.Cut = nil, true
	}
	return r
}

// failure says why a task has no end.
func (k *talk) failure(ctx context.Context, err error, ended *Failure) error {
	var f *Failure
	switch {
	case ended != nil:
		f = ended
	case errors.As(err, &f):
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, frame.ErrSize):
		f = &Failure{Why: SaidTooMuch, Limit: size(int64(k.limit.Message))}
	default:
		f = crash(k.stderr.String(), k.limit.Memory)
		f.Err = err
	}
	if n := len(k.task.Scripts); n == 1 {
		f.Owner = k.task.Scripts[0].Owner
	} else if k.at < n {
		f.Owner = k.task.Scripts[k.at].Owner
	}
	return f
}

// crash reads what a child said at its end.
func crash(said string, memory int64) *Failure {
	line, _, _ := strings.Cut(strings.TrimSpace(said), "\n")
	switch {
	case strings.Contains(said, "out of memory"), strings.Contains(said, "cannot allocate memory"), strings.Contains(said, "pthread_create failed"):
		return &Failure{Why: UsedTooMuch, Limit: size(memory)}
	case strings.Contains(said, "stack exceeds"):
		line = "nested too deep"
	}
	return &Failure{Why: Crashed, Detail: strings.TrimPrefix(line, "fatal error: ")}
}
