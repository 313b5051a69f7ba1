// What a reader chose (theme, size of the text) is remembered in the browser and set before anything is shown.
{
  const names = ["theme", "size"];
  const kept = (name) => {
    try {
      return localStorage.getItem(name) || "";
    } catch {
      return "";
    }
  };
  const root = document.documentElement;
  for (const name of names) root.dataset[name] = kept(name);
  addEventListener("change", ({ target }) => {
    if (!names.includes(target.name) || target.type !== "radio") return;
    root.dataset[target.name] = target.value;
    try {
      localStorage.setItem(target.name, target.value);
    } catch {
      // It then holds for this page.
    }
  });
  addEventListener("DOMContentLoaded", () => {
    for (const name of names) {
      const chosen = document.querySelector(`[type=radio][name=${name}][value="${root.dataset[name]}"]`);
      if (chosen) chosen.checked = true;
    }
    document.querySelector(".print")?.addEventListener("click", () => window.print());
  });
}
