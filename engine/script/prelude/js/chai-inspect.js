// Values as text for messages: short, with a mark for what is left out.

const { config } = require('chai-config');

function cut(text, space) {
  return text.length <= space ? text : text.slice(0, Math.max(0, space - 1)) + '…';
}

const escapes = { '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r', "'": "\\'", '\\': '\\\\' };

function string(text, space) {
  const safe = text.replace(/['\u0000-\u001f\u007f-\u009f\u00ad\u0600-\u0604\u070f\u17b4\u17b5\u200c-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff0-\uffff]/g,
    (c) => escapes[c] || '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));
  return `'${cut(safe, space - 2)}'`;
}

// fill puts items into the room there is, and a mark for those that are left
// out. An item is shown before it is known whether it is wanted, and then with
// the room that the one before it left: what chai's own inspect makes of it.
function fill(items, room, show) {
  const space = room.left;
  let out = '';
  let peek = '';
  for (let i = 0; i < items.length; i++) {
    const left = items.length - i;
    const end = left > 1 ? ', ' : '';
    const mark = `…(${left})`;
    room.left = space - out.length - end.length;
    const item = peek || show(items[i], room) + end;
    const length = out.length + item.length;
    const tight = length + mark.length > space;
    if (left === 1) return length > space && out.length + mark.length <= space ? out + mark : out + item;
    if (left > 2 && tight) return out + mark;
    peek = show(items[i + 1], room) + (left > 2 ? ', ' : '');
    if (left === 2 && tight && length + peek.length > space) return out + mark;
    out += item;
    if (left > 2 && length + peek.length >= space) return `${out}…(${left - 1})`;
  }
  return out;
}

function name(value) {
  const proto = Object.getPrototypeOf(value);
  const make = proto && proto.constructor;
  return typeof make === 'function' ? make.chaiName || make.name : '';
}

function object(value, space, seen) {
  const keys = Object.keys(value).concat(Object.getOwnPropertySymbols(value).filter((k) => Object.prototype.propertyIsEnumerable.call(value, k)));
  if (keys.length === 0) return '{}';
  const show = (key, room) => {
    room.left -= 2;
    const label = typeof key === 'symbol' ? `[${String(key)}]` : /^[A-Za-z_$][\w$]*$/.test(key) ? key : string(key, room.left);
    room.left -= label.length;
    return `${label}: ${value_(value[key], room.left, seen)}`;
  };
  return `{ ${fill(keys, { left: space - 4 }, show)} }`;
}

function list(values, space, seen) {
  const more = Object.keys(values).filter((key) => !/^\d+$/.test(key));
  if (values.length === 0 && more.length === 0) return '[]';
  const text = fill(values, { left: space - 4 }, (item, room) => value_(item, room.left, seen));
  const rest = more.length ? fill(more, { left: space - 4 - text.length }, (key, room) => `${key}: ${value_(values[key], room.left, seen)}`) : '';
  return `[ ${text}${text && rest ? ', ' : ''}${rest} ]`;
}

// error is the message, and what was put on the error beside it.
function error(e, space, seen) {
  const text = e.message ? `${e.name}: ${e.message}` : String(e.name);
  const own = Object.keys(e).filter((key) => !['name', 'message', 'stack'].includes(key));
  return own.length ? `${text} ${object(Object.fromEntries(own.map((key) => [key, e[key]])), space - text.length, seen)}` : text;
}

function value_(value, space, seen) {
  if (value === null || value === undefined) return String(value);
  switch (typeof value) {
    case 'string': return string(value, space);
    case 'number': return value === 0 ? (Object.is(value, -0) ? '-0' : '+0') : cut(String(value), space);
    case 'bigint': return cut(value + 'n', space);
    case 'boolean': return String(value);
    case 'symbol': return value.toString();
    case 'function': {
      return value.name ? `[Function ${cut(value.name, space - 11)}]` : '[Function]';
    }
    default:
  }
  if (seen.includes(value)) return '[Circular]';
  seen = seen.concat([value]);
  if (Array.isArray(value)) return list(value, space, seen);
  if (value instanceof Date) return isNaN(value) ? 'Invalid Date' : value.toISOString();
  if (value instanceof RegExp) return String(value);
  if (value instanceof Error) return error(value, space, seen);
  if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet) return `${name(value)}{…}`;
  if (value instanceof Map) {
    if (value.size === 0) return 'Map{}';
    return `Map{ ${fill(Array.from(value), { left: space - 7 }, ([k, v], room) => `${value_(k, room.left - 4, seen)} => ${value_(v, room.left - 4, seen)}`)} }`;
  }
  if (value instanceof Set) {
    if (value.size === 0) return 'Set{}';
    return `Set{ ${fill(Array.from(value), { left: space - 7 }, (v, room) => value_(v, room.left, seen))} }`;
  }
  if (value instanceof String || value instanceof Number || value instanceof Boolean) {
    const plain = value.valueOf();
    return typeof plain === 'number' ? String(plain) : value_(plain, space, seen);
  }
  if (Object.prototype.toString.call(value) === '[object Arguments]') return `Arguments${list(Array.from(value), space - 9, seen)}`;
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return name(value) + list(Array.from(value), space - name(value).length, seen);
  const called = name(value);
  if (called && called !== 'Object') return called + object(value, space - called.length, seen);
  return object(value, space, seen);
}

function inspect(value) { return value_(value, config.truncateThreshold || Infinity, []); }

// display is inspect, and a summary for what would fill the line even so.
function display(value) {
  const text = inspect(value);
  if (!config.truncateThreshold || text.length < config.truncateThreshold || value === null || (typeof value !== 'object' && typeof value !== 'function')) return text;
  if (typeof value === 'function') return value.name ? `[Function: ${value.name}]` : '[Function]';
  if (Array.isArray(value)) return `[ Array(${value.length}) ]`;
  if (Object.prototype.toString.call(value) !== '[object Object]') return text;
  const keys = Object.keys(value);
  const names = keys.length > 2 ? `${keys.slice(0, 2).join(', ')}, ...` : keys.join(', ');
  return `{ Object (${names}) }`;
}

exports.inspect = inspect;
exports.display = display;
