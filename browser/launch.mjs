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
