// The globals and the postman object from before pm.

const { atEnd } = require('core');

const scopes = require('scopes');

const globals = {
  tests() {
    const tests = {};
    atEnd({
      end() {
        for (const name of Object.keys(tests)) {
          const ok = Boolean(tests[name]);
          const failure = ok ? undefined : Object.assign(new Error(`expected ${require('chai-inspect').display(tests[name]).replace(/^\+0$/, '0')} to be truthy`), { name: 'AssertionError' });
          native.test(name, ok, false, failure);
          delete tests[name];
        }
      },
    });
    return tests;
  },
  environment: () => scopes.environment.toObject(),
  globals: () => scopes.globals.toObject(),
  data: () => scopes.data.toObject(),
  iteration: () => pm.info.iteration,
  request() {
    const r = pm.request;
    const headers = {};
    r.headers.each((h) => { headers[h.key.toLowerCase()] = h.value; });
    const body = r.body;
    let data = {};
    if (body && body.mode === 'raw') data = body.toString();
    else if (body && (body.mode === 'urlencoded' || body.mode === 'formdata')) data = body[body.mode].toObject();
    return { id: pm.info.requestId, name: pm.info.requestName, description: undefined, headers, method: r.method, url: r.url.toString(), data };
  },
  responseBody: () => (pm.response ? pm.response.text() : undefined),
  responseCode: () => (pm.response ? pm.response.details() : undefined),
  responseHeaders: () => (pm.response ? Object.fromEntries(pm.response.headers.map((h) => [h.key, h.value])) : undefined),
  responseTime: () => (pm.response ? pm.response.responseTime : undefined),
  responseCookies: () => pm.cookies.toJSON(),
};

exports.global = (name) => globals[name]();

// changed keeps the old globals true to what was set.
function changed(scope, name) {
  const own = Object.getOwnPropertyDescriptor(globalThis, name);
  if (own && 'value' in own && own.value !== null && typeof own.value === 'object') {
    for (const key of Object.keys(own.value)) delete own.value[key];
    Object.assign(own.value, scope.toObject());
  }
}

// plain is how the old functions keep a value: as text, if it counts for true.
const plain = (value) => (value ? String(value) : value);

exports.postman = {
  setEnvironmentVariable(key, value) { scopes.environment.set(key, plain(value)); changed(scopes.environment, 'environment'); },
  getEnvironmentVariable: (key) => scopes.environment.get(key),
  clearEnvironmentVariable(key) { scopes.environment.unset(key); changed(scopes.environment, 'environment'); },
  clearEnvironmentVariables() { scopes.environment.clear(); changed(scopes.environment, 'environment'); },
  setGlobalVariable(key, value) { scopes.globals.set(key, plain(value)); changed(scopes.globals, 'globals'); },
  getGlobalVariable: (key) => scopes.globals.get(key),
  clearGlobalVariable(key) { scopes.globals.unset(key); changed(scopes.globals, 'globals'); },
  clearGlobalVariables() { scopes.globals.clear(); changed(scopes.globals, 'globals'); },
  setNextRequest: (name) => native.next(name === null || name === undefined ? '' : String(name)),
  getResponseHeader: (name) => (pm.response ? pm.response.headers.get(name) : undefined),
  getResponseCookie(name) {
    const found = pm.cookies.one(name);
    return found && found.toJSON();
  },
};
