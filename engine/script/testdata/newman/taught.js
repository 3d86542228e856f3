// What scripts say that are written as they are taught: words of failed tests
// over answers as they come, and of mistakes that are made often.
const say = (label, f) => {
  let text;
  try { text = f(); } catch (e) { text = `${e.name}: ${e.message}`; }
  console.log(`${label} ${typeof text === 'string' ? JSON.stringify(text) : JSON.stringify(text) || String(text)}`);
};
const parse = (label, text) => say(label, () => JSON.parse(text));

// JSON that is none.
parse('J1', undefined);
parse('J2', '<!doctype html><html><head><title>Sign in</title><meta name="csrf-token" content="tok-123"></head><body></body></html>');
parse('J3', `{"a": "${'x'.repeat(200)}", b: 1}`);
parse('J4', `{"a": "${'x'.repeat(60)}", b: "${'y'.repeat(100)}"}`);
parse('J5', '{\n\t"a": 1,\n\t"b": ?\n}');
parse('J6', '{"a": undefined}');
parse('J7', '{"a": NaN, "b": 1}');
parse('J8', '[undefined]');
parse('J9', '{"a":');
parse('J10', '\r\n{"a" 1}\r\n');
say('J11', () => JSON.parse('{"a":1,"b":[1,2]}', (k, v) => (typeof v === 'number' ? v + 1 : v)));
say('J12', () => JSON.parse('{"a":tru}', (k, v) => v));
say('J13', () => JSON.parse(null));
say('J15', () => JSON.parse("{'a':1}"));

// What tests say of lists and objects that they did not expect.
const shown = (label, value) => say(label, () => pm.expect(value).to.equal('x'));
shown('L1', [{ id: '1', name: 'Smith, J', qty: '4' }, { id: '2', name: 'Lee', qty: '5' }]);
shown('L2', [{ id: '1', name: 'S' }, { id: '2', name: 'L' }]);
shown('L3', ['a long string number one', 'a long string number two']);
shown('L4', { users: [{ id: 1, name: 'Leanne' }, { id: 2 }] });
shown('L5', [{ id: 10, title: 'one', completed: false, userId: 1 }, { id: 11, title: 'two', completed: true, userId: 1 }, { id: 12 }]);
shown('L6', { id: 1, name: 'a name', tags: ['a', 'b'], address: { city: 'X', geo: { lat: '1', lng: '2' } } });
shown('L7', { message: 'User created successfully', status: 'success', data: { id: 5 } });
shown('L8', [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [1, 2, 3]]);
shown('L9', { a: { b: { c: { d: 'deep value here' } } }, e: 1 });
shown('L10', [{ a: { b: { c: 'deep value here' } } }, { a: { b: 1 } }]);
shown('L11', { 'content-type': 'application/json', 'x-request-id': 'abc', etag: null });
shown('L12', [1.5, 'two', null, undefined, true, { three: 3 }, [4], () => 5]);
shown('L13', new Map([['key one', { a: 1 }], ['key two', { b: 2 }]]));
shown('L14', new Set(['element one', 'element two', 'element three', 'four']));
shown('L15', [{ x: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaa' }, { y: 'bbbbbbbbbbbbbbbbbbbbbbbbbbbb' }]);
shown('L16', { first: 'aaaaaaaaaaaaaaaaaaaa', second: 'bbbbbbbbbbbbbbbbbbbb' });
shown('L17', { list: [1, 2, 3], other: [4, 5, 6], third: [7, 8, 9], fourth: 10 });
shown('L18', [['a', ['b', ['c', ['d', ['e', ['f']]]]]], 'g']);
for (let n = 1; n < 40; n++) shown(`M${n}`, [{ k: 'v'.repeat(n) }, { k: n }]);
for (let n = 1; n < 40; n++) shown(`N${n}`, { a: 'v'.repeat(n), b: { c: 1, d: 2 }, e: [n] });
for (let n = 1; n < 40; n++) shown(`O${n}`, ['v'.repeat(n), 'w'.repeat(n), { c: n }, n]);
for (let n = 1; n < 40; n++) shown(`P${n}`, { a: 'v'.repeat(n), b: 'w'.repeat(10) });

// An answer that is JSON by what it says, and one that is none.
const of = (body, type) => new (require('postman-collection').Response)({ code: 200, body, header: [{ key: 'Content-Type', value: type }] });
say('R1', () => { pm.expect(of('{"a":1}', 'text/plain')).to.be.json; return 'json'; });
say('R2', () => { pm.expect(of('<p>', 'application/json')).to.be.json; return 'json'; });
say('R3', () => { pm.expect(of('{"a": ', 'application/json')).to.have.jsonBody(); return 'json'; });
say('R4', () => { pm.expect(of('{"a": 1}', 'text/html')).to.not.be.json; return 'none'; });
say('R5', () => { pm.expect(of('{"a": 1}', 'text/html')).to.have.jsonBody('a', 1); return 'json'; });

// A directive at the top of a script, behind other words of it, is none.
'use strict';
notDeclared = 5;
say('S1', () => notDeclared);
