// Package script runs the scripts of a collection, those before a request and
// those after it, as Postman runs them: with its pm object, its libraries and
// its order.
//
// Scripts come from strangers, and no interpreter inside this process could be
// made safe: deep JSON or a wicked regular expression ends or hangs a process
// beyond repair. So they run in a child, the same program started again with
// one word (see [Word]), that has no environment, no files and no network of
// its own. A [Host] keeps such a child, gives it one [Task] at a time, and ends
// it when it takes too long or too much memory; the next task gets another.
//
//	h := script.NewHost(script.Options{})
//	defer h.Close()
//	out, err := h.Run(ctx, task, services)
//
// The tasks of a run of a collection share a session: they find what the others
// left, as in Postman, and a small test takes less than a tenth of a
// millisecond with the way there and back, where a new interpreter for each
// takes one. See [Task.Session].
//
// The error of Run says that the child failed: the outcome then holds what it
// had told before. That a script or a test failed is no error of Run, it stands
// in the outcome. What a script asks of the world, a request or a cookie, goes
// through the [Services] of the caller and so through its rules.
//
// The pieces: this package is the parent's side and the types of both;
// script/frame is the pipe between the two; script/shape turns requests into
// Postman's JSON and back; script/sandbox is the child, script/prelude its
// JavaScript and script/native what that is made of in Go; script/visual shows
// the page of pm.visualizer as text. A member of pm is
// added in script/prelude, a library there too, with a line in its list.
package script
