// pm: what Postman's scripts speak to.

const { perTask, atEnd } = require('core');
const { test, start } = require('tests');

const pm = {};
const before = () => native.event() === 'prerequest';
const members = new Set(['test']);

function member(name, make) {
  members.add(name);
  perTask(pm, name, make);
}

const scopes = () => require('scopes');
member('environment', () => scopes().environment);
member('globals', () => scopes().globals);
member('collectionVariables', () => scopes().collection);
member('variables', () => scopes().variables);
member('iterationData', () => scopes().data);
member('info', () => {
  const info = native.piece('info');
  return {
    eventName: native.event(), iteration: info.Iteration, iterationCount: info.Iterations || 1,
    requestName: info.Name, requestId: info.ID,
  };
});
member('request', () => {
  const { Request } = require('request');
  const request = new Request(native.piece('request') || {});
  const was = JSON.stringify(request);
  atEnd({
    request() {
      const now = JSON.stringify(request);
      return now === was ? null : now;
    },
  });
  return request;
});
member('response', () => {
  const response = before() ? null : native.piece('response');
  return response ? require('response').Response.received(response, native.body()) : undefined;
});
member('cookies', () => require('cookies').list(native.piece('cookies') || []));
member('expect', () => require('chai').expect);
member('sendRequest', () => require('send').sendRequest);
member('execution', () => execution());
member('visualizer', () => require('visualizer'));
member('vault', () => vault());
member('require', () => packages);

function execution() {
  const location = (native.piece('info').Location || []).slice();
  location.current = location[location.length - 1];
  const execution = {
    location,
    setNextRequest: (name) => native.next(name === null || name === undefined ? '' : String(name)),
    skipRequest() {
      if (!before()) throw new TypeError('pm.execution.skipRequest is not a function');
      native.skip();
    },
    runRequest: (id, options) => require('send').runRequest(id, options),
  };
  if (!before()) delete execution.skipRequest;
  return execution;
}

function vault() {
  const denied = () => Promise.reject(new Error('Vault access denied'));
  return { get: denied, set: denied, unset: denied };
}

function packages(name) {
  if (/^(npm:|jsr:|@)/.test(String(name))) throw new Error(`postern cannot load the package '${name}': only the built-in libraries are there`);
  return globalThis.require(name);
}

// begin makes pm what it is at the beginning of a task, whatever the one before
// did to it.
function begin() {
  for (const name of Object.keys(pm)) if (!members.has(name)) delete pm[name];
  pm.test = test;
  start();
}
begin();

exports.pm = pm;
exports.start = begin;
