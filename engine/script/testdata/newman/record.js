// Records what Postman's own sandbox, the one in newman, prints for the scripts
// beside this file:
//
//   npm install --prefix /tmp/newman newman@6.2.2
//   TZ=UTC node record.js /tmp/newman
//
// For each NAME.js it writes NAME.want, a console line a line. The request, the
// answer and the variables are those of host_test.go. What only Postman's app
// has is in NAME.node.js, and recorded in Node.js itself.
const { execFileSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const Sandbox = require(path.join(process.argv[2], 'node_modules', 'postman-sandbox'));

const row = (key, value) => ({ key, value });
const context = () => ({
  request: { url: 'http://localhost:8080/p/a?x=1&y=2', method: 'POST', header: [row('X-A', '1')], body: { mode: 'raw', raw: '{"a":1}' } },
  response: { code: 200, status: 'OK', responseTime: 12, header: [row('Content-Type', 'application/json; charset=utf-8'), row('X-B', 'b1'), row('X-B', 'b2')], stream: Buffer.from('{"a":1,"b":{"c":[1,2,{"d":"x"}]},"s":"text","n":null}') },
  environment: { name: 'env', values: [row('e1', 'v1'), row('n', 5)] }, globals: [row('g1', 'G')], collectionVariables: { values: [row('c1', 'C')] },
  cookies: [{ name: 'ck', value: 'cv', domain: 'localhost', path: '/' }],
});

const scripts = fs.readdirSync(__dirname).filter((f) => f.endsWith('.js') && f !== path.basename(__filename));
const alone = "const say = console.log; new (async () => {}).constructor('console', require('fs').readFileSync(process.argv[1], 'utf8'))({ log: (text) => say(JSON.stringify(text)) })";
for (const file of scripts.filter((f) => f.endsWith('.node.js'))) {
  fs.writeFileSync(path.join(__dirname, file.replace(/js$/, 'want')), execFileSync(process.execPath, ['-e', alone, path.join(__dirname, file)]));
}

for (const file of scripts.filter((f) => !f.endsWith('.node.js'))) {
  Sandbox.createContext({ timeout: 20000 }, (error, sandbox) => {
    if (error) throw error;
    const lines = [];
    sandbox.on('error', (e) => lines.push(`ERROR ${e.message}`));
    sandbox.on('console', (cursor, level, ...args) => { if (level === 'log') lines.push(JSON.stringify(args[0])); });
    sandbox.execute({ listen: 'test', script: { type: 'text/javascript', exec: fs.readFileSync(path.join(__dirname, file), 'utf8') } }, { context: context(), cursor: { iteration: 0, cycles: 1 }, legacy: { _itemName: 'list users', _itemId: 'r1' } }, (e) => {
      if (e) lines.push(`ERROR ${e.message}`);
      fs.writeFileSync(path.join(__dirname, file.replace(/js$/, 'want')), lines.join('\n') + '\n');
      sandbox.dispose();
    });
  });
}
