// Light, dark or as the system says. Shared by the review page and the index; the choice outlives the page if it may.
const THEMES = ["system", "light", "dark"];
const memory = {
  get(key) { try { return localStorage.getItem(key); } catch { return null; } },
  // Whether it was kept: a page from disk may have no storage. Nothing is kept of null.
  set(key, value) { try { if (value === null) localStorage.removeItem(key); else localStorage.setItem(key, value); return true; } catch { return false; } },
};

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  document.getElementById("theme").title = `Colours: ${theme === "system" ? "as the system" : theme}`;
  memory.set("mt-theme", theme);
}

function nextTheme() {
  setTheme(THEMES[(THEMES.indexOf(document.documentElement.dataset.theme) + 1) % THEMES.length]);
}

setTheme(THEMES.includes(memory.get("mt-theme")) ? memory.get("mt-theme") : "system");
document.getElementById("theme").addEventListener("click", nextTheme);
