// require('chai'): expect, should, and the assert functions in chai's order of
// arguments.

// Each row is names, the chain that does it, and how many arguments the chain
// takes after the value; then a message may come.
const rows = [
  ['isOk ok', 'be.ok', 0], ['isNotOk notOk', 'not.be.ok', 0],
  ['strictEqual', 'equal', 1], ['notStrictEqual', 'not.equal', 1],
  ['deepEqual deepStrictEqual', 'eql', 1], ['notDeepEqual', 'not.eql', 1],
  ['isAbove', 'be.above', 1], ['isAtLeast', 'be.least', 1], ['isBelow', 'be.below', 1], ['isAtMost', 'be.most', 1],
  ['isTrue', 'be.true', 0], ['isNotTrue', 'not.equal', 0, true], ['isFalse', 'be.false', 0], ['isNotFalse', 'not.equal', 0, false],
  ['isNull', 'equal', 0, null], ['isNotNull', 'not.equal', 0, null], ['isUndefined', 'equal', 0, undefined], ['isDefined', 'not.equal', 0, undefined],
  ['isNaN', 'be.NaN', 0], ['isNotNaN', 'not.be.NaN', 0], ['exists', 'exist', 0], ['notExists', 'not.exist', 0], ['isFinite', 'be.finite', 0],
  ['typeOf', 'be.a', 1], ['notTypeOf', 'not.be.a', 1], ['instanceOf', 'be.instanceOf', 1], ['notInstanceOf', 'not.be.instanceOf', 1],
  ['include', 'include', 1], ['notInclude', 'not.include', 1], ['match', 'match', 1], ['notMatch', 'not.match', 1],
  ['property', 'have.property', 1], ['notProperty', 'not.have.property', 1], ['propertyVal', 'have.property', 2], ['notPropertyVal', 'not.have.property', 2],
  ['lengthOf', 'have.lengthOf', 1], ['closeTo', 'be.closeTo', 2], ['approximately', 'be.approximately', 2], ['oneOf', 'be.oneOf', 1],
  ['throws throw Throw', 'throw', 2], ['doesNotThrow', 'not.throw', 2],
  ['sameMembers', 'have.members', 1], ['notSameMembers', 'not.have.members', 1],
  ['sameOrderedMembers', 'have.ordered.members', 1], ['notSameOrderedMembers', 'not.have.ordered.members', 1],
  ['sameDeepMembers', 'have.deep.members', 1], ['notSameDeepMembers', 'not.have.deep.members', 1],
  ['sameDeepOrderedMembers', 'have.deep.ordered.members', 1], ['notSameDeepOrderedMembers', 'not.have.deep.ordered.members', 1],
  ['includeMembers', 'include.members', 1], ['notIncludeMembers', 'not.include.members', 1],
  ['includeDeepMembers', 'include.deep.members', 1], ['notIncludeDeepMembers', 'not.include.deep.members', 1],
  ['includeOrderedMembers', 'include.ordered.members', 1], ['notIncludeOrderedMembers', 'not.include.ordered.members', 1],
  ['includeDeepOrderedMembers', 'include.deep.ordered.members', 1], ['notIncludeDeepOrderedMembers', 'not.include.deep.ordered.members', 1],
  ['hasAnyKeys', 'have.any.keys', 1], ['hasAllKeys', 'have.all.keys', 1], ['containsAllKeys', 'contain.all.keys', 1],
  ['doesNotHaveAnyKeys', 'not.have.any.keys', 1], ['doesNotHaveAllKeys', 'not.have.all.keys', 1],
  ['hasAnyDeepKeys', 'have.any.deep.keys', 1], ['hasAllDeepKeys', 'have.all.deep.keys', 1], ['containsAllDeepKeys', 'contain.all.deep.keys', 1],
  ['doesNotHaveAnyDeepKeys', 'not.have.any.deep.keys', 1], ['doesNotHaveAllDeepKeys', 'not.have.all.deep.keys', 1],
  ['isExtensible extensible', 'be.extensible', 0], ['isNotExtensible notExtensible', 'not.be.extensible', 0],
  ['isSealed sealed', 'be.sealed', 0], ['isNotSealed notSealed', 'not.be.sealed', 0], ['isFrozen frozen', 'be.frozen', 0], ['isNotFrozen notFrozen', 'not.be.frozen', 0],
  ['isEmpty empty', 'be.empty', 0], ['isNotEmpty notEmpty', 'not.be.empty', 0],
];
for (const type of ['Function', 'Object', 'Array', 'String', 'Number', 'Boolean']) {
  rows.push([`is${type}`, 'be.a', 0, type.toLowerCase()], [`isNot${type}`, 'not.be.a', 0, type.toLowerCase()]);
}
for (const how of ['deep', 'nested', 'own', 'deep.nested', 'deep.own']) {
  const name = how.replace(/(^|\.)(.)/g, (all, dot, c) => c.toUpperCase());
  const small = name[0].toLowerCase() + name.slice(1);
  rows.push([`${small}Include`, `${how}.include`, 1], [`not${name}Include`, `not.${how}.include`, 1]);
  if (!how.startsWith('deep')) rows.push([`${small}Property`, `have.${how}.property`, 1], [`not${name}Property`, `not.have.${how}.property`, 1]);
  rows.push([`${small}PropertyVal`, `have.${how}.property`, 2], [`not${name}PropertyVal`, `not.have.${how}.property`, 2]);
}

