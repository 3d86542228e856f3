// require('util'): the part of it that makes sense here.

const { inspect, format } = require('inspect');
const { alike, kind } = require('deep');

const is = (name) => (value) => kind(value) === name;
const util = {
  inspect, format: (...args) => format(args),
  isDeepStrictEqual: alike,
  inherits(type, parent) {
    Object.defineProperty(type, 'super_', { value: parent, writable: true, configurable: true });
    Object.setPrototypeOf(type.prototype, parent.prototype);
  },
  promisify: (run) => (...args) => new Promise((resolve, reject) => run(...args, (error, value) => (error ? reject(error) : resolve(value)))),
  callbackify: (run) => (...args) => {
    const done = args.pop();
    run(...args).then((value) => done(null, value), (error) => done(error));
  },
  deprecate: (run) => run,
  isArray: Array.isArray, isBoolean: (v) => typeof v === 'boolean', isNull: (v) => v === null, isNullOrUndefined: (v) => v === null || v === undefined,
  isNumber: (v) => typeof v === 'number', isString: (v) => typeof v === 'string', isSymbol: (v) => typeof v === 'symbol', isUndefined: (v) => v === undefined,
  isRegExp: is('RegExp'), isObject: (v) => v !== null && typeof v === 'object', isDate: is('Date'), isError: (v) => v instanceof Error, isFunction: (v) => typeof v === 'function',
  isBuffer: (v) => require('buffer').Buffer.isBuffer(v), log: (...args) => console.log(...args), debuglog: () => () => undefined,
  isPrimitive: (v) => v === null || (typeof v !== 'object' && typeof v !== 'function'),
  types: { isDate: is('Date'), isRegExp: is('RegExp'), isPromise: is('Promise'), isMap: is('Map'), isSet: is('Set'), isNativeError: (v) => v instanceof Error },
};
Object.defineProperty(util, 'TextEncoder', { get: () => require('web').TextEncoder });
Object.defineProperty(util, 'TextDecoder', { get: () => require('web').TextDecoder });
module.exports = util;
