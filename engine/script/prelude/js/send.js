// pm.sendRequest: a request of a script's own, sent by the parent.

const { Request } = require('request');
const { Response } = require('response');

// sendRequest takes an address or a request, and a callback or none.
exports.sendRequest = function (what, callback) {
  const answer = new Promise((resolve, reject) => {
    const request = what instanceof Request ? what : new Request(what);
    const question = request.toJSON();
    // A script may not read files by way of a body.
    if (question.body && question.body.mode === 'formdata') question.body.formdata = question.body.formdata.filter((part) => part.type !== 'file');
    if (question.body && question.body.mode === 'file') delete question.body;
    native.call(JSON.stringify({ Name: 'send', Request: question }), (error, response, cookies, body) => {
      if (error) {
        reject(new Error(error));
        return;
      }
      const received = Response.received(response, () => require('buffer').Buffer.from(body).toString().replace(/^\ufeff/, ''), () => body);
      resolve(received);
    });
  });
  if (typeof callback !== 'function') return answer;
  // Not by way of the promise: what the callback throws is the script's error.
  answer.then((response) => setImmediate(() => callback(null, response, { cookies: response.cookies })), (error) => setImmediate(() => callback(error, null)));
  return undefined;
};
