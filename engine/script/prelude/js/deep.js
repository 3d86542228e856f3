// Whether two values are alike through and through.

function kind(value) {
  if (value === null) return 'null';
  if (typeof value !== 'object') return typeof value;
  return Object.prototype.toString.call(value).slice(8, -1);
}

function same(a, b) {
  return a === b ? a !== 0 || 1 / a === 1 / b : a !== a && b !== b;
}

function keys(value) {
  const out = [];
  for (const key in value) out.push(key);
  for (const key of Object.getOwnPropertySymbols(value)) if (Object.prototype.propertyIsEnumerable.call(value, key)) out.push(key);
  return out;
}

function sequence(a, b, seen) {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!alike(a[i], b[i], seen)) return false;
  return true;
}

// unordered compares the items of sets, or the pairs of maps.
function unordered(a, b, seen) {
  if (a.length !== b.length) return false;
  const rest = b.slice();
  return a.every((item) => {
    const at = rest.findIndex((other) => alike(item, other, seen));
    if (at < 0) return false;
    rest.splice(at, 1);
    return true;
  });
}

function members(a, b, seen) {
  const own = keys(a);
  const other = keys(b);
  if (own.length !== other.length) return false;
  for (const key of own) if (!(key in b)) return false;
  for (const key of own) if (!alike(a[key], b[key], seen)) return false;
  if (own.length === 0 && typeof a[Symbol.iterator] === 'function' && typeof b[Symbol.iterator] === 'function') {
    return sequence(Array.from(a), Array.from(b), seen);
  }
  return true;
}

function alike(a, b, seen) {
  if (same(a, b)) return true;
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false;
  const type = kind(a);
  if (type !== kind(b)) return false;
  for (const [x, y] of seen) if (x === a && y === b) return true;
  seen = seen.concat([[a, b]]);
  switch (type) {
    case 'String': case 'Number': case 'Boolean': case 'Date': return same(a.valueOf(), b.valueOf());
    case 'RegExp': return String(a) === String(b);
    case 'Error': return a.name === b.name && a.message === b.message && a.code === b.code;
    case 'Promise': case 'WeakMap': case 'WeakSet': return false;
    case 'Array': case 'Arguments': return sequence(a, b, seen);
    case 'Set': return unordered(Array.from(a), Array.from(b), seen);
    case 'Map': return unordered(Array.from(a), Array.from(b), seen);
    case 'ArrayBuffer': return sequence(new Uint8Array(a), new Uint8Array(b), seen);
    default:
      if (ArrayBuffer.isView(a)) return sequence(a, b, seen);
      return members(a, b, seen);
  }
}

exports.alike = (a, b) => alike(a, b, []);
exports.kind = kind;
exports.same = same;
