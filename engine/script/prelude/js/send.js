// pm.sendRequest: a request of a script's own, sent by the parent.

const { Request } = require('request');
const { Response } = require('response');

// ask asks the parent, and makes a response of its answer.
function ask(question) {
  return new Promise((resolve, reject) => {
    native.call(JSON.stringify(question), (error, response, cookies, body) => {
      if (error) reject(new Error(error));
      else if (!response) resolve(null);
      else resolve(Response.received(response, { text: () => require('buffer').Buffer.from(body).toString().replace(/^\ufeff/, ''), bytes: () => body }));
    });
  });
}

// told tells in the console what was sent, and what came of it: without the
// query, which often holds a secret.
function told(request, answer) {
  const began = Date.now();
  const line = (outcome) => native.line('sent', `${request.method} ${request.url.toString().replace(/[?#][^]*/, '').replace(/\/\/[^/]*@/, '//')} ${outcome} · ${Date.now() - began} ms`, []);
  answer.then((response) => line(`${response.code} ${response.reason()}`), (error) => line(error.message));
  return answer;
}

// sendRequest takes an address or a request, and a callback or none.
exports.sendRequest = function (what, callback) {
  if (!what) {
    const error = new Error('sendrequest: nothing to request');
    if (typeof callback !== 'function') return Promise.reject(error);
    setImmediate(() => callback(error, null));
    return undefined;
  }
  const request = what instanceof Request ? what : new Request(what);
  const question = request.toJSON();
  // A script may not read files by way of a body.
  if (question.body && question.body.mode === 'formdata') question.body.formdata = question.body.formdata.filter((part) => part.type !== 'file');
  if (question.body && question.body.mode === 'file') delete question.body;
  const answer = told(request, ask({ Name: 'send', Request: question }));
  if (typeof callback !== 'function') return answer;
  // Not by way of the promise: what the callback throws is the script's error.
  answer.then((response) => setImmediate(() => callback(null, response, { cookies: response.cookies })), (error) => setImmediate(() => callback(error, null)));
  return undefined;
};

exports.runRequest = async function (id, options) {
  if (typeof id !== 'string' || !id) throw new Error('Expected string request id in pm.execution.runRequest()');
  const { write } = require('scope');
  const variables = Object.entries((options && options.variables) || {}).map(([Key, value]) => { const [Value, Type] = write(value); return { Key, Value, Type }; });
  return ask({ Name: 'run', Key: id, Vars: variables });
};
