// A real browser reads, comments and edits, against the demo of the debug binary.
import { after, before, describe, it } from "node:test";
import assert from "node:assert/strict";
import { startDemo } from "./demo.mjs";
import { startNetwork } from "./network.mjs";
import { articlePath, launch, logIn, publishCoverage } from "./launch.mjs";
import { violations } from "./axe.mjs";

let demo, browser, article, coverage;

before(async () => {
  demo = await startDemo();
  browser = await launch();
  article = new URL(await articlePath(demo), demo.site).href;
  coverage = await publishCoverage(browser, demo);
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

// A page whose every request must stay on the site and whose console must stay silent.
async function open(path, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: true, ...options });
  const page = await context.newPage();
  const strays = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol !== "data:" && url.origin !== demo.site) strays.push(request.url());
  });
  page.on("console", (message) => message.type() === "error" && !/status of (401|404|422)/.test(message.text()) && strays.push(message.text()));
  page.on("pageerror", (error) => strays.push(error.message));
  const answer = await page.goto(new URL(path, demo.site).href);
  return { context, page, answer, strays };
}

const kinds = () => [
  "/", "/section/sport", new URL(article).pathname, "/latest", "/most-viewed", "/most-discussed", "/archive", "/about", "/search?q=" + encodeURIComponent("کتابخانه"),
  "/tag/" + encodeURIComponent("کتاب"), "/author/" + encodeURIComponent("پویا-دلاور"), "/no/such/page", "/offline", "/opinion", "/photo", "/live", coverage.path, "/archive/1405", "/newsroom/login",
];

// Until the worker has kept an article.
const keptIn = (page, path) => page.evaluate(async (path) => {
  while (!await caches.match(path)) await new Promise(requestAnimationFrame);
}, path);

