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

// Errors of a schema come in its order, whichever way the data has it.
const user = { page: 1, per_page: 3, users: [{ id: 1, age: 31.5, tags: ['a', 'b'] }, { id: 2, age: 22, tags: [] }], meta: { created: 'x', ok: true, list: [3, 1, 2] }, total: 12 };
const errors = (label, schema, data, options) => {
  const ajv = new (require('ajv'))(Object.assign({ allErrors: true }, options));
  say(label, () => [ajv.validate(schema, data), ajv.errorsText()]);
};
const members = { users: { type: 'string' }, page: { type: 'string' }, per_page: { type: 'string' }, total: { type: 'number', maximum: 1, multipleOf: 5 }, meta: { required: ['q', 'b'], properties: { ok: { type: 'string' }, created: { type: 'number' }, list: { items: { type: 'string' }, maxItems: 1 } } } };
errors('E1', { required: ['zz', 'aa', 'page'], properties: members }, user);
for (let n = 1; n < 6; n++) errors(`E1${n}`, { properties: members }, user, { allErrors: false });
errors('E2', { type: 'array', items: { type: 'object', required: ['x'], properties: { tags: { maxItems: 0 }, age: { type: 'integer', minimum: 30 }, id: { type: 'string' } } } }, user.users);
errors('E3', { allOf: [{ required: ['c'] }, { properties: { page: { type: 'string' } } }], anyOf: [{ required: ['d'] }, { required: ['e'] }], not: { required: ['page'] }, properties: { total: { type: 'string' } }, minProperties: 50 }, user);
errors('E4', { properties: { users: { items: { $ref: '#/definitions/user' } } }, definitions: { user: { required: ['nick'], properties: { tags: { maxItems: 0 }, id: { type: 'string' }, age: { type: 'integer' } } } } }, user);
errors('E5', { type: 'array', items: { $ref: 'http://a.test/user.json' } }, user.users, { schemas: [{ $id: 'http://a.test/user.json', required: ['nick'], properties: { tags: { maxItems: 0 }, id: { type: 'string' }, age: { type: 'integer' } } }] });
errors('E6', { patternProperties: { '^t': { type: 'string' }, '^p': { type: 'string' } }, properties: { 'a b': { type: 'number' }, 'c/d': { type: 'number' }, page: { maximum: 0 } } }, { page: 1, 'c/d': '', 'a b': '', total: 2 });
errors('E7', { dependencies: { page: ['n'], total: ['m'] }, additionalProperties: { type: 'boolean' }, properties: { users: {}, meta: {} } }, user);
say('E9', () => pm.expect(user).to.have.jsonSchema({ properties: members }));
for (let n = 1; n < 6; n++) say(`T${n}`, () => [tv4.validate(user, { properties: members }), tv4.error.message, tv4.error.dataPath]);
say('T6', () => tv4.validateMultiple(user, { required: ['zz'], properties: Object.assign({ users: { items: { properties: { tags: { maxItems: 0 }, age: { type: 'integer' }, id: { type: 'string' } } } } }, { page: { type: 'string' }, total: { type: 'string' } }) }).errors.map((e) => `${e.message} ${e.dataPath}`));

