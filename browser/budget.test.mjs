// What a first visit costs on a slow phone: bytes, requests, time, and that nothing moves.
import { after, before, it } from "node:test";
import assert from "node:assert/strict";
import { startDemo } from "./demo.mjs";
import { articlePath, launch } from "./launch.mjs";

const KB = 1024;
const HTML_BYTES_MAX = 12 * KB;
const ALL_BYTES_MAX = 75 * KB;
// The page, its style, script and font.
const REQUESTS_MAX = 4;
// Nothing moves; beside other work one visit of six had 0.001, and whatever a reader sees move has ten times as much.
const CLS_MAX = 0.01;
// A phone on slow 4G: 1.6 Mbit/s with 150 ms to and fro, and a processor that takes four times as long.
const NETWORK = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 };
const CPU_SLOWER = 4;
// What takes time is printed and not judged: this browser draws without a graphics processor, beside a server without
// optimisation that makes pictures. A site at rest is asked for less than 1 s, and no task over 50 ms.
const VISITS = 3;

let demo, browser, article;

before(async () => {
  demo = await startDemo();
  browser = await launch();
  article = await articlePath(demo);
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

// Runs in the page: what moved, what was painted largest and what held the main thread up.
function watch() {
  window.seen = { lcp: 0, cls: 0, long: [] };
  const on = (type, each) => new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true });
  on("largest-contentful-paint", (entry) => (window.seen.lcp = entry.startTime));
  on("layout-shift", (entry) => (window.seen.cls += entry.value));
  on("longtask", (entry) => window.seen.long.push(Math.round(entry.duration)));
}

// A first visit: nothing is kept from an earlier one.
async function visit(path) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true });
  const page = await context.newPage();
  const client = await context.newCDPSession(page);
  await client.send("Network.enable");
  await client.send("Network.emulateNetworkConditions", NETWORK);
  await client.send("Emulation.setCPUThrottlingRate", { rate: CPU_SLOWER });
  const requests = new Map();
  client.on("Network.requestWillBeSent", ({ requestId, request, type }) => requests.set(requestId, { url: request.url, type, bytes: 0 }));
  client.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => requests.has(requestId) && (requests.get(requestId).bytes = encodedDataLength));
  await page.addInitScript(watch);
  await page.goto(demo.site + path, { waitUntil: "networkidle" });
  await page.evaluate(() => document.fonts.ready);
  const seen = await page.evaluate(() => window.seen);
  await context.close();
  return { ...seen, requests: [...requests.values()].filter((one) => !one.url.startsWith("data:")) };
}

for (const [name, path] of [["the front page", () => "/"], ["an article", () => article]]) {
  it(`${name} is light, quick and still on a slow phone`, async (test) => {
    // Made and compressed before, as it is for all readers but the first.
    await fetch(demo.site + path(), { headers: { "accept-encoding": "br" } });
    const visits = [];
    for (let count = 0; count < VISITS; count += 1) visits.push(await visit(path()));
    for (const { requests, cls } of visits) {
      assert.deepEqual(requests.filter((one) => new URL(one.url).origin !== demo.site), [], "foreign hosts");
      const sent = requests.filter((one) => one.type !== "Image" && !/\/(favicon\.ico|assets\/icon-)/.test(one.url));
      const of = (type) => sent.filter((one) => one.type === type).reduce((sum, one) => sum + one.bytes, 0);
      assert.ok(sent.length <= REQUESTS_MAX, `${sent.length} requests: ${sent.map((one) => one.url).join(" ")}`);
      assert.ok(of("Document") > 0 && of("Document") <= HTML_BYTES_MAX, `the page has ${of("Document")} bytes`);
      const all = sent.reduce((sum, one) => sum + one.bytes, 0);
      assert.ok(of("Font") > 0 && all <= ALL_BYTES_MAX, `all has ${all} bytes`);
      assert.ok(cls < CLS_MAX, `something moved: ${cls}`);
    }
    const bytes = Object.fromEntries(visits[0].requests.map((one) => [one.type, one.bytes]));
    test.diagnostic(`bytes ${JSON.stringify(bytes)}, LCP ${visits.map((one) => Math.round(one.lcp)).join(" ")} ms, CLS ${visits.map((one) => one.cls).join(" ")}, long tasks ${JSON.stringify(visits.map((one) => one.long))}`);
  });
}
