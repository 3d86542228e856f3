// Checks of requests and responses: pm.response.to.have.status and the like.

module.exports = function ({ flag, fail, word, method, both, inspect, display, Assertion }) {
  const sdk = require('sdk-kinds');

  function response(a) {
    const v = flag(a, 'object');
    a.assert(sdk.isResponse(v), 'expecting a postman response object but got #{this}', 'not expecting a postman response object');
    return v;
  }
  // subject is a request or response, whatever "not" says.
  function subject(a, kind) {
    const v = flag(a, 'object');
    const fits = kind === 'response' ? sdk.isResponse(v) : sdk.isResponse(v) || sdk.isRequest(v);
    if (!fits) fail(a, `expecting a postman ${kind === 'response' ? 'response' : 'request or response'} object but got ${display(v)}`);
    return v;
  }
  const called = (v) => (sdk.isRequest(v) ? 'request' : 'response');

  word('postmanRequest', function () { this.assert(sdk.isRequest(flag(this, 'object')), 'expecting a postman request object but got #{this}', 'not expecting a postman request object'); });
  word('postmanResponse', function () { response(this); });
  word('postmanRequestOrResponse', function () {
    const v = flag(this, 'object');
    this.assert(sdk.isRequest(v) || sdk.isResponse(v), 'expecting a postman request or response object but got #{this}', 'not expecting a postman request or response object');
  });

  function code(n) {
    const r = subject(this, 'response');
    this.assert(r.code === Number(n), 'expected response to have status code #{exp} but got #{act}', 'expected response to not have status code #{act}', Number(n), r.code);
  }
  function reason(text) {
    const r = subject(this, 'response');
    const got = r.reason();
    this.assert(got === text, 'expected response to have status reason #{exp} but got #{act}', 'expected response to not have status reason #{act}', text, got);
  }
  method('statusCode', code);
  method('statusReason', reason);
  method('status', function (want) { return (typeof want === 'number' ? code : reason).call(this, want); });

  function codeClass(n) {
    const r = subject(this, 'response');
    this.assert(Math.floor(r.code / 100) === n, `expected response code to be ${n}XX but found #{act}`, `expected response code to not be ${n}XX`, undefined, r.code);
  }
  method('statusCodeClass', codeClass);
  for (const [name, n] of [['info', 1], ['success', 2], ['redirection', 3], ['clientError', 4], ['serverError', 5]]) word(name, function () { codeClass.call(this, n); });
  word('error', function () {
    const r = subject(this, 'response');
    const n = Math.floor(r.code / 100);
    this.assert(n === 4 || n === 5, 'expected response code to be 4XX or 5XX but found #{act}', 'expected response code to not be 4XX or 5XX', undefined, r.code);
  });
  for (const [name, text] of [['accepted', 'ACCEPTED'], ['withoutContent', 'NO CONTENT'], ['badRequest', 'BAD REQUEST'], ['unauthorised', 'UNAUTHORIZED'],
    ['unauthorized', 'UNAUTHORIZED'], ['forbidden', 'FORBIDDEN'], ['notFound', 'NOT FOUND'], ['notAcceptable', 'NOT ACCEPTABLE'], ['rateLimited', 'TOO MANY REQUESTS']]) {
    word(name, function () { named.call(this, text); });
  }
  const codes = { ACCEPTED: 202, 'NO CONTENT': 204, 'BAD REQUEST': 400, UNAUTHORIZED: 401, FORBIDDEN: 403, 'NOT FOUND': 404, 'NOT ACCEPTABLE': 406, 'TOO MANY REQUESTS': 429 };
  function named(text) {
    const r = subject(this, 'response');
    const got = r.reason();
    const ok = String(got).toUpperCase() === text || r.code === codes[text];
    this.assert(ok, 'expected response to have status reason #{exp} but got #{act}', 'expected response to not have status reason #{act}', text, got);
  }
  // Of a response, ok is its reason and its code; of all else it is truth.
  const truth = Object.getOwnPropertyDescriptor(Assertion.prototype, 'ok').get;
  word('ok', function () {
    const v = flag(this, 'object');
    if (!sdk.isResponse(v)) return truth.call(this);
    const got = v.reason();
    this.assert(v.code === 200 || String(got).toUpperCase() === 'OK', 'expected response to have status reason #{exp} but got #{act}', 'expected response to not have status reason #{act}', 'OK', got);
    return undefined;
  });

  method('header', function (name, value) {
    const r = subject(this);
    const who = called(r);
    const has = r.headers.has(name);
    if (arguments.length < 2 || !has) {
      this.assert(has, `expected ${who} to have header with key ${inspect(name)}`, `expected ${who} to not have header with key ${inspect(name)}`);
      if (arguments.length < 2 || !has) return;
    }
    const got = r.headers.get(name);
    this.assert(got === value, `expected ${inspect(name)} ${who} header to be #{exp} but got #{act}`, `expected ${inspect(name)} ${who} header to not be #{act}`, value, got);
  });

  const bodyOf = (r) => (sdk.isRequest(r) ? String(r.body || '') : r.text());
  function hasBody() {
    const r = subject(this);
    this.assert(bodyOf(r), `expected ${called(r)} to have content in body`, `expected ${called(r)} to not have content in body`);
  }
  word('withBody', hasBody);
  method('body', function (want) {
    const r = subject(this);
    const who = called(r);
    if (arguments.length === 0) return hasBody.call(this);
    if (want !== null && typeof want === 'object' && !(want instanceof RegExp)) {
      let json;
      try { json = r.json(); } catch (e) { json = undefined; }
      this.assert(json !== undefined, `expected ${who} body to be a valid json`, `expected ${who} body not to be a valid json`);
      this.assert(require('deep').alike(json, want), `expected ${who} body json to equal #{exp} but got #{act}`, `expected ${who} body json to not equal #{exp} but got #{act}`, want, json);
      return undefined;
    }
    const text = bodyOf(r);
    if (want instanceof RegExp) this.assert(want.test(text), `expected ${who} body text to match #{exp} but got #{act}`, `expected ${who} body text #{act} to not match #{exp}`, want, text);
    else this.assert(text === want, `expected ${who} body to equal #{exp} but got #{act}`, `expected ${who} body to not equal #{act}`, want, text);
    return undefined;
  });

  // json is what the body says, or why it says nothing.
  function json(r) {
    try { return { data: r.json() }; } catch (e) { return { why: e.name === 'JSONError' ? e.message.split('\n')[0] : String(e) }; }
  }
  word('json', function () {
    const r = subject(this);
    const { why } = json(r);
    this.assert(!why, `expected ${called(r)} body to be a valid json but got error ${why}`, `expected ${called(r)} body not to be a valid json`);
  });
  method('jsonBody', function (at, value) {
    const r = subject(this);
    const who = called(r);
    const { data, why } = json(r);
    if (arguments.length === 0) {
      this.assert(!why, `expected ${who} body to be a valid json but got error ${why}`, `expected ${who} body not to be a valid json`);
      return;
    }
    if (typeof at !== 'string') return; // Postman looks at nothing else, and a collection must pass where it does there
    const { get, has } = require('lodash-path');
    const there = !why && has(data, at);
    if (arguments.length < 2) {
      this.assert(there, `expected #{act} in ${who} to contain property ${inspect(at)}`, `expected #{act} in ${who} to not contain property ${inspect(at)}`, undefined, data);
      return;
    }
    const got = there ? get(data, at) : undefined;
    this.assert(there && require('deep').alike(got, value), `expected ${who} body json at "${at}" to contain #{exp} but got #{act}`, `expected ${who} body json at "${at}" to not contain #{act}`, value, got);
  });
  method('jsonSchema', function (schema, options) {
    let v = flag(this, 'object');
    if (sdk.isResponse(v) || sdk.isRequest(v)) v = v.json();
    const Ajv = require('ajv');
    const ajv = new Ajv(Object.assign({ allErrors: true, logger: false }, options));
    const ok = ajv.validate(schema, v);
    this.assert(ok, `expected data to satisfy schema but found following errors: \n${ajv.errorsText()}`, 'expected data to not satisfy schema', true, ok);
  });

  // measured adds a number of a response that may be called or compared.
  function measured(name, what, read) {
    both(name, function (want) {
      const r = flag(this, 'subject') || flag(this, 'object');
      const got = typeof r === 'number' ? r : read(r);
      this.assert(got === want, `expected response ${what} to equal #{act} but got #{exp}`.replace('#{act} but got #{exp}', `${inspect(got)} but got ${inspect(want)}`), `expected response ${what} to not equal #{act}`, want, got);
    }, function () {
      const r = subject(this, 'response');
      flag(this, 'subject', r);
      flag(this, 'object', read(r));
    });
  }
  measured('responseTime', 'time', (r) => r.responseTime);
  measured('responseSize', 'size', (r) => r.size().total);
};