describe("readers", () => {
  it("every page kind is accessible, stays home and fits a phone and a desk, in both themes", async () => {
    for (const path of kinds()) {
      for (const [colorScheme, width] of [["light", 360], ["dark", 360], ["light", 1280], ["dark", 1280]]) {
        // Only scripts of ours are let in by policy; the checker's own is too.
        const { context, page, strays } = await open(path, { colorScheme, bypassCSP: true, viewport: { width, height: 800 } });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.equal(wide, 0, `${path} is ${wide} px too wide at ${width}`);
        assert.equal(await page.locator("main").count(), 1, path);
        assert.equal(await page.locator("html[lang=fa][dir=rtl]").count(), 1, path);
        assert.deepEqual(await violations(page), [], `${path} ${colorScheme} ${width}`);
        assert.deepEqual(strays, [], path);
        await context.close();
      }
    }
  });

  it("by keyboard the text is one key away, and where one is can be seen", async () => {
    const { context, page } = await open(article, { reducedMotion: "reduce" });
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), "#main");
    assert.ok((await page.locator(".skip").first().boundingBox()).y >= 0, "it comes into view");
    await page.keyboard.press("Enter");
    assert.match(page.url(), /#main$/);
    const seen = [];
    for (let step = 0; step < 12; step++) {
      await page.keyboard.press("Tab");
      seen.push(await page.evaluate(() => {
        const { activeElement: one } = document;
        const { outlineStyle, outlineWidth } = getComputedStyle(one);
        return { isIn: Boolean(one.closest("main")), y: one.getBoundingClientRect().y + scrollY, outline: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 };
      }));
    }
    assert.ok(seen.every((one) => one.isIn && one.outline), JSON.stringify(seen));
    const heights = seen.map((one) => Math.round(one.y));
    assert.ok(heights.every((y, at) => at === 0 || y >= heights[at - 1] - 40), `downwards: ${heights}`);
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior), "auto");
    await context.close();
  });

  it("the search box completes what is typed, by keyboard, and is a plain form without scripts", async () => {
    const { context, page, strays } = await open("/", { viewport: { width: 360, height: 800 } });
    const box = page.getByRole("combobox");
    await box.fill("کتابخ");
    const options = page.getByRole("option");
    await options.first().waitFor();
    assert.equal(await box.getAttribute("aria-expanded"), "true");
    await box.press("ArrowUp");
    assert.equal(await options.last().getAttribute("aria-selected"), "true");
    await box.press("ArrowDown");
    assert.equal(await box.getAttribute("aria-activedescendant"), "completion-0");
    await box.press("Escape");
    assert.equal(await options.count(), 0, "closed");
    await box.fill("کتابخان");
    await options.first().waitFor();
    await box.press("ArrowDown");
    await Promise.all([page.waitForURL(/\/(news|tag|section)\//), box.press("Enter")]);
    assert.deepEqual(strays, []);
    await context.close();
    const plain = await open("/", { javaScriptEnabled: false });
    await plain.page.locator("#q").fill("کتابخانه");
    await Promise.all([plain.page.waitForURL(/\/search\?q=/), plain.page.locator("#q").press("Enter")]);
    await plain.context.close();
  });

  it("the front page leads to all eight sections", async () => {
    const { context, page } = await open("/", { javaScriptEnabled: false });
    assert.equal(await page.locator(".of-section").count(), 8);
    assert.ok((await page.locator("main article, main .lines li").count()) >= 35);
    await context.close();
  });

  it("an article keeps the order that readers expect", async () => {
    const { context, page } = await open(article, { javaScriptEnabled: false });
    const order = [".kicker", "article h1", ".news-code", "time[datetime]", ".lead", ".body", ".source-line", ".tags", ".suggested", ".share", "#comments"];
    const tops = [];
    for (const selector of order) tops.push((await page.locator(selector).first().boundingBox()).y);
    assert.deepEqual(tops, [...tops].sort((a, b) => a - b), order.join(" "));
    assert.match(await page.locator("article time").first().innerText(), /^\S+ [۰-۹]+ \S+ [۰-۹]{4} - [۰-۹]{2}:[۰-۹]{2}$/);
    assert.match(await page.locator("article time").first().getAttribute("datetime"), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+03:30$/);
    await context.close();
  });

  it("what was opened is read without a network, and what was not is told", async (test) => {
    const network = await startNetwork(demo.site);
    test.after(network.cut);
    const context = await browser.newContext({ viewport: { width: 360, height: 800 } });
    const page = await context.newPage();
    const path = new URL(article).pathname;
    await page.goto(network.site + path);
    // The worker is asked to keep what was opened before there was one.
    await keptIn(page, path);
    const headline = await page.locator("article h1").innerText();
    await network.cut();
    await page.reload();
    assert.equal(await page.locator("article h1").innerText(), headline);
    await page.goto(network.site);
    assert.match(await page.locator("h1").innerText(), /به اینترنت دسترسی نیست/);
    const row = page.locator("#kept a", { hasText: headline });
    await row.waitFor();
    assert.ok(await page.evaluate(() => document.fonts.load("16px Vazirmatn").then((fonts) => fonts.length > 0)), "its font too");
    await Promise.all([page.waitForURL(network.site + path), row.click()]);
    assert.equal(await page.locator("article h1").innerText(), headline);
    await page.goto(`${network.site}/latest`);
    assert.match(await page.locator("h1").innerText(), /به اینترنت دسترسی نیست/);
    const desk = await context.newPage();
    await assert.rejects(desk.goto(`${network.site}/newsroom/login`), /ERR_CONNECTION_REFUSED/, "never the newsroom");
    await desk.close();
    await network.join();
    await page.goto(network.site);
    assert.ok((await page.locator("main article").count()) > 5, "the front itself");
    await context.close();
  });

  it("online nobody gets a kept page, and a new worker takes the place of the last one and all it kept", async () => {
    const { context, page } = await open(article);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await keptIn(page, new URL(article).pathname);
    // What is kept is made to say something else.
    await page.evaluate(async (path) => {
      const [name] = await caches.keys();
      await (await caches.open(name)).put(path, new Response("<h1>کهنه</h1>", { headers: { "content-type": "text/html" } }));
      await (await caches.open("of-an-older-version")).put("/news/1", new Response("<h1>کهنه</h1>"));
    }, new URL(article).pathname);
    await page.reload();
    assert.notEqual(await page.locator("h1").first().innerText(), "کهنه");
    // Started again, it is installed and activated as a new version is.
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).unregister());
    await page.reload();
    await page.evaluate(async () => {
      while ((await caches.keys()).includes("of-an-older-version")) await new Promise(requestAnimationFrame);
    });
    await context.close();
  });

  it("the short link is copied by its button, which is there with scripts only", async () => {
    const { context, page } = await open(article, { permissions: ["clipboard-read", "clipboard-write"] });
    const short = await page.locator(".short bdi").innerText();
    await page.getByRole("button", { name: "رونوشت پیوند" }).click();
    await page.getByText("رونوشت برداشته شد").waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), short);
    await context.close();
    const plain = await open(article, { javaScriptEnabled: false });
    assert.equal(await plain.page.locator(".short button").isVisible(), false);
    assert.equal(await plain.page.locator(".short bdi").innerText(), short);
    await plain.context.close();
  });

  it("search finds a word however it is typed", async () => {
    const { context, page } = await open("/", { javaScriptEnabled: false });
    const counts = [];
    for (const spelling of ["می‌شود", "میشود", "می شود", "ميشود"]) {
      await page.goto(demo.site);
      await page.locator("form[role=search] input[name=q]").first().fill(spelling);
      await page.keyboard.press("Enter");
      counts.push(await page.locator(".page-head .stamp").innerText());
      assert.ok((await page.locator("mark").count()) > 0, spelling);
    }
    assert.equal(new Set(counts).size, 1, counts.join(" "));
    await context.close();
  });

  it("without a script, a comment waits, is published by the newsroom, and is counted", async () => {
    const reader = await open(article, { javaScriptEnabled: false });
    await reader.page.locator("#name").fill("خوانندهٔ آزمایشی");
    await reader.page.locator("#body").fill("آفرین بر این تیم <b>کوچک</b>!");
    await reader.page.getByRole("button", { name: "فرستادن نظر" }).click();
    assert.match(await reader.page.locator("h1").innerText(), /نظر شما رسید/);
    const editor = await open("/newsroom/comments", { javaScriptEnabled: false });
    await logIn(editor.page, demo);
    const row = editor.page.locator(".comment-row", { hasText: "خوانندهٔ آزمایشی" });
    await row.getByRole("button", { name: "انتشار", exact: true }).click();
    await reader.page.goto(article);
    assert.match(await reader.page.locator(".talks").innerText(), /آفرین بر این تیم <b>کوچک<\/b>!/);
    assert.match(await reader.page.locator(".counts").innerText(), /انتشار یافته: ۴/);
    await reader.context.close();
    await editor.context.close();
  });
});

