// require('assert'): the one of Node.js.

const { alike } = require('deep');
const { inspect } = require('inspect');

class AssertionError extends Error {
  constructor(options) {
    super(options.message);
    Object.assign(this, { code: 'ERR_ASSERTION', actual: options.actual, expected: options.expected, operator: options.operator, generatedMessage: Boolean(options.generated) });
  }
}
Object.defineProperty(AssertionError.prototype, 'name', { value: 'AssertionError', writable: true, configurable: true });

function fail(message, usual, details) {
  if (message instanceof Error) throw message;
  throw new AssertionError(Object.assign({ message: message === undefined ? usual : String(message), generated: message === undefined }, details));
}

function check(operator, holds, words) {
  return (actual, expected, message) => {
    if (!holds(actual, expected)) fail(message, words(inspect(actual), inspect(expected)), { actual, expected, operator });
  };
}

// loose is deepEqual's: with == for what is no object.
function loose(a, b) {
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a == b || (a !== a && b !== b); // eslint-disable-line eqeqeq
  const keys = Object.keys(a);
  if (a instanceof Date || a instanceof RegExp || a instanceof Map || a instanceof Set) return alike(a, b);
  return Array.isArray(a) === Array.isArray(b) && keys.length === Object.keys(b).length && keys.every((key) => key in b && loose(a[key], b[key]));
}

function threw(run) {
  try { run(); } catch (e) { return [true, e]; }
  return [false];
}

function fits(error, expected) {
  if (expected === undefined || typeof expected === 'string') return true;
  if (expected instanceof RegExp) return expected.test(String(error));
  if (typeof expected === 'function') return expected.prototype !== undefined && error instanceof expected || (!(expected.prototype instanceof Error) && expected !== Error && expected(error) === true);
  return Object.keys(expected).every((key) => (expected[key] instanceof RegExp ? expected[key].test(error[key]) : alike(error[key], expected[key])));
}

const assert = (value, message) => { if (!value) fail(message, `${inspect(value)} == true`, { actual: value, expected: true, operator: '==' }); };
Object.assign(assert, {
  AssertionError,
  ok: (value, message) => assert(value, message),
  fail: (message) => fail(message, 'Failed', { operator: 'fail' }),
  equal: check('==', (a, b) => a == b || (a !== a && b !== b), (a, b) => `${a} == ${b}`), // eslint-disable-line eqeqeq
  notEqual: check('!=', (a, b) => a != b, (a, b) => `${a} != ${b}`), // eslint-disable-line eqeqeq
  strictEqual: check('strictEqual', Object.is, (a, b) => `Expected values to be strictly equal:\n\n${a} !== ${b}\n`),
  notStrictEqual: check('notStrictEqual', (a, b) => !Object.is(a, b), (a, b) => `Expected "actual" to be strictly unequal to: ${b}`),
  deepEqual: check('deepEqual', loose, (a, b) => `Expected values to be loosely deep-equal:\n\n${a}\n\nshould equal\n\n${b}`),
  notDeepEqual: check('notDeepEqual', (a, b) => !loose(a, b), (a) => `Expected "actual" not to be loosely deep-equal to:\n\n${a}`),
  deepStrictEqual: check('deepStrictEqual', alike, (a, b) => `Expected values to be strictly deep-equal:\n+ actual - expected\n\n+ ${a}\n- ${b}`),
  notDeepStrictEqual: check('notDeepStrictEqual', (a, b) => !alike(a, b), (a) => `Expected "actual" not to be strictly deep-equal to:\n\n${a}`),
  match: (text, pattern, message) => { if (!pattern.test(text)) fail(message, `The input did not match the regular expression ${pattern}. Input:\n\n${inspect(text)}\n`); },
  doesNotMatch: (text, pattern, message) => { if (pattern.test(text)) fail(message, `The input was expected to not match the regular expression ${pattern}. Input:\n\n${inspect(text)}\n`); },
  throws(run, expected, message) {
    const [did, error] = threw(run);
    if (!did) fail(typeof expected === 'string' ? expected : message, 'Missing expected exception.');
    if (!fits(error, expected)) throw error;
  },
  doesNotThrow(run, expected, message) {
    const [did, error] = threw(run);
    if (did) fail(message, `Got unwanted exception.\nActual message: "${error && error.message}"`);
  },
  async rejects(run, expected, message) {
    let error;
    try { await (typeof run === 'function' ? run() : run); } catch (e) { error = e; }
    if (error === undefined) fail(message, 'Missing expected rejection.');
    if (!fits(error, expected)) throw error;
  },
  async doesNotReject(run, expected, message) {
    try { await (typeof run === 'function' ? run() : run); } catch (e) { fail(message, `Got unwanted rejection.\nActual message: "${e && e.message}"`); }
  },
  ifError: (value) => { if (value !== null && value !== undefined) fail(`ifError got unwanted exception: ${value && value.message !== undefined ? value.message : inspect(value)}`); },
});
assert.strict = Object.assign((value, message) => assert(value, message), assert, {
  equal: assert.strictEqual, notEqual: assert.notStrictEqual, deepEqual: assert.deepStrictEqual, notDeepEqual: assert.notDeepStrictEqual,
});
assert.strict.strict = assert.strict;
module.exports = assert;
