package script

import (
	"context"
	"encoding/json"
	"errors"

	"postern/engine/script/frame"
	"postern/engine/script/shape"
	"postern/engine/script/wire"
)

// answer gives a script what it asked for, or says why not.
func (k *talk) answer(ctx context.Context, m frame.Message) {
	defer k.asked.Done()
	defer k.asking.Add(-1)
	var call wire.Call
	reply := wire.Reply{}
	var body []byte
	err := json.Unmarshal(m.Data, &call)
	if err == nil {
		body, err = k.serveCall(ctx, call, &reply)
	}
	if err != nil {
		reply = wire.Reply{Error: err.Error()}
	}
	if errors.Is(k.reply(m.ID, reply, body), frame.ErrSize) {
		reply = wire.Reply{Error: "the answer is larger than the " + size(int64(k.limit.Message)) + " that scripts can read"}
		_ = k.reply(m.ID, reply, nil) // a child that no longer listens is dead, which its reader sees
	}
}

func (k *talk) reply(id uint32, reply wire.Reply, body []byte) error {
	data, err := json.Marshal(reply)
	if err != nil {
		data = []byte(`{"Error":"the answer cannot be told"}`)
	}
	return k.write(frame.Message{Kind: frame.Reply, ID: id, Data: data, Blob: body}, k.limit.Message)
}

var (
	errNoSend = errors.New("requests of scripts are not allowed here")
	errNoRun  = errors.New("pm.execution.runRequest is not possible here")
	errNoJar  = errors.New("cookies of scripts are not allowed here")
)

func (k *talk) serveCall(ctx context.Context, call wire.Call, reply *wire.Reply) (body []byte, err error) {
	if call.Name == wire.Body {
		return k.body()
	}
	k.reached.Store(true)
	var x *Response
	switch call.Name {
	case wire.Send:
		x, err = k.send(ctx, call)
	case wire.Run:
		x, err = k.runAnother(ctx, call)
	default:
		return nil, k.cookies(ctx, call, reply)
	}
	if err != nil || x == nil {
		return nil, err
	}
	cut := x.cut(k.limit.Message - k.limit.Message/8)
	reply.Response, err = json.Marshal(cut)
	return cut.Body, err
}

var errNoBody = errors.New("there is no body to read")

// body is the body of the task's response, for a script that looks at it.
func (k *talk) body() ([]byte, error) {
	if k.task.Response == nil || k.task.Response.Later == nil {
		return nil, errNoBody
	}
	return k.task.Response.Later()
}

func (k *talk) send(ctx context.Context, call wire.Call) (*Response, error) {
	if k.serve.Send == nil {
		return nil, errNoSend
	}
	r, err := shape.Parse(call.Request)
	if err != nil {
		return nil, err
	}
	return k.serve.Send(ctx, r)
}

func (k *talk) runAnother(ctx context.Context, call wire.Call) (*Response, error) {
	if k.serve.Run == nil {
		return nil, errNoRun
	}
	var local []Var
	if err := json.Unmarshal(call.Vars, &local); err != nil {
		return nil, err
	}
	return k.serve.Run(ctx, call.Key, local)
}

func (k *talk) cookies(ctx context.Context, call wire.Call, reply *wire.Reply) error {
	if k.serve.Jar == nil {
		return errNoJar
	}
	switch call.Name {
	case wire.Cookies:
		list, err := k.serve.Jar.Cookies(ctx, call.URL)
		if err != nil {
			return err
		}
		reply.Cookies, err = json.Marshal(list)
		return err
	case wire.SetCookie:
		var c Cookie
		if err := json.Unmarshal(call.Cookie, &c); err != nil {
			return err
		}
		return k.serve.Jar.SetCookie(ctx, call.URL, c)
	case wire.DropCookie:
		return k.serve.Jar.Remove(ctx, call.URL, call.Key)
	}
	return errors.New("scripts cannot ask for that")
}
