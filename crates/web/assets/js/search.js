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
    Object.assign(row, { id: "completion-" + at, textContent: one.text });
    row.setAttribute("role", "option");
    row.dataset.url = one.url;
    if (one.kind) row.append(Object.assign(document.createElement("span"), { textContent: one.kind }));
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

async function ask() {
  asking?.abort();
  asking = new AbortController();
  const typed = box.value.trim();
  if (!typed) return close();
  try {
    const answer = await fetch("/search/completions?q=" + encodeURIComponent(typed), { signal: asking.signal });
    if (answer.ok) show((await answer.json()).completions);
    // Any other answer of ours that is JSON says why there is nothing yet.
    else say((await answer.json()).notice);
  } catch { /* The form works without. */ }
}

box.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
});
box.addEventListener("keydown", (event) => {
  if (event.isComposing || list.hidden) return;
  const step = { ArrowDown: 1, ArrowUp: active < 0 ? 0 : -1 }[event.key];
  if (step !== undefined) mark(active + step);
  else if (event.key === "Enter" && active >= 0) location.href = options()[active].dataset.url;
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
});
box.addEventListener("blur", close);
list.addEventListener("pointerdown", (event) => {
  const row = event.target.closest("li");
  event.preventDefault();
  if (row?.dataset.url) location.href = row.dataset.url;
});
box.setAttribute("role", "combobox");
box.setAttribute("aria-autocomplete", "list");
box.setAttribute("aria-controls", list.id);
close();
