// pm.test, and what its outcome is.

const { atEnd } = require('core');

const { Promise } = globalThis;

// apart is where the values that a failed check compared differ. What it looks at
// is the script's own, and may throw.
function apart(failure) {
  try {
    return require('differences').differences(failure);
  } catch {
    return undefined;
  }
}

let index = 0;
// open are the tests whose promise did not settle yet: what to tell of each.
// There is no list until a test returned one.
let open = null;

// test notes whether a check went through. A function with a parameter gets a
// callback for its end, and a promise that one returns is waited for.
function test(name, check) {
  index++;
  name = String(name);
  if (typeof check !== 'function') {
    native.test(name, true, false);
    return this;
  }
  const place = native.here();
  let told = false;
  const tell = (passed, failure) => {
    if (told) return;
    told = true;
    native.test(name, passed, false, failure, place, passed ? undefined : apart(failure));
  };
  const fail = (failure) => tell(false, failure === undefined ? new Error('undefined was thrown') : failure);
  const done = (failure) => tell(!failure, failure);
  try {
    const result = check.length > 0 ? check.call(this, done) : check.call(this);
    if (result instanceof Promise) wait(result, check.length > 0 ? () => {} : () => tell(true), fail);
    else if (check.length === 0) tell(true);
  } catch (e) {
    fail(e);
  }
  return this;
}

// wait tells of a test when its promise settles, and fails one whose promise
// never does: the script has nothing left to run by then.
function wait(promise, pass, fail) {
  if (!open) {
    open = new Set();
    atEnd({
      end() {
        for (const never of open) never();
        open.clear();
      },
    });
  }
  const never = () => fail(new Error('the promise that the test returned never settled'));
  open.add(never);
  const then = (tell) => (value) => {
    open.delete(never);
    tell(value);
  };
  promise.then(then(pass), then(fail));
}

function skip(name) {
  index++;
  native.test(String(name), true, true);
  return this;
}

// start begins a task.
exports.start = () => {
  index = 0;
  open = null;
  test.skip = skip;
  test.index = () => index;
};
exports.test = test;
