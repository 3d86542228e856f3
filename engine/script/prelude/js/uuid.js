// require('uuid'): new identifiers, and the names made of others.

const random = native.group('random');
const { Buffer } = require('buffer');

function v4() { return random.uuid(); }
v4.v4 = v4;
v4.v1 = () => random.uuid1();
v4.v7 = () => random.uuid7();

function named(version, algorithm) {
  const make = function (name, space) {
    const from = typeof space === 'string' ? Buffer.from(space.replace(/-/g, ''), 'hex') : Buffer.from(space);
    const all = Buffer.concat([from, Buffer.from(typeof name === 'string' ? name : name)]);
    const sum = Buffer.from(native.group('hash').digest(algorithm, all.buffer, all.byteOffset, all.byteLength)).slice(0, 16);
    sum[6] = (sum[6] & 0x0f) | (version << 4);
    sum[8] = (sum[8] & 0x3f) | 0x80;
    return text(sum);
  };
  make.DNS = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
  make.URL = '6ba7b811-9dad-11d1-80b4-00c04fd430c8';
  return make;
}

function text(b) {
  const hex = Buffer.from(b).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

const pattern = /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|0{8}-0{4}-0{4}-0{4}-0{12})$/i;
v4.v3 = named(3, 'md5');
v4.v5 = named(5, 'sha1');
v4.NIL = '00000000-0000-0000-0000-000000000000';
v4.validate = (value) => typeof value === 'string' && pattern.test(value);
v4.version = (value) => {
  if (!v4.validate(value)) throw new TypeError('Invalid UUID');
  return parseInt(value[14], 16);
};
v4.parse = (value) => new Uint8Array(Buffer.from(value.replace(/-/g, ''), 'hex'));
v4.stringify = text;

module.exports = v4;
