// While a coverage runs and is looked at, the page asks itself what is new; nothing moves before the reader wants it.
const coverage = document.querySelector("[data-live]");
if (coverage) {
  let etag = "";
  const asking = setInterval(async () => {
    if (document.hidden) return;
    const answer = await fetch(location.pathname, { headers: { "If-None-Match": etag } }).catch(() => 0);
    if (answer.status !== 200) return;
    etag = answer.headers.get("ETag");
    const next = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".coverage");
    const button = coverage.querySelector("button");
    const fresh = [...next.querySelectorAll(".posts > li")].filter(({ id }) => !document.getElementById(id)).length;
    button.textContent = `${fresh.toLocaleString(document.documentElement.lang)} ${coverage.dataset.live}`;
    button.hidden = !fresh;
    button.onclick = () => {
      coverage.replaceChildren(...next.childNodes);
      const first = coverage.querySelector(".posts > li");
      first.tabIndex = -1;
      first.focus();
    };
    if (!next.dataset.live) clearInterval(asking);
  }, 30_000);
}