module.exports = function (tools, expect) {
  const { AssertionError, Assertion, display } = tools;
  const assert = function (ok, message) {
    if (!ok) throw new AssertionError(message || 'Unspecified AssertionError');
  };
  assert.fail = (...args) => {
    if (args.length < 2) expect.fail(args[0] || 'assert.fail()');
    expect.fail(args[0], args[1], args[2] || 'assert.fail()', args[3]);
  };
  for (const [names, chain, count, ...fixed] of rows) {
    const check = (value, ...args) => {
      let at = new Assertion(value, args[count]).to;
      for (const word of chain.split('.').slice(0, -1)) at = at[word];
      const last = chain.split('.').pop();
      if (fixed.length > 0) at[last](...fixed);
      else if (count > 0) at = at[last](...args.slice(0, count));
      else at = at[last];
      return at;
    };
    for (const name of names.split(' ')) assert[name] = check;
  }
  for (const name of ['throws', 'throw', 'Throw', 'doesNotThrow']) {
    const check = assert[name];
    // A text or pattern may stand where the type of the error stands.
    assert[name] = (run, type, text, message) => {
      if (typeof type === 'string' || type instanceof RegExp) [type, text] = [null, type];
      const thrown = check(run, type, text, message);
      return thrown && thrown._flags.object;
    };
  }
  assert.equal = (a, b, m) => new Assertion(a, m).assert(a == b, 'expected #{this} to equal #{exp}', 'expected #{this} to not equal #{act}', b, a, true); // eslint-disable-line eqeqeq
  assert.notEqual = (a, b, m) => new Assertion(a, m).assert(a != b, 'expected #{this} to not equal #{exp}', '', b, a, true); // eslint-disable-line eqeqeq
  assert.ifError = (value) => { if (value) throw value; };
  assert.operator = (a, operator, b, message) => {
    const holds = {
      '==': () => a == b, '===': () => a === b, '>': () => a > b, '>=': () => a >= b, // eslint-disable-line eqeqeq
      '<': () => a < b, '<=': () => a <= b, '!=': () => a != b, '!==': () => a !== b, // eslint-disable-line eqeqeq
    };
    if (!Object.prototype.hasOwnProperty.call(holds, operator)) throw new AssertionError(`${message ? `${message}: ` : message}Invalid operator "${operator}"`);
    const ok = holds[operator]();
    new Assertion(ok, message).assert(ok === true, `expected ${display(a)} to be ${operator} ${display(b)}`, `expected ${display(a)} to not be ${operator} ${display(b)}`);
  };
  for (const word of ['change', 'increase', 'decrease']) {
    const name = word[0].toUpperCase() + word.slice(1);
    // move takes what is watched: a function, or an object and a member.
    const move = (chain, end) => (run, object, key, ...rest) => {
      if (typeof object === 'function') [key, rest] = [undefined, [key, ...rest]];
      let at = new Assertion(run, rest[end ? 1 : 0]).to;
      for (const w of chain) at = at[w];
      at = at[word](object, key);
      if (end) (end === 'by' ? at : at.not).by(rest[0]);
    };
    assert[`${word}s`] = move([]);
    assert[`doesNot${name}`] = move(['not']);
    assert[`${word}sBy`] = move([], 'by');
    assert[`${word}sButNotBy`] = move([], 'not by');
    if (word === 'decrease') assert.doesNotDecreaseBy = assert.decreasesButNotBy;
  }
  return {
    expect, assert, Assertion, AssertionError, version: '4.5.0', config: tools.config,
    use(plugin) { plugin(this, this.util); return this; },
    should() {
      Object.defineProperty(Object.prototype, 'should', {
        configurable: true,
        get() { return new Assertion(this instanceof String || this instanceof Number || this instanceof Boolean ? this.valueOf() : this); },
        set(value) { Object.defineProperty(this, 'should', { value, enumerable: true, configurable: true, writable: true }); },
      });
      return { fail: expect.fail, not: {} };
    },
    util: {
      flag: tools.flag, inspect: tools.inspect, objDisplay: display, eql: require('deep').alike, type: require('deep').kind, isNaN: Number.isNaN,
      addProperty: (on, name, get) => tools.word(name, get), addMethod: (on, name, run) => tools.method(name, run), addChainableMethod: (on, name, run, seen) => tools.both(name, run, seen),
      overwriteMethod: (on, name, make) => on.constructor.overwriteMethod(name, make), overwriteProperty: (on, name, make) => on.constructor.overwriteProperty(name, make),
    },
  };
};
