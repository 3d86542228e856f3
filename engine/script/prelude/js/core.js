// What every script finds: the globals, each made when it is first used, and
// the functions by which the sandbox runs a task.

const global = globalThis;
const requireModule = require('require');

// lazy gives an object a member that is made when it is first looked at, and
// that a script may replace. It returns what makes it so again.
function lazy(target, name, make, used) {
  const own = {
    configurable: true,
    enumerable: false,
    get() {
      const value = make();
      put(target, name, value, false);
      if (used) used.push(again);
      return value;
    },
    set(value) {
      put(target, name, value, true);
      if (used) used.push(again);
    },
  };
  const again = () => Object.defineProperty(target, name, own);
  again();
  return again;
}

function put(target, name, value, enumerable) {
  Object.defineProperty(target, name, { configurable: true, enumerable, writable: true, value });
}

// say hands a line to the console. Plain texts need no formatting.
function say(level, args) {
  const { format, longest, newman, quote } = require('inspect');
  if (args.length === 1 && typeof args[0] === 'string') {
    const text = args[0].length > longest ? args[0].slice(0, longest) : args[0];
    native.line(level, text, [quote(text)]);
    return;
  }
  const each = [];
  for (let i = 0, room = longest; i < args.length && room > 0; i++) {
    each.push(newman(args[i]));
    room -= each[i].length;
  }
  native.line(level, format(args), each);
}

const console = {};
for (const level of ['log', 'info', 'warn', 'error', 'debug']) {
  console[level] = (...args) => say(level, args);
}
console.trace = (...args) => say('log', args);
console.dir = (value) => say('log', [value]);
console.table = (value) => say('log', [value]);
console.assert = (ok, ...args) => { if (!ok) say('error', ['Assertion failed', ...args]); };
for (const name of ['group', 'groupEnd', 'groupCollapsed', 'time', 'timeEnd', 'timeLog', 'count', 'clear']) console[name] = () => {};

const parse = JSON.parse;
JSON.parse = function (text, reviver) {
  const value = native.parse(text);
  return reviver === undefined ? value : parse(text, reviver);
};

function timer(run, ms, args, again) {
  if (typeof run !== 'function') {
    const code = String(run);
    run = () => (0, eval)(code);
  }
  return native.timer(() => run(...args), Number(ms) || 0, again);
}

// Errors tell of themselves as Postman's do, and in the words of Node.js.
const errorText = Error.prototype.toString;
for (const [name, value] of Object.entries({
  toJSON() { return { type: 'Error', name: this.name, message: this.message && native.words(this)[1] }; },
  toString() { return this instanceof TypeError && this.message ? errorText.call({ name: this.name, message: native.words(this)[1] }) : errorText.call(this); },
})) Object.defineProperty(Error.prototype, name, { configurable: true, writable: true, value });
Error.captureStackTrace = (target) => {
  const { stack } = new Error(target.message);
  Object.defineProperty(target, 'stack', { value: stack, configurable: true, writable: true });
};
Error.stackTraceLimit = 10;

const plain = {
  console,
  require: requireModule.require,
  setTimeout: (run, ms, ...args) => timer(run, ms, args, false),
  setInterval: (run, ms, ...args) => timer(run, ms, args, true),
  setImmediate: (run, ...args) => timer(run, 0, args, false),
  clearTimeout: (id) => native.clear(Number(id) || 0),
  clearInterval: (id) => native.clear(Number(id) || 0),
  clearImmediate: (id) => native.clear(Number(id) || 0),
  queueMicrotask: (run) => { Promise.resolve().then(run); },
};
for (const name of Object.keys(plain)) {
  Object.defineProperty(global, name, { configurable: true, enumerable: false, writable: true, value: plain[name] });
}

// What the interpreter has not: the mark of what gives its values later, a
// reference that lets go (this one holds on), and the end of an object.
if (!Symbol.asyncIterator) Object.defineProperty(Symbol, 'asyncIterator', { value: Symbol.for('Symbol.asyncIterator') });
// A loop that awaits asks this for its next value: see sandbox/await.go.
Object.defineProperty(global, Symbol.for('postern.each'), {
  value(list) {
    const later = list[Symbol.asyncIterator];
    const from = later ? later.call(list) : list[Symbol.iterator]();
    return {
      value: undefined,
      async next() {
        const step = await from.next();
        this.value = await step.value;
        return !step.done;
      },
    };
  },
});
lazy(global, 'WeakRef', () => class WeakRef {
  constructor(target) { Object.defineProperty(this, '_target', { value: target }); }

  deref() { return this._target; }
});
lazy(global, 'FinalizationRegistry', () => class FinalizationRegistry {
  register() {}

  unregister() { return false; }
});
for (const [type, methods] of [
  [String, {
    isWellFormed() { return !/[\ud800-\udbff](?![\udc00-\udfff])|(?:[^\ud800-\udbff]|^)[\udc00-\udfff]/.test(this); },
    toWellFormed() { return Array.from(String(this), (c) => (c.length === 1 && c >= '\ud800' && c <= '\udfff' ? '\ufffd' : c)).join(''); },
  }],
  [Date, {
    toGMTString() { return this.toUTCString(); }, getYear() { return this.getFullYear() - 1900; },
    setYear(year) { return this.setFullYear(year >= 0 && year < 100 ? 1900 + Number(year) : year); },
  }],
]) for (const name of Object.keys(methods)) if (!type.prototype[name]) Object.defineProperty(type.prototype, name, { configurable: true, writable: true, value: methods[name] });

