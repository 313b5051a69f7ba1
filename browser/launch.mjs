// The browser, as the tests and the pictures use it.
import { chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
  // The newsroom speaks the browser's language to who chose none.
  "--accept-lang=fa-IR",
];

export const launch = () => chromium.launch({ executablePath: process.env.BINESH_CHROMIUM, args: FLAGS });

// Logs a page of the newsroom in.
export async function logIn(page, demo) {
  await page.locator("#name").fill(demo.login);
  await page.locator("#password").fill(demo.password);
  await page.getByRole("button", { name: "ورود" }).click();
}

// The path of the demo's article with pictures of everything: tags, comments, suggestions.
export async function articlePath(demo) {
  const query = encodeURIComponent("شهاب لاجین قهرمان");
  const found = await (await fetch(`${demo.site}/api/v1/search?q=${query}&limit=1`)).json();
  return new URL(found.results[0].url).pathname;
}

// A live coverage with a report that is pinned and another: the path of its page, and the one where it is reported.
export async function publishCoverage(browser, demo) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${demo.site}/newsroom/articles/new`);
  await logIn(page, demo);
  await page.goto(`${demo.site}/newsroom/articles/new`);
  await page.locator("#headline").fill("نیمه‌نهایی جام باشگاه‌ها، لحظه به لحظه");
  await page.locator("#body").fill("خبرنگار ما در ورزشگاه است.");
  await page.locator("#genre").selectOption("live");
  await page.locator("button[name=action][value=publish]").click();
  const path = new URL(await page.getByRole("link", { name: "دیدن در سایت" }).getAttribute("href"), demo.site).pathname;
  const code = page.url().match(/articles\/(\d+)/)[1];
  await page.getByRole("link", { name: "خبرهای پوشش زنده" }).click();
  await report(page, "سوت آغاز", "بازی آغاز شد.");
  await page.locator(".rows summary").first().click();
  await page.getByRole("button", { name: "سنجاق کردن" }).first().click();
  await report(page, "", "نخستین کرنر بازی از سمت چپ زده شد.");
  await context.close();
  return { path, desk: `/newsroom/articles/${code}/live` };
}

// Sends a report of a coverage from its page in the newsroom.
export async function report(page, headline, body) {
  await page.locator("#headline").fill(headline);
  await page.locator("#body").fill(body);
  await page.getByRole("button", { name: "فرستادن" }).click();
}
