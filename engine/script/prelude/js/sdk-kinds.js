// What tells a request from a response, without loading what they are made of.

exports.isRequest = (value) => value !== null && typeof value === 'object' && value._kind === 'request';
exports.isResponse = (value) => value !== null && typeof value === 'object' && value._kind === 'response';