// Classes of letters that a pattern names are written out: see native/classes.go.
// The literals of scripts come so already.
const { RegExp, SyntaxError } = global;
const pattern = RegExp.prototype;
const source = Object.getOwnPropertyDescriptor(pattern, 'source');
const expanded = (text, flags) => {
  if (flags === undefined || !String(flags).includes('u')) return [text, flags];
  const [plain, problem] = native.expand(text instanceof RegExp ? text.source : String(text));
  if (problem) throw new SyntaxError(problem);
  return [plain, flags];
};
const made = { RegExp: function (text, flags) {
  if (!new.target && flags === undefined && text instanceof RegExp) return text;
  return Reflect.construct(RegExp, expanded(text, flags), new.target || RegExp);
} }.RegExp;
Object.defineProperty(made, 'prototype', { value: pattern, writable: false });
Object.defineProperty(made, Symbol.species, { configurable: true, get() { return this; } });
Object.defineProperty(pattern, 'source', { ...source, get() { return native.source(source.get.call(this)); } });
for (const [object, name, value] of [
  [pattern, 'toString', { toString() { return `/${this.source}/${this.flags}`; } }.toString], [pattern, 'constructor', made], [global, 'RegExp', made],
]) Object.defineProperty(object, name, { configurable: true, writable: true, value });

// What people read is written as their language does.
for (const [type, methods] of [
  [Date, {
    toLocaleString(locales, options) { return require('intl').date(this, ['any', 'all'], locales, options); },
    toLocaleDateString(locales, options) { return require('intl').date(this, ['date', 'date'], locales, options); },
    toLocaleTimeString(locales, options) { return require('intl').date(this, ['time', 'time'], locales, options); },
  }],
  [Number, { toLocaleString(locales, options) { return require('intl').number(this, locales, options); } }],
  [BigInt, { toLocaleString(locales, options) { return require('intl').number(BigInt(this), locales, options); } }],
]) for (const name of Object.keys(methods)) Object.defineProperty(type.prototype, name, { configurable: true, writable: true, value: methods[name] });
const compare = String.prototype.localeCompare;
Object.defineProperty(String.prototype, 'localeCompare', {
  configurable: true, writable: true,
  value(other, locales, options) { return options === undefined ? compare.call(this, other) : require('intl').compare(String(this), String(other), locales, options); },
});
lazy(global, 'Intl', () => require('intl').Intl);

lazy(global, '_', () => require('lodash-old'));
lazy(global, 'CryptoJS', () => require('cryptojs'));
lazy(global, 'cheerio', () => requireModule.require('cheerio'));
lazy(global, 'tv4', () => requireModule.require('tv4'));
lazy(global, 'xml2Json', () => require('xml').xml2Json);
lazy(global, 'Backbone', () => requireModule.require('backbone'));
lazy(global, 'Buffer', () => require('buffer').Buffer);
for (const name of ['atob', 'btoa', 'TextEncoder', 'TextDecoder', 'URL', 'URLSearchParams', 'crypto', 'structuredClone',
  'AbortController', 'AbortSignal', 'Event', 'EventTarget', 'Blob']) {
  lazy(global, name, () => require('web')[name]);
}

// What was used knows what to do at the end of a script and of the task.
let ends = [];
exports.atEnd = (hook) => ends.push(hook);
exports.lazy = lazy;

// What belongs to a task is made anew for each. Most tasks use little of it.
let used = [];
let pm = null;
exports.perTask = (target, name, make) => lazy(target, name, make, { push: (again) => used.push(again) });

exports.perTask(global, 'pm', () => (pm = require('pm')).pm);
exports.perTask(global, 'postman', () => require('legacy').postman);
for (const name of ['tests', 'environment', 'globals', 'data', 'request', 'iteration', 'responseBody', 'responseCode',
  'responseHeaders', 'responseTime', 'responseCookies']) {
  exports.perTask(global, name, () => require('legacy').global(name));
}

exports.start = () => {
  ends = [];
  const again = used;
  used = [];
  for (const make of again) make();
  if (pm) pm.start();
};
exports.end = () => {
  for (const hook of ends) if (hook.end) hook.end();
};
exports.finish = () => {
  let request = null;
  for (const hook of ends) if (hook.request) request = hook.request();
  return request;
};
