// A live coverage in a real browser: what is new is told, and nothing moves before the reader wants it.
import { after, before, it } from "node:test";
import assert from "node:assert/strict";
import { startDemo } from "./demo.mjs";
import { launch, logIn, publishCoverage, report } from "./launch.mjs";

const EVERY_MS = 30_000;
let demo, browser, coverage, desk;

before(async () => {
  demo = await startDemo();
  browser = await launch();
  coverage = await publishCoverage(browser, demo);
  desk = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await desk.goto(demo.site + coverage.desk);
  await logIn(desk, demo);
  await desk.goto(demo.site + coverage.desk);
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

it("a reader is told what is new and is moved nowhere until it is asked for", async () => {
  const page = await (await browser.newContext({ viewport: { width: 360, height: 740 } })).newPage();
  await page.clock.install();
  const statuses = [];
  page.on("response", (answer) => answer.request().resourceType() === "fetch" && statuses.push(answer.status()));
  await page.goto(demo.site + coverage.path);
  const look = async () => {
    const answered = page.waitForResponse((answer) => answer.request().resourceType() === "fetch");
    await page.clock.runFor(EVERY_MS);
    await answered;
  };
  const button = page.locator(".fresh-posts button");
  await look();
  await look();
  assert.deepEqual([statuses.at(-1), await button.isVisible()], [304, false], "nothing is new, and little is sent");
  await report(desk, "گل نخست", "کاپیتان با ضربهٔ سر گل زد.");
  await report(desk, "", "یک بر صفر.");
  await page.locator("#e1").scrollIntoViewIfNeeded();
  const top = async () => (await page.locator("#e1").boundingBox()).y;
  const before = await top();
  await look();
  await button.waitFor();
  assert.equal(await button.innerText(), "۲ خبر تازه");
  assert.equal(await top(), before, "what is read stays where it is");
  assert.equal(await page.locator(".fresh-posts").getAttribute("role"), "status");
  await button.click();
  const ids = await page.locator(".posts > li").evaluateAll((all) => all.map((one) => one.id));
  assert.deepEqual(ids, ["e4", "e3", "e2", "e1"]);
  assert.equal(await page.evaluate(() => document.activeElement.id), "e4", "a screen reader reads on there");
  assert.equal(await button.isVisible(), false);
  await desk.getByRole("button", { name: "پایان پوشش" }).click();
  await look();
  const asked = statuses.length;
  await page.clock.runFor(4 * EVERY_MS);
  assert.equal(statuses.length, asked, "what is over is not asked for");
  await page.context().close();
  await desk.getByRole("button", { name: "از سر گرفتن پوشش" }).click();
});

it("a page that nobody looks at asks for nothing, and without scripts there is a plain link", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.clock.install();
  await page.addInitScript(() => Object.defineProperty(document, "hidden", { get: () => true }));
  const asked = [];
  page.on("request", (request) => request.resourceType() === "fetch" && asked.push(request.url()));
  await page.goto(demo.site + coverage.path);
  await page.clock.runFor(4 * EVERY_MS);
  assert.deepEqual(asked.filter((url) => url.includes(coverage.path)), []);
  await context.close();
  const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await plain.goto(demo.site + coverage.path);
  assert.equal(await plain.locator(".fresh-posts").isVisible(), false);
  const shown = await plain.locator(".posts > li").count();
  await report(desk, "", "بازی در وقت‌های اضافه است.");
  await plain.getByRole("link", { name: "تازه کن" }).click();
  assert.equal(await plain.locator(".posts > li").count(), shown + 1);
});
