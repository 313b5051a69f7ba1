// The checker of accessibility, run within a page.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

// Every violation of WCAG 2.2 AA, and of what else the checker calls serious.
export async function violations(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const counts = (one) => ["serious", "critical"].includes(one.impact) || one.tags.some((tag) => WCAG.includes(tag));
  return found.violations.filter(counts).map((one) => `${one.id}: ${one.nodes[0].html}`);
}
