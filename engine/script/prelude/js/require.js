// require of scripts: the libraries that Postman has, by their names.

const libraries = {
  lodash: () => require('lodash'),
  'lodash3': () => require('lodash-old'),
  underscore: () => require('lodash'),
  moment: () => require('moment'),
  uuid: () => require('uuid'),
  'uuid/v4': () => require('uuid').v4,
  'uuid/v1': () => require('uuid').v1,
  ajv: () => require('ajv'),
  tv4: () => require('tv4'),
  cheerio: () => require('cheerio'),
  xml2js: () => require('xml').xml2js,
  'csv-parse': () => require('csv').parse,
  'csv-parse/lib/sync': () => require('csv').sync,
  'csv-parse/sync': () => ({ parse: require('csv').sync }),
  'crypto-js': () => require('cryptojs'),
  'postman-collection': () => require('sdk'),
  'uniform-url': () => require('sdk'),
  chai: () => require('chai').module,
  atob: () => require('web').atob,
  btoa: () => require('web').btoa,
  backbone: () => require('backbone'),
  buffer: () => require('buffer'),
  util: () => require('util'),
  url: () => require('urls').node,
  path: () => require('path'),
  querystring: () => require('urls').querystring,
  punycode: () => require('urls').punycode,
  assert: () => require('assert'),
  events: () => require('events'),
  stream: () => require('events').stream,
  timers: () => ({ setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate }),
  string_decoder: () => require('buffer').stringDecoder,
  os: () => ({ EOL: '\n', platform: () => 'browser', type: () => 'Browser', arch: () => 'javascript', hostname: () => '', release: () => '', homedir: () => '/', tmpdir: () => '/tmp', tmpDir: () => '/tmp', endianness: () => 'LE', cpus: () => [], loadavg: () => [], networkInterfaces: () => ({}), uptime: () => 0, freemem: () => Number.MAX_VALUE, totalmem: () => Number.MAX_VALUE }),
  fs: () => ({}),
};
for (const name of ['crypto-js/md5', 'crypto-js/sha1', 'crypto-js/sha256', 'crypto-js/sha512', 'crypto-js/hmac-sha256']) {
  libraries[name] = () => require('cryptojs')[{ md5: 'MD5', 'hmac-sha256': 'HmacSHA256' }[name.slice(10)] || name.slice(10).toUpperCase()];
}

// They are in Postman and not here.
const missing = ['zlib', 'http', 'https', 'net', 'tls', 'child_process', 'dns', 'dgram', 'cluster', 'vm', 'worker_threads', 'process'];

exports.require = function (name) {
  name = String(name);
  const key = name.startsWith('node:') ? name.slice(5) : name;
  if (Object.prototype.hasOwnProperty.call(libraries, key)) return libraries[key]();
  if (missing.includes(key)) throw new Error(`postern has no library '${name}' for scripts`);
  throw new Error(`Cannot find module '${name}'`);
};
exports.names = Object.keys(libraries);
