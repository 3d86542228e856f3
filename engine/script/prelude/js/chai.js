// expect, as chai 4 has it: chains of words that end in a check.

const { inspect, display } = require('chai-inspect');
const { config } = require('chai-config');

class AssertionError extends Error {
  constructor(message, details) {
    super(message || 'Unspecified AssertionError');
    this.showDiff = false;
    // Nobody comes by what was checked without its name: package reads builds on it.
    for (const name of Object.keys(details || {})) Object.defineProperty(this, name, { value: details[name], configurable: true, writable: true });
  }

  // JSON has no functions, and who replaces its values is not to come by one.
  toJSON() {
    const data = (value) => (typeof value === 'function' ? undefined : value);
    return { name: this.name, message: this.message, actual: data(this.actual), expected: data(this.expected), showDiff: this.showDiff };
  }
}
Object.defineProperty(AssertionError.prototype, 'name', { value: 'AssertionError', writable: true, configurable: true });

// An Assertion is what expect returns. Words set flags on it, checks read them.
function Assertion(subject, message) {
  Object.defineProperty(this, '_flags', { value: { object: subject, message }, writable: true });
}


// A word that is none must not pass for a check: looking it up is an error.
// Before that the rest of the words is loaded, which most scripts do without.
const nothing = new Proxy({}, {
  get(target, name, self) {
    if (typeof name === 'symbol' || name === 'then' || name === 'toJSON' || name === 'inspect' || name === 'constructor' || name in Object.prototype) {
      return Object.prototype[name];
    }
    if (rest() && Object.prototype.hasOwnProperty.call(P, name)) return Reflect.get(P, name, self);
    const near = closest(name);
    throw Error(`Invalid Chai property: ${name}${near ? `. Did you mean "${near}"?` : ''}`);
  },
});
Object.setPrototypeOf(Assertion.prototype, nothing);

function closest(name) {
  let best = null;
  let least = 4;
  for (const word of Object.getOwnPropertyNames(Assertion.prototype)) {
    const far = distance(name, word, least);
    if (far < least) {
      best = word;
      least = far;
    }
  }
  return best;
}

// distance is how many letters must be changed, at most limit.
function distance(a, b, limit) {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return Math.min(limit, row[b.length]);
}

// flag reads a flag of an assertion, or sets it.
function flag(a, name, value) {
  if (arguments.length === 3) a._flags[name] = value;
  return a._flags[name];
}

const P = Assertion.prototype;
// Plugins know the value by this name.
Object.defineProperty(P, '_obj', { configurable: true, get() { return this._flags.object; }, set(value) { this._flags.object = value; } });

// check fails unless ok, or with "not" if ok.
P.assert = function (ok, message, negated, expected, actual, showDiff) {
  const flags = this._flags;
  if (flags.negate ? !ok : ok) return;
  const got = arguments.length > 4 ? actual : flags.object;
  let text = flags.negate ? negated : message;
  if (typeof text === 'function') text = text();
  text = (text || '')
    .replace(/#\{this\}/g, () => display(flags.object))
    .replace(/#\{act\}/g, () => display(got))
    .replace(/#\{exp\}/g, () => display(expected));
  fail(this, text, { actual: got, expected, showDiff: showDiff === true || (showDiff !== false && expected !== undefined) });
};

function fail(a, text, details) {
  const message = a._flags.message;
  throw new AssertionError(message ? `${message}: ${text}` : text, details);
}

// word adds a word: a getter that may set flags or check.
function word(names, run) {
  for (const name of [].concat(names)) {
    Object.defineProperty(P, name, {
      configurable: true,
      get() {
        const result = run ? run.call(this) : undefined;
        return result === undefined ? this : result;
      },
    });
  }
}

// method adds a check with arguments.
function method(names, run) {
  for (const name of [].concat(names)) {
    Object.defineProperty(P, name, {
      configurable: true,
      writable: true,
      value(...args) {
        const result = run.apply(this, args);
        return result === undefined ? this : result;
      },
    });
  }
}

// both adds what may stand as a word in a chain and be called, as "include".
function both(names, run, seen) {
  for (const name of [].concat(names)) {
    Object.defineProperty(P, name, {
      configurable: true,
      get() {
        if (seen) seen.call(this);
        const self = this;
        const call = (...args) => {
          const result = run.apply(self, args);
          return result === undefined ? self : result;
        };
        delete call.length;
        delete call.name;
        return Object.setPrototypeOf(call, self);
      },
    });
  }
}

for (const name of ['to', 'be', 'been', 'is', 'and', 'has', 'have', 'with', 'that', 'which', 'at', 'of', 'same', 'but', 'does', 'still', 'also']) word(name);

function expect(subject, message) { return new Assertion(subject, message); }

expect.fail = function (actual, expected, message, operator) {
  if (arguments.length < 2) {
    message = actual;
    actual = undefined;
  }
  throw new AssertionError(message || 'expect.fail()', { actual, expected, operator });
};

Object.assign(Assertion, {
  addProperty: word, addMethod: method, addChainableMethod: both,
  overwriteProperty: (name, make) => word(name, make(Object.getOwnPropertyDescriptor(P, name).get)),
  overwriteMethod: (name, make) => method(name, make(P[name])),
});

const tools = { Assertion, AssertionError, config, flag, fail, word, method, both, inspect, display };
exports.tools = tools;
require('chai-words')(tools);
require('chai-postman')(tools);
Object.defineProperty(P, 'should', { get: undefined, configurable: true });

let whole = false;

// rest loads what is left, and reports whether it had to. None of it may be a
// word that is there already.
function rest() {
  if (whole) return false;
  whole = true;
  require('chai-contents')(tools);
  return true;
}

exports.expect = expect;
exports.AssertionError = AssertionError;
Object.defineProperty(exports, 'module', {
  get() {
    rest();
    return require('chai-assert')(tools, expect);
  },
});
