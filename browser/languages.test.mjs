// The interface in English, and texts of one direction within another, as a real browser sets them.
import { after, before, it } from "node:test";
import assert from "node:assert/strict";
import { startDemo } from "./demo.mjs";
import { articlePath, launch, logIn } from "./launch.mjs";
import { violations } from "./axe.mjs";

// Begins with a Latin word, holds two whose marks might leave them, and ends with a mark.
const HEADLINE = "iPhone 17 با «C++» به گزارش (CNN) معرفی شد!";
const ENGLISH = { locale: "en-GB" };
const LOOKS = [["light", 360], ["dark", 360], ["light", 1280], ["dark", 1280]];
let demo, browser, article, mixed;

before(async () => {
  demo = await startDemo();
  browser = await launch();
  article = await articlePath(demo);
  mixed = await publish();
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

// Publishes an article with the mixed headline, and a paragraph in English.
async function publish() {
  const context = await browser.newContext(ENGLISH);
  const page = await context.newPage();
  await page.goto(`${demo.site}/newsroom/login?next=/newsroom/articles/new`);
  await page.locator("#name").fill(demo.login);
  await page.locator("#password").fill(demo.password);
  await page.getByRole("button", { name: "Log in" }).click();
  await page.locator("#headline").fill(HEADLINE);
  await page.locator("#body").fill("زبان C++ در این گزارش آمده است.\n<p>The whole of this paragraph is in English.</p>");
  await page.getByRole("button", { name: "Save and publish" }).click();
  const code = page.url().match(/articles\/(\d+)/)[1];
  await context.close();
  return new URL((await fetch(`${demo.site}/${code}`)).url).pathname;
}

async function open(path, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  await page.goto(demo.site + path);
  return { context, page };
}

// In the page: the boxes of a word's letters within an element, and the box of the element's text.
function boxes(element, word) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const letters = [];
  while (walker.nextNode()) {
    for (let at = 0; at < walker.currentNode.length; at++) {
      const range = document.createRange();
      range.setStart(walker.currentNode, at);
      range.setEnd(walker.currentNode, at + 1);
      const [box] = range.getClientRects();
      letters.push({ letter: walker.currentNode.data[at], left: box?.left ?? 0, right: box?.right ?? 0, middle: box ? (box.top + box.bottom) / 2 : 0, isShown: Boolean(box) });
    }
  }
  const text = letters.map((one) => one.letter).join("");
  const at = text.indexOf(word);
  return { found: letters.slice(at, at + word.length), all: letters.filter((one) => one.isShown), text };
}

const placed = (locator, word) => locator.evaluate(boxes, word);

// A headline is set from the right, whatever stands around it: its last mark ends its last line, its first word begins its first.
async function isSetFromTheRight(locator, told) {
  const { found: [mark], all } = await placed(locator, "!");
  const { found: [, seven] } = await placed(locator, "17");
  const line = (one) => all.filter((other) => Math.abs(other.middle - one.middle) < 12);
  assert.equal(mark.left, Math.min(...line(mark).map((one) => one.left)), `${told}: the last mark stands at the left end`);
  assert.ok(seven.right >= Math.max(...line(seven).map((one) => one.right)) - 1, `${told}: what is first stands at the right end`);
  const { found: [c, plus, last] } = await placed(locator, "C++");
  assert.ok(c.right <= plus.left + 1 && plus.right <= last.left + 1, `${told}: «C++» is whole`);
  const { found: [open, ...cnn] } = await placed(locator, "(CNN)");
  const close = cnn.pop();
  assert.ok(cnn.every((one, at) => at === 0 || one.left >= cnn[at - 1].right - 1), `${told}: CNN in its order`);
  assert.ok(close.right <= cnn[0].left + 1 && open.left >= cnn.at(-1).right - 1, `${told}: its brackets stand around it`);
}

it("a headline of both directions is set from the right and keeps its words whole, in both languages", async () => {
  for (const root of ["", "/en"]) {
    const { context, page } = await open(root + mixed);
    await isSetFromTheRight(page.locator("h1"), `${root} article`);
    const paragraph = page.locator(".body p", { hasText: "whole of this" });
    assert.equal(await paragraph.evaluate((one) => getComputedStyle(one).direction), "ltr");
    const { found: [full], all } = await placed(paragraph, ".");
    assert.equal(full.right, Math.max(...all.map((one) => one.right)), `${root}: an English paragraph ends at its right`);
    const { found: [c, plus] } = await placed(page.locator(".body p").first(), "C++");
    assert.ok(c.right <= plus.left + 1, `${root}: in the text too`);
    await page.goto(`${demo.site}${root}/latest`);
    await isSetFromTheRight(page.locator(".list h2 a", { hasText: "iPhone 17" }), `${root} list`);
    await page.goto(`${demo.site}${root}/`);
    await isSetFromTheRight(page.locator("main a", { hasText: "iPhone 17" }).first(), `${root} front`);
    await context.close();
  }
});

it("pages in English are accessible, fit a phone and a desk, and lead to one another, in both themes", async () => {
  const kinds = ["/en", `/en${article}`, "/en/search?q=" + encodeURIComponent("کتابخانه"), "/en/latest", "/en/most-viewed", "/en/archive", "/en/archive/1405", "/en/no/such/page"];
  for (const path of kinds) {
    for (const [colorScheme, width] of LOOKS) {
      const { context, page } = await open(path, { colorScheme, bypassCSP: true, viewport: { width, height: 800 } });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(wide, 0, `${path} is ${wide} px too wide at ${width}`);
      assert.equal(await page.locator("html[lang=en][dir=ltr]").count(), 1, path);
      assert.deepEqual(await violations(page), [], `${path} ${colorScheme} ${width}`);
      await context.close();
    }
  }
  const { context, page } = await open("/en");
  await page.locator("main h2 a, main h3 a").first().click();
  assert.match(new URL(page.url()).pathname, /^\/en\/news\/\d+\//);
  await page.locator(".foot a[hreflang=fa]").click();
  assert.equal(await page.locator("html[lang=fa][dir=rtl]").count(), 1);
  assert.match(new URL(page.url()).pathname, /^\/news\/\d+\//);
  await page.goto(`${demo.site}/en`);
  await page.getByRole("combobox").fill("کتابخ");
  await page.getByRole("option").first().waitFor();
  const addresses = await page.getByRole("option").locator("a").evaluateAll((all) => all.map((one) => new URL(one.href).pathname));
  assert.ok(addresses.every((path) => path.startsWith("/en/")), addresses.join());
  await context.close();
});

it("the newsroom in English is accessible, and each person chooses its language", async () => {
  for (const [colorScheme, width] of LOOKS) {
    const { context, page } = await open("/newsroom/login", { ...ENGLISH, colorScheme, bypassCSP: true, viewport: { width, height: 800 } });
    assert.deepEqual(await violations(page), [], `login ${colorScheme} ${width}`);
    await page.locator("#name").fill(demo.login);
    await page.locator("#password").fill(demo.password);
    await page.getByRole("button", { name: "Log in" }).click();
    for (const path of ["/newsroom", "/newsroom/articles/new", "/newsroom/sources", "/newsroom/settings", "/newsroom/appearance", "/newsroom/comments", "/newsroom/password"]) {
      await page.goto(demo.site + path);
      assert.equal(await page.locator("html[lang=en][dir=ltr]").count(), 1, path);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(wide, 0, `${path} is ${wide} px too wide at ${width}`);
      assert.deepEqual(await violations(page), [], `${path} ${colorScheme} ${width}`);
    }
    await page.goto(`${demo.site}/newsroom/sources`);
    await page.locator("a[hreflang=fa]").click();
    assert.equal(new URL(page.url()).pathname, "/newsroom/sources", "back to the page it stood on");
    assert.equal(await page.locator("html[lang=fa][dir=rtl]").count(), 1);
    await context.close();
  }
});

it("an empty field goes as its page does, and then as its text does", async () => {
  const { context, page } = await open(mixed);
  const direction = () => page.locator("#body").evaluate((one) => getComputedStyle(one).direction);
  assert.equal(await direction(), "rtl");
  await page.locator("#body").fill("In English");
  assert.equal(await direction(), "ltr");
  await context.close();
});
