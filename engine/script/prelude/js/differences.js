// Where two values that a check compared differ, for messages that leave it out:
// the two sides of one may read the same when both are cut.

const { alike, kind, same } = require('deep');
const { inspect } = require('chai-inspect');

// What is told: so many differences, of so many values looked at, so deep.
const most = 6;
const mostSteps = 10000;
const deepest = 40;
const longestPath = 80;
const stride = 4096;

// left says that a message leaves something out.
const left = /…|\[ Array\(\d+\) \]|\{ Object \(/;

// show is a value as messages have it, but for the sign of nought.
function show(value) { return value === 0 ? '0' : inspect(value); }

function step(path, key) {
  if (typeof key === 'number') return `${path}[${key}]`;
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${path}[${inspect(key)}]`;
  return path ? `${path}.${key}` : key;
}

// parting is where two texts part. It goes in strides first: a character at a time
// takes seconds for an answer of some megabytes.
function parting(a, b) {
  const end = Math.min(a.length, b.length);
  let i = 0;
  while (i < end && a.slice(i, i + stride) === b.slice(i, i + stride)) i += stride;
  while (i < end && a[i] === b[i]) i++;
  return Math.min(i, end);
}

// line tells of one difference. Long texts are shown from shortly before the
// place where they part.
function line(path, got, expected) {
  let [a, b] = [show(got), show(expected)];
  let at = '';
  if (a === b && typeof got === 'string' && typeof expected === 'string') {
    const from = Math.max(0, parting(got, expected) - 10);
    [a, b] = [inspect(got.slice(from)), inspect(expected.slice(from))];
    at = ` from character ${from + 1} on`;
  }
  if (a === b) return '';
  const where = path.length > longestPath ? `${path.slice(0, longestPath)}…` : path;
  return `${where}${where || !at ? '' : 'they differ'}${at}${where || at ? ': ' : ''}got ${a}, expected ${b}`;
}

// walk adds the differences below path to those of told.
function walk(told, path, got, expected, depth) {
  if (full(told) || ++told.steps > mostSteps || same(got, expected)) return;
  const type = kind(got);
  const within = (type === 'Object' || type === 'Array') && type === kind(expected) && depth < deepest;
  if (!within) {
    if (!alike(got, expected)) add(told, line(path, got, expected));
    return;
  }
  if (type === 'Array') {
    if (got.length !== expected.length) add(told, `${path}${path ? ': ' : ''}got ${items(got)}, expected ${expected.length}`);
    for (let i = 0; i < Math.min(got.length, expected.length, mostSteps); i++) walk(told, step(path, i), got[i], expected[i], depth + 1);
    return;
  }
  for (const key of Object.keys(got)) {
    if (full(told)) return;
    if (key in expected) walk(told, step(path, key), got[key], expected[key], depth + 1);
    else add(told, `${step(path, key)}: got ${show(got[key])}, expected nothing`);
  }
  for (const key of Object.keys(expected)) {
    if (full(told)) return;
    if (!(key in got)) add(told, `${step(path, key)}: is missing, expected ${show(expected[key])}`);
  }
}

function full(told) { return told.lines.length >= most; }

function add(told, text) {
  if (text && !full(told)) told.lines.push(text);
}

function items(list) { return list.length === 1 ? '1 item' : `${list.length} items`; }

// sets adds what one of two lists has and the other has not, in any order.
function sets(told, got, expected, open) {
  if (got.length * expected.length > mostSteps) return;
  const rest = got.slice();
  const missing = expected.filter((item) => {
    const at = rest.findIndex((other) => alike(other, item));
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
  const all = (list) => list.slice(0, most).map((item) => show(item)).join(', ') + (list.length > most ? ` and ${list.length - most} more` : '');
  if (missing.length) add(told, `missing: ${all(missing)}`);
  if (rest.length && !open) add(told, `not expected: ${all(rest)}`);
}

// differences are lines for the failure of a check whose message leaves out what
// differs; undefined for any other.
exports.differences = (failure) => {
  if (!failure || typeof failure !== 'object' || typeof failure.message !== 'string' || !left.test(failure.message)) return undefined;
  const { message, actual, expected } = failure;
  if (actual === undefined || expected === undefined) return undefined;
  const told = { lines: [], steps: 0 };
  const some = /to (?:be a superset of|contain keys?) |, or [^,]*$/.test(message);
  if (Array.isArray(actual) && Array.isArray(expected) && (some || /to (?:have the same members as|have keys?) /.test(message))) {
    sets(told, actual, expected, some);
  } else if (/equal/.test(message)) {
    walk(told, '', actual, expected, 0);
  }
  return told.lines.length ? told.lines : undefined;
};
