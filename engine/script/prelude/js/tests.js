// pm.test, and what its outcome is.

let index = 0;

function title(name) { return String(name); }

// test notes whether a check went through. A function with a parameter gets a
// callback for its end; a promise is not waited for, as in Postman.
function test(name, check) {
  index++;
  name = title(name);
  if (typeof check !== 'function') {
    native.test(name, true, false, undefined);
    return this;
  }
  if (check.length > 0) {
    withCallback(name, check);
    return this;
  }
  let failed = false;
  let failure;
  try {
    check.call(this);
  } catch (e) {
    failed = true;
    failure = e;
  }
  native.test(name, !failed, false, failure);
  return this;
}

function withCallback(name, check) {
  let told = false;
  const done = (failure) => {
    if (told) return;
    told = true;
    native.test(name, failure === undefined || failure === null, false, failure === null ? undefined : failure);
  };
  try {
    check(done);
  } catch (e) {
    done(e === undefined ? new Error('undefined was thrown') : e);
  }
}

function skip(name) {
  index++;
  native.test(title(name), true, true, undefined);
  return this;
}

// start begins a task.
exports.start = () => {
  index = 0;
  test.skip = skip;
  test.index = () => index;
};
exports.test = test;