// The _ that needs no require is lodash 3.
say('U1', () => [_.max([{ a: 1 }, { a: 5 }], 'a'), _.min([{ a: 2 }, { a: 5 }], (x) => x.a), _.sum([{ a: 1 }, { a: 5 }], 'a'), _.max([1, 3, 2]), _.min([]), _.sum([1, 2]), _.max({ a: 1, b: 4 })]);
say('U2', () => [_.omit({ a: 1, b: 2, c: 3 }, (v) => v > 1), _.pick({ a: 1, b: 2 }, (v) => v === 2), _.omit({ a: 1, b: 2 }, 'a'), _.pick({ a: 1, b: 2 }, ['a'])]);
say('U3', () => [_.uniq([{ a: 1 }, { a: 1 }, { a: 2 }], 'a'), _.uniq([1, 1, 2]), _.uniq([1.2, 1.4, 2], Math.floor), _.map([[1, 1], [2, 2]], _.uniq)]);
say('U4', () => [_.flatten([1, [2, [3]]], true), _.flatten([1, [2, [3]]]), _.rest([1, 2, 3]), _.first([1, 2]), _.object([['a', 1]]), _.object(['a'], [2]), _.zipObject([['b', 1]]), _.pairs({ a: 1 })]);
say('U5', () => [_.find([{ a: 1 }, { a: 2, b: 3 }], 'a', 2), _.filter([{ a: 1 }, { a: 2 }], 'a', 2), _.reject([{ a: 1 }, { a: 2 }], 'a', 2), _.some([{ a: 1 }], 'a', 2), _.every([{ a: 1 }], 'a', 1), _.findIndex([{ a: 1 }, { a: 2 }], 'a', 2), _.filter([1, 2, 3], (n) => n > 1)]);
say('U6', () => [_.assign({ a: 1 }, { a: 2 }, (x, y) => x + y), _.merge({ a: [1] }, { a: [2, 3] }), _.clone({ a: { b: 1 } }, true), _.invoke([[3, 1], [2]], 'sort'), _.sortByAll([{ a: 2 }, { a: 1 }], 'a'), _.foldr([1, 2, 3], (s, n) => s + n), _.trunc('a text that is long', 8)]);
say('U7', () => [_([{ a: 1 }, { a: 5 }]).max('a'), _.chain([{ a: 1 }, { a: 1 }]).pluck('a').uniq().value(), _([3, 1]).sortBy().first(), _([[1, [2]]]).flatten(true).value(), _.chain([{ n: 'x', v: 1 }]).indexBy('n').mapValues('v').value()]);
say('U8', () => [_.VERSION, _.where([{ a: 1, b: 2 }], { a: 1 }), _.findWhere([{ a: 1, b: 2 }], { a: 1 }), _.contains([1, 2], 2), _.include('abc', 'b'), _.any([0, 1]), _.all([0, 1]), _.compose((x) => x + 1, (x) => x * 2)(5), _.padLeft('1', 3, '0'), _.inject([1, 2], (s, n) => s + n)]);
say('U9', () => { _.mixin({ double: (x) => x * 2 }); return [_.double(2), _(3).double(), _.chain(4).double().value(), _.noConflict() === _, _.runInContext().VERSION, require('lodash').VERSION]; });
say('U10', () => [_.max(['10', '9']), _.max(['b', 'a']), String(_.max([])), String(_.min(null)), _.sum(['1', 2]), _.sum('ab'), _.min({ a: 3, b: 1 })]);
say('U11', () => [_.map([1, 2], function (x) { return x * this.k; }, { k: 3 }), _.filter([1, 2], function (x) { return x > this.k; }, { k: 1 }), _.times(2, function (n) { return n + this.k; }, { k: 1 })]);
say('U12', () => [_.capitalize('fooBAR'), _.escape("'`<"), _.unescape('&#96;&lt;'), _.isEqual({ a: 1 }, { a: 2 }, () => true), _.cloneDeep({ a: 1 }, (v) => (typeof v === 'number' ? v + 1 : undefined)), _.invert({ a: 1, b: 1 }, true)]);
say('U13', () => { _.templateSettings.interpolate = /\{\{(.+?)\}\}/g; return _.template('{{ b }} <%- c %> <% if (b) { %>x<% } %> ${b}')({ b: 1, c: '<' }); });
say('U14', () => { _.templateSettings = { interpolate: /\{\{(.+?)\}\}/g }; return [_.template('{{ b }} <% x %>')({ b: 2 }), require('lodash').template('{{ b }} <%= b %> ${b}')({ b: 2 }), Object.keys(require('lodash').templateSettings)]; });
say('U15', () => require('lodash').template('<%= d.b %> <%= twice(d.b) %>', { variable: 'd', imports: { twice: (n) => 2 * n } })({ b: 2 }));

// Markup is written with entities, and XML that is none says where.
const page = cheerio.load('<p title="&uuml; &amp; 1">caf&eacute; &lt;x&gt; 你好 😀</p><script>if (a < "ü") {}</script>');
say('H1', () => [page('p').html(), page('p').text(), page('p').attr('title'), page('p').toString(), page('script').html(), page.xml('p')]);
say('H2', () => page.html());
for (const [n, xml] of ['<a><b></a>', '<a>\n<b>\n</a>', '<a>\n <b>', '<a><b></b></c>', '<a>ü</b>'].entries()) require('xml2js').parseString(xml, (e) => say(`H${n + 3}`, () => e.message));
say('V1', () => [pm.environment.values.substitute({ a: ['{{n}}'] }), pm.environment.values.get('e1')]);
