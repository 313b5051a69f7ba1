// Keeps the articles that were opened, to be read without a network. Never shows a kept page while there is one.
const CACHE = "{{version}}";
const SHELL = {{shell}};
// Of articles; the oldest goes first. One that is larger than so many bytes is not kept.
const KEPT = 30, BYTES = 512 * 1024;
const isArticle = (url) => url.origin === location.origin && /^(\/en)?\/news\/\d+(\/[^/]+)?$/.test(url.pathname);

// What stands in for a page, in its language.
const offline = (path) => /^\/en(\/|$)/.test(path) ? "/en/offline" : "/offline";

async function keep(path, answer) {
  const cache = await caches.open(CACHE);
  if (!await cache.match(offline(path))) await cache.add(offline(path));
  await cache.delete(path);
  if (!answer.ok || answer.redirected || (await answer.clone().blob()).size > BYTES) return;
  await cache.put(path, answer);
  const kept = (await cache.keys()).filter((one) => isArticle(new URL(one.url)));
  for (const old of kept.slice(0, -KEPT)) await cache.delete(old);
}

async function page(event, url) {
  try {
    const answer = await event.preloadResponse || await fetch(event.request);
    if (isArticle(url) && answer.type === "basic") event.waitUntil(keep(url.pathname, answer.clone()));
    return answer;
  } catch {
    return (isArticle(url) && await caches.match(url.pathname)) || await caches.match(offline(url.pathname)) || caches.match("/offline");
  }
}

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(SHELL)));
});
// What another version kept goes with it.
addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
  // The browser asks itself while the worker starts: sooner, and as for anybody's page.
  await registration.navigationPreload?.enable();
  await clients.claim();
})()));
// The article that was opened before there was a worker.
addEventListener("message", (event) => {
  const url = new URL(event.data, location);
  if (isArticle(url)) event.waitUntil(fetch(url.pathname).then((answer) => keep(url.pathname, answer)));
});
addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin || url.pathname.startsWith("/newsroom")) return;
  if (event.request.mode === "navigate") event.respondWith(page(event, url));
  else if (SHELL.includes(url.pathname)) event.respondWith(caches.match(url.pathname).then((kept) => kept || fetch(event.request)));
});
