// require('chai'): expect, and the assert functions in chai's order of
// arguments.

module.exports = function (tools, expect) {
  const { AssertionError, Assertion } = tools;
  const assert = function (ok, message) {
    if (!ok) throw new AssertionError(message || 'Unspecified AssertionError');
  };
  const of = (value, message) => new Assertion(value, message).to;
  const functions = {
    fail: (actual, expected, message) => { throw new AssertionError(message || (expected === undefined && actual) || 'assert.fail()'); },
    isOk: (v, m) => of(v, m).be.ok, ok: (v, m) => of(v, m).be.ok, isNotOk: (v, m) => of(v, m).not.be.ok, notOk: (v, m) => of(v, m).not.be.ok,
    equal: (a, b, m) => assert(a == b, m || `expected ${tools.display(a)} to equal ${tools.display(b)}`), // eslint-disable-line eqeqeq
    notEqual: (a, b, m) => assert(a != b, m || `expected ${tools.display(a)} to not equal ${tools.display(b)}`), // eslint-disable-line eqeqeq
    strictEqual: (a, b, m) => of(a, m).equal(b), notStrictEqual: (a, b, m) => of(a, m).not.equal(b),
    deepEqual: (a, b, m) => of(a, m).eql(b), deepStrictEqual: (a, b, m) => of(a, m).eql(b), notDeepEqual: (a, b, m) => of(a, m).not.eql(b),
    isAbove: (a, b, m) => of(a, m).be.above(b), isAtLeast: (a, b, m) => of(a, m).be.least(b), isBelow: (a, b, m) => of(a, m).be.below(b), isAtMost: (a, b, m) => of(a, m).be.most(b),
    isTrue: (v, m) => of(v, m).be.true, isNotTrue: (v, m) => of(v, m).not.equal(true), isFalse: (v, m) => of(v, m).be.false, isNotFalse: (v, m) => of(v, m).not.equal(false),
    isNull: (v, m) => of(v, m).equal(null), isNotNull: (v, m) => of(v, m).not.equal(null), isNaN: (v, m) => of(v, m).be.NaN, isNotNaN: (v, m) => of(v, m).not.be.NaN,
    exists: (v, m) => of(v, m).exist, notExists: (v, m) => of(v, m).not.exist,
    isUndefined: (v, m) => of(v, m).equal(undefined), isDefined: (v, m) => of(v, m).not.equal(undefined),
    isFunction: (v, m) => of(v, m).be.a('function'), isObject: (v, m) => of(v, m).be.an('object'), isArray: (v, m) => of(v, m).be.an('array'),
    isString: (v, m) => of(v, m).be.a('string'), isNumber: (v, m) => of(v, m).be.a('number'), isBoolean: (v, m) => of(v, m).be.a('boolean'),
    isNotObject: (v, m) => of(v, m).not.be.an('object'), isNotArray: (v, m) => of(v, m).not.be.an('array'), isNotString: (v, m) => of(v, m).not.be.a('string'),
    isNotNumber: (v, m) => of(v, m).not.be.a('number'), isNotBoolean: (v, m) => of(v, m).not.be.a('boolean'),
    typeOf: (v, t, m) => of(v, m).be.a(t), notTypeOf: (v, t, m) => of(v, m).not.be.a(t), instanceOf: (v, t, m) => of(v, m).be.instanceof(t), notInstanceOf: (v, t, m) => of(v, m).not.be.instanceof(t),
    include: (a, b, m) => of(a, m).include(b), notInclude: (a, b, m) => of(a, m).not.include(b), deepInclude: (a, b, m) => of(a, m).deep.include(b), notDeepInclude: (a, b, m) => of(a, m).not.deep.include(b),
    match: (v, r, m) => of(v, m).match(r), notMatch: (v, r, m) => of(v, m).not.match(r),
    property: (v, p, m) => of(v, m).have.property(p), notProperty: (v, p, m) => of(v, m).not.have.property(p), propertyVal: (v, p, x, m) => of(v, m).have.property(p, x),
    nestedProperty: (v, p, m) => of(v, m).have.nested.property(p), nestedPropertyVal: (v, p, x, m) => of(v, m).have.nested.property(p, x), deepPropertyVal: (v, p, x, m) => of(v, m).have.deep.property(p, x),
    lengthOf: (v, n, m) => of(v, m).have.lengthOf(n), hasAllKeys: (v, k, m) => of(v, m).have.all.keys(k), hasAnyKeys: (v, k, m) => of(v, m).have.any.keys(k), containsAllKeys: (v, k, m) => of(v, m).contain.all.keys(k),
    throws: (f, t, x, m) => of(f, m).throw(t, x), throw: (f, t, x, m) => of(f, m).throw(t, x), doesNotThrow: (f, t, x, m) => of(f, m).not.throw(t, x),
    closeTo: (v, n, d, m) => of(v, m).be.closeTo(n, d), approximately: (v, n, d, m) => of(v, m).be.closeTo(n, d), oneOf: (v, l, m) => of(v, m).be.oneOf(l),
    sameMembers: (a, b, m) => of(a, m).have.members(b), sameDeepMembers: (a, b, m) => of(a, m).have.deep.members(b), includeMembers: (a, b, m) => of(a, m).include.members(b),
    isEmpty: (v, m) => of(v, m).be.empty, isNotEmpty: (v, m) => of(v, m).not.be.empty,
  };
  Object.assign(assert, functions);
  return {
    expect, assert, Assertion, AssertionError, version: '4.4.1', config: { truncateThreshold: 40 },
    use(plugin) { plugin(this, tools); return this; },
    should: () => { throw new Error('postern has no should of chai: use expect'); },
    util: { flag: tools.flag, inspect: tools.inspect, objDisplay: tools.display, eql: require('deep').alike },
  };
};