describe("comfort", () => {
  const of = (page) => page.evaluate(() => {
    const style = getComputedStyle(document.querySelector(".body"));
    return { size: parseFloat(style.fontSize), ground: getComputedStyle(document.body).backgroundColor };
  });

  it("theme and size of the text are chosen, remembered and set before anything is shown", async () => {
    const { context, page, strays } = await open(article);
    const usual = await of(page);
    await page.locator(".comfort summary").click();
    await page.locator("label[for=theme-dark]").click();
    await page.locator("label[for=size-larger]").click();
    const chosen = await of(page);
    assert.ok(chosen.size > usual.size * 1.3 && chosen.ground !== usual.ground, JSON.stringify([usual, chosen]));
    await page.reload();
    assert.deepEqual(await of(page), chosen);
    assert.equal(await page.locator("#theme-dark").isChecked(), true);
    assert.deepEqual(strays, []);
    await context.close();
  });

  it("they work on a page without a script, and paper has neither menu nor form", async () => {
    const { context, page } = await open(article, { javaScriptEnabled: false });
    const usual = await of(page);
    await page.locator(".comfort summary").click();
    await page.locator("label[for=theme-dark]").click();
    await page.locator("label[for=size-large]").click();
    const chosen = await of(page);
    assert.ok(chosen.size > usual.size && chosen.ground !== usual.ground, JSON.stringify([usual, chosen]));
    await page.emulateMedia({ media: "print" });
    for (const hidden of [".masthead", ".comments", ".share", ".foot", ".print"]) assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
    assert.match(await page.locator(".print-only").innerText(), /http:\/\/\S+\/\d+/);
    assert.equal((await of(page)).ground, "rgb(255, 255, 255)");
    await context.close();
  });

  it("a line of an article has sixty to seventy letters", async () => {
    const { context, page } = await open(article, { viewport: { width: 1280, height: 900 } });
    await page.reload();
    await page.evaluate(() => document.fonts.ready);
    const letters = await page.evaluate(() => {
      const text = "سرمربی گفت بچه‌ها با اتوبوس قدیمی باشگاه به زمین می‌آمدند و هیچ‌گاه گله نکردند و این جام برای همان است ";
      const body = document.querySelector(".body");
      const span = document.createElement("span");
      span.textContent = text;
      span.style.whiteSpace = "nowrap";
      body.append(span);
      const width = span.getBoundingClientRect().width / text.length;
      return body.clientWidth / width;
    });
    assert.ok(letters >= 60 && letters <= 75, `${letters} letters`);
    await context.close();
  });
});

