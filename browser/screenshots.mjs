// Pictures of every page kind, narrow and wide, by day and by night, from the demo. Without arguments all are taken.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startDemo } from "./demo.mjs";
import { articlePath, launch, logIn } from "./launch.mjs";

const WIDTHS = [["phone", { width: 360, height: 740 }], ["desktop", { width: 1280, height: 900 }]];
const SCHEMES = ["light", "dark"];
// Letters stay sharp, and a picture has some tens of kilobytes.
const QUALITY = 72;

const folder = join(process.env.BINESH_TARGET, "screenshots");
const demo = await startDemo();
const browser = await launch();

// Makes a story of two versions: an editor publishes a copy that waits.
async function publishCopy() {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${demo.site}/newsroom`);
  await logIn(page, demo);
  await page.locator(".inbox-row a").first().click();
  await page.locator("button[name=action][value=publish]").click();
  const code = page.url().match(/articles\/(\d+)/)[1];
  await page.goto(`${demo.site}/newsroom/articles/${code}`);
  await context.close();
  const answer = await fetch(`${demo.site}/story/${code}`);
  return new URL(answer.url).pathname;
}

// An article that was taken away.
async function takeAway() {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${demo.site}/newsroom?state=published`);
  await logIn(page, demo);
  await page.goto(`${demo.site}/newsroom?state=published`);
  await page.locator("a.row-title").last().click();
  const code = page.url().match(/articles\/(\d+)/)[1];
  await page.locator("button[name=action][value=unpublish]").click();
  await context.close();
  return `/${code}`;
}

async function link(path, pattern) {
  return (await (await fetch(demo.site + path)).text()).match(pattern)?.[1];
}

const month = await link("/archive", /href="(\/archive\/\d+\/\d+)"/);
const search = (words) => `/search?q=${encodeURIComponent(words)}`;
const gone = await takeAway();
const kinds = [
  ["front", "/"], ["section", "/section/sport"], ["tag", "/tag/" + encodeURIComponent("کتاب")],
  ["author", "/author/" + encodeURIComponent("پویا-دلاور")], ["story", await publishCopy()], ["article", await articlePath(demo)],
  ["archive", "/archive"], ["archive-year", month.replace(/\/\d+$/, "")], ["archive-month", month],
  ["archive-day", await link(month, /href="(\/archive\/\d+\/\d+\/\d+)"/)],
  ["search", search("کتابخانه")], ["search-nothing", search("غژغژک")], ["about", "/about"], ["latest", "/latest"],
  ["most-viewed", "/most-viewed"], ["most-discussed", "/most-discussed?window=week"], ["not-found", "/no/such/page"], ["gone", gone],
  ["english-front", "/en"], ["english-article", `/en${await articlePath(demo)}`], ["live", "/live"],
];
const desk = [
  ["newsroom-desk", "/newsroom"], ["newsroom-article", "/newsroom/articles/new"], ["newsroom-comments", "/newsroom/comments"],
  ["newsroom-sources", "/newsroom/sources"], ["newsroom-appearance", "/newsroom/appearance"], ["newsroom-settings", "/newsroom/settings"],
];

async function take(page, client, name, path) {
  await page.goto(demo.site + path);
  await page.evaluate(() => document.fonts.ready);
  const { data } = await client.send("Page.captureScreenshot", { format: "webp", quality: QUALITY });
  writeFileSync(join(folder, `${name}.webp`), Buffer.from(data, "base64"));
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const [size, viewport] of WIDTHS) {
  for (const colorScheme of SCHEMES) {
    const context = await browser.newContext({ viewport, colorScheme });
    const page = await context.newPage();
    const client = await context.newCDPSession(page);
    // The font that the first page brings is shown from the second on.
    await page.goto(demo.site);
    await page.evaluate(() => document.fonts.ready);
    const shot = (name, path) => take(page, client, `${name}-${size}-${colorScheme}`, path);
    for (const [name, path] of kinds) await shot(name, path);
    await shot("newsroom-login", "/newsroom/login");
    await logIn(page, demo);
    for (const [name, path] of desk) await shot(name, path);
    await context.close();
  }
}
await browser.close();
await demo.stop();
