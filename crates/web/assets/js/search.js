// Completions under the search box. Without this file the box is a plain form.
const box = document.getElementById("q");
const list = document.getElementById("completions");
// A person types a letter in about this long, in milliseconds: what is typed on is not asked.
const PAUSE = 150;
let timer, asking, active = -1;

const options = () => [...list.querySelectorAll("[role=option]")];

function close() {
  list.hidden = true;
  active = -1;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

function mark(at) {
  const all = options();
  if (!all.length) return;
  active = (at + all.length) % all.length;
  all.forEach((one, place) => one.setAttribute("aria-selected", place === active));
  box.setAttribute("aria-activedescendant", all[active].id);
  all[active].scrollIntoView({ block: "nearest" });
}

function show(found) {
  list.replaceChildren(...found.map((one, at) => {
    const row = document.createElement("li");
    const link = Object.assign(document.createElement("a"), { href: one.url, textContent: one.text, dir: one.dir, tabIndex: -1 });
    row.id = "completion-" + at;
    row.setAttribute("role", "option");
    row.append(link);
    if (one.kind) link.append(Object.assign(document.createElement("span"), { textContent: one.kind }));
    return row;
  }));
  if (!found.length) return close();
  active = -1;
  list.hidden = false;
  box.setAttribute("aria-expanded", "true");
}

function say(notice) {
  const row = Object.assign(document.createElement("li"), { textContent: notice });
  row.setAttribute("role", "presentation");
  list.replaceChildren(row);
  list.hidden = false;
}

function forget() {
  clearTimeout(timer);
  asking?.abort();
}

async function ask() {
  forget();
  asking = new AbortController();
  const typed = box.value.trim();
  if (!typed) return close();
  try {
    const answer = await fetch(box.form.action + "/completions?q=" + encodeURIComponent(typed), { signal: asking.signal });
    if (answer.ok) show((await answer.json()).completions);
    // Any other answer of ours that is JSON says why there is nothing yet.
    else say((await answer.json()).notice);
  } catch { /* The form works without. */ }
}

box.addEventListener("input", () => {
  forget();
  timer = setTimeout(ask, PAUSE);
});
box.addEventListener("keydown", (event) => {
  if (event.isComposing || list.hidden) return;
  const step = { ArrowDown: 1, ArrowUp: active < 0 ? 0 : -1 }[event.key];
  if (step !== undefined) mark(active + step);
  else if (event.key === "Enter" && active >= 0) location.href = options()[active].firstChild.href;
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
});
// A press on a row keeps the box, and so the row for its click.
box.addEventListener("blur", () => {
  forget();
  close();
});
list.addEventListener("mousedown", (event) => event.preventDefault());
box.setAttribute("role", "combobox");
box.setAttribute("aria-autocomplete", "list");
box.setAttribute("aria-controls", list.id);
close();
