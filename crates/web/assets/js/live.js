// While a coverage runs and is looked at, the page asks itself what is new; nothing moves before the reader wants it.
const coverage = document.querySelector("[data-live]");
if (coverage) {
  const button = coverage.querySelector("button");
  const known = ({ id }) => document.getElementById(id);
  let etag = "", next, rows;
  const asking = setInterval(async () => {
    if (document.hidden) return;
    const answer = await fetch(location.pathname, { headers: { "If-None-Match": etag } }).catch(() => 0);
    if (answer.status !== 200) return;
    etag = answer.headers.get("ETag");
    next = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".coverage");
    rows = [...next.querySelectorAll(".posts > li")];
    const fresh = rows.filter((one) => !known(one)).length;
    button.textContent = `${fresh.toLocaleString(document.documentElement.lang)} ${coverage.dataset.live}`;
    button.hidden = !fresh;
    if (!next.dataset.live) clearInterval(asking);
  }, 30_000);
  button.addEventListener("click", () => {
    button.hidden = true;
    // Where more came than a page shows, the page begins anew; so it does where nothing stood.
    if (!rows.some(known)) return location.reload();
    let last;
    for (const one of rows.reverse()) {
      if (known(one)) known(one).replaceWith(one);
      else last?.before(one);
      last = one;
    }
    for (const name of [".stamp", ".keys"]) coverage.querySelector(name).replaceWith(next.querySelector(name));
    last.tabIndex = -1;
    last.focus();
  });
}