describe("newsroom", () => {
  it("a wrong password is refused in words", async () => {
    const { context, page, answer } = await open("/newsroom");
    assert.match(page.url(), /login/);
    assert.equal(answer.status(), 200);
    await page.locator("#name").fill(demo.login);
    await page.locator("#password").fill("nadorost");
    await page.getByRole("button", { name: "ورود" }).click();
    assert.match(await page.getByRole("alert").innerText(), /درست نیست/);
    await context.close();
  });

  it("an article from the inbox is edited, published, found and taken away", async () => {
    const { context, page, strays } = await open("/newsroom", { bypassCSP: true });
    await logIn(page, demo);
    assert.deepEqual(await violations(page), []);
    await page.locator(".inbox-row a").first().click();
    assert.deepEqual(await violations(page), []);
    await page.locator("#headline").fill("تیتر ویرایش‌شدهٔ آزمایش");
    await page.locator("button[name=action][value=publish]").click();
    await page.getByRole("link", { name: "دیدن در سایت" }).click();
    assert.equal(await page.locator("article h1").innerText(), "تیتر ویرایش‌شدهٔ آزمایش");
    const address = page.url();
    await page.goBack();
    await page.locator("button[name=action][value=unpublish]").click();
    assert.equal((await page.goto(address)).status(), 410);
    assert.deepEqual(strays.filter((one) => !/410/.test(one)), []);
    await context.close();
  });

  it("every page of the desk is accessible and fits a phone, in both themes", async () => {
    for (const colorScheme of ["light", "dark"]) {
      const { context, page } = await open("/newsroom", { colorScheme, bypassCSP: true, viewport: { width: 360, height: 800 } });
      await logIn(page, demo);
      const rows = await page.locator("a.row-title, .inbox-row a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
      const paths = ["/newsroom", ...rows.slice(0, 2), "/newsroom/articles/new", coverage.desk, "/newsroom/comments", "/newsroom/sources", "/newsroom/sources/1", "/newsroom/changes", "/newsroom/settings", "/newsroom/appearance", "/newsroom/password"];
      for (const path of paths) {
        await page.goto(new URL(path, demo.site).href);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.equal(wide, 0, `${path} is ${wide} px too wide for a phone`);
        assert.deepEqual(await violations(page), [], `${path} ${colorScheme}`);
      }
      await context.close();
    }
  });

  it("an own article is written, its half-spaces repaired, and kept as a draft", async () => {
    const { context, page } = await open("/newsroom/articles/new", { javaScriptEnabled: false });
    await logIn(page, demo);
    await page.locator("#headline").fill("کتاب ها می رسند");
    await page.locator("#body").fill("این متن می تواند بهتر شود.");
    await page.locator("button[value=repair]").click();
    assert.equal(await page.locator("#headline").inputValue(), "کتاب‌ها می‌رسند");
    await page.locator("button[value=save]").click();
    assert.match(page.url(), /articles\/\d+\?done=saved$/);
    assert.match(await page.locator(".state").innerText(), /پیش‌نویس/);
    await context.close();
  });
});
