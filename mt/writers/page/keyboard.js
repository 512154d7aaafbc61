// Moving about: rows, words, flags and names by key; help; and the header's buttons that belong to nobody else.
let current = rows.find((row) => !row.hidden);
if (current) current.tabIndex = 0;

function goTo(row) {
  if (!row) return;
  if (current) current.tabIndex = -1;
  current = row;
  row.tabIndex = 0;
  if (!painted.has(row)) paint(row);
  row.focus({ preventScroll: true });
  const top = row.getBoundingClientRect().top;
  const head = one("header").offsetHeight;
  if (top < head + 8 || row.getBoundingClientRect().bottom > innerHeight - 24) row.scrollIntoView({ block: "center" });
}

// The next visible row after the current one (or before it) that has what is looked for; at the end it stays.
function step(direction, wanted = () => true) {
  if (!current) return;
  const begun = current === document.activeElement?.closest(".row");
  const start = current ? Number(current.dataset.index) : 0;
  const from = begun || wanted(segments[start]) === false ? start + direction : start;
  for (let index = from; index >= 0 && index < rows.length; index += direction) {
    if (!rows[index].hidden && wanted(segments[index])) return goTo(rows[index]);
  }
  tell(direction > 0 ? "No more below" : "No more above");
}

// Names are steps of their own: within a row first, then on to the next row that has one.
function stepName(direction) {
  const here = document.activeElement?.closest(".row");
  const mentions = (row) => every(".cell:last-child [data-name]", row).filter(
    (node, place, all) => place === 0 || all[place - 1].dataset.name !== node.dataset.name);
  if (here) {
    const inside = mentions(here);
    const place = inside.findIndex((node) => node.dataset.name === document.activeElement.dataset.name);
    const next = place < 0 ? (direction > 0 ? inside[0] : undefined) : inside[place + direction];
    if (next) return focusWord(next);
  }
  step(direction, (segment) => segment.names.some((name) => name.target));
  const inside = document.activeElement?.matches(".row") ? mentions(document.activeElement) : [];
  if (inside.length) focusWord(direction > 0 ? inside[0] : inside.at(-1));
}

function focusWord(node) {
  node.tabIndex = -1;
  node.focus();
}

function stepWord(direction) {
  const row = document.activeElement?.closest(".row");
  if (!row) return false;
  const pieces = every("[data-links], .cell [data-name]", row);
  const same = (a, b) => a && a.dataset.links === b.dataset.links && a.dataset.name === b.dataset.name;
  const words = pieces.filter((node, place) => !same(pieces[place - 1], node) || !node.dataset.links);
  const place = words.indexOf(document.activeElement);
  const next = place < 0 ? words[direction > 0 ? 0 : words.length - 1] : words[place + direction];
  if (next) focusWord(next);
  return Boolean(next);
}

function escape() {
  if (held) return release();
  byId("tip").hidden = true;
  if (byId("search").value || document.activeElement === byId("search")) {
    byId("search").value = "";
    byId("search").blur();
    return search("");
  }
  const row = document.activeElement?.closest?.(".row");
  if (row) return row.focus();
  if (!WIDE.matches && !byId("names").hidden) { setPanel(false); byId("names-toggle").focus(); }
}

// On a word Enter holds the light, on a row it opens the editor.
function enter() {
  const node = document.activeElement;
  if (node?.matches(".row [data-links]")) return hold(node);
  return node?.matches(".row[data-index]") ? edit(node) : false;
}

const inRow = (action) => () => (document.activeElement?.closest(".row") ? action() ?? true : false);
const KEYS = {
  j: () => step(1), k: () => step(-1), ArrowDown: inRow(() => step(1)), ArrowUp: inRow(() => step(-1)),
  ArrowRight: () => stepWord(1), ArrowLeft: () => stepWord(-1),
  Enter: enter, a: inRow(() => { approve(Number(current.dataset.index)); current.focus(); }), u: inRow(() => { useSuggestion(current); current.focus(); }),
  f: () => step(1, (segment) => segment.flags.length > 0), F: () => step(-1, (segment) => segment.flags.length > 0),
  n: () => stepName(1), N: () => stepName(-1), c: () => current && toggleHistory(current),
  "/": () => byId("search").focus(), p: () => setPanel(byId("names").hidden), t: nextTheme, s: () => byId("save").hidden ? tell("Nothing to save") : byId("save").click(), "?": () => byId("keys").showModal(),
  Escape: escape,
};
FILTERS.forEach((filter, place) => { KEYS[place + 1] = () => setFilter(filter.id); });

// A key that did something (anything but `false`) is not left to the browser. Typing is left alone.
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || one("dialog[open]")) return;
  const typing = event.target.matches("input, textarea, [contenteditable]");
  if (event.target === byId("search") && event.key === "Enter") { event.preventDefault(); return step(1); }
  if (typing && event.key !== "Escape") return;
  if (KEYS[event.key] && KEYS[event.key]() !== false) event.preventDefault();
});

on("rows", "focusin", (event) => {
  const row = event.target.closest(".row[data-index]");
  if (!row || row === current) return;
  if (current) current.tabIndex = -1;
  current = row;
  row.tabIndex = 0;
});
on("help", "click", () => byId("keys").showModal());
for (const dialog of every("dialog")) dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });

// The article as it would be printed: sentences joined in their paragraphs, a blank line between those.
function article() {
  const printed = ({ rows: members }) => {
    const own = members.map((row) => segmentOf(row));
    if (own[0].kind === "code") return own.map((segment) => segment.target || segment.source).join("\n");
    return own.map((segment) => segment.target.trim()).filter(Boolean).join(" ");
  };
  return `${paragraphs.map(printed).filter(Boolean).join("\n\n")}\n`;
}

on("copy", "click", async () => {
  const caption = byId("copy").lastElementChild;
  try {
    await navigator.clipboard.writeText(article());
    caption.textContent = "Copied";
  } catch {
    caption.textContent = "Not allowed";
  }
  say(caption.textContent);
  setTimeout(() => { caption.textContent = "Copy English"; }, 2000);
});

// The header's height is what anchors and the panel keep clear of; its first line scrolls away on a narrow screen.
new ResizeObserver(() => {
  const header = one("header");
  const first = header.firstElementChild.offsetHeight;
  document.documentElement.style.setProperty("--first", `${first}px`);
  document.documentElement.style.setProperty("--head", `${header.offsetHeight - (innerWidth <= 700 ? first : 0)}px`);
}).observe(one("header"));

if (/^#s\d+$/.test(location.hash)) goTo(rows[Number(location.hash.slice(2)) - 1]);
