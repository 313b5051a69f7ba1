// The worker keeps what was opened; its page lists it.
const isFirst = !navigator.serviceWorker?.controller;
navigator.serviceWorker?.register("/worker.js").then(async () => {
  const { active } = await navigator.serviceWorker.ready;
  if (isFirst) active.postMessage(location.pathname);
}, () => { /* A browser that lets nothing be kept shows pages as well. */ });

async function listKept(section) {
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const { url } of (await cache.keys()).reverse()) {
      const { pathname } = new URL(url);
      if (!/^(\/en)?\/news\//.test(pathname)) continue;
      const page = new DOMParser().parseFromString(await (await cache.match(url)).text(), "text/html");
      const row = document.createElement("li");
      row.append(Object.assign(document.createElement("a"), { href: pathname, textContent: page.querySelector("h1").textContent }));
      section.querySelector("ul").append(row);
      section.hidden = false;
    }
  }
}
const kept = document.getElementById("kept");
if (kept && self.caches) listKept(kept);
