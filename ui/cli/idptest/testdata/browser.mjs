// Plays the person at the browser that postern opens: follows the address to
// the login page of an identity provider, logs in, grants what is asked for,
// and stays until a page says that it is over. It is a real Chromium without
// a window.
//
//	node browser.mjs REPORT ADDRESS [DEVICE CODE]
//
// REPORT gets a JSON object: the addresses the window was at, and the text of
// the last page. Nothing but this machine can be reached.
import { writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const [report, address, code] = process.argv.slice(2);
const patience = 40_000;

// What a person types, and presses then.
const typed = [
  ['input[name=login], input[name=username]', 'ada'],
  ['input[name=password]', 'correct horse 1'],
  ['input[name=user_code], input[maxlength="9"]', code],
];
const buttons = 'button[type=submit], button:text-is("Grant access"), button:text-is("Continue"), button:text-is("OK")';
const over = /you (can|may) close this window|Sign-in Success/i;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  headless: true,
  timeout: patience,
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  ],
});
const seen = { visited: [], text: '' };
const page = await browser.newPage({ locale: 'en' });
try {
  page.setDefaultTimeout(patience);
  await page.route((url) => url.hostname !== '127.0.0.1', (route) => route.abort());
  page.on('framenavigated', (frame) => frame === page.mainFrame() && seen.visited.push(frame.url()));
  page.on('response', (r) => console.log(r.status(), r.request().method(), r.url()));
  page.on('console', (message) => console.log(message.text()));

  await page.goto(address);
  while (await another()) await answer();
} catch (error) {
  console.log(error);
  process.exitCode = 1;
} finally {
  seen.text = await page.locator('body').innerText().catch(String);
  await browser.close();
  writeFileSync(report, JSON.stringify(seen));
}

// another waits for a page that asks for something, and says whether one came.
async function another() {
  const end = page.getByText(over);
  await end.or(page.locator(buttons)).first().waitFor();
  return (await end.count()) === 0;
}

// answer does what the page asks for and waits until it is gone.
async function answer() {
  const before = await look();
  for (const [fields, value] of typed) {
    const field = page.locator(fields).filter({ visible: true });
    if (value && (await field.count())) await field.fill(value);
  }
  for (const box of await page.locator('input[type=checkbox]:visible').all()) await box.check();
  await page.locator(buttons).first().click();
  await page.waitForFunction((old) => location.href + document.body.innerText !== old, before);
}

function look() {
  return page.evaluate(() => location.href + document.body.innerText);
}
