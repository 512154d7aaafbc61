// Words and their counterparts: pointing at a word or focusing it lights what translates it; a click holds the light.
let held = null;

const linksOf = (node) => (node.dataset.links ?? "").split(" ").filter(Boolean).map(Number);
const sideOf = (node) => (node.closest(".cell") === node.closest(".row").children[1] ? 0 : 1);

function dim() {
  for (const node of byId("rows").querySelectorAll(".lit, .locked")) {
    node.classList.remove("lit", "locked");
    node.style.removeProperty("--part");
  }
}

// Lights the word in full and its counterparts by the probability of the link.
function light(word) {
  dim();
  const row = word.closest(".row");
  const segment = segmentOf(row);
  const mine = linksOf(word);
  const side = sideOf(word);
  for (const node of row.querySelectorAll("[data-links]")) {
    const shared = linksOf(node).filter((number) => mine.includes(number));
    if (!shared.length) continue;
    node.classList.add("lit");
    if (sideOf(node) === side) continue;
    const score = Math.max(...shared.map((number) => segment.links[number][4]));
    node.style.setProperty("--part", `${Math.round(25 + 75 * Math.min(1, Math.max(0, score)))}%`);
  }
}

// "Tuesday – mardi": the word and its counterparts as they stand in the texts, however they were cut into pieces.
function spoken(word) {
  const segment = segmentOf(word.closest(".row"));
  const links = linksOf(word).map((number) => segment.links[number]);
  const sides = [links.map((link) => cut(segment.source, link)), links.map((link) => cut(segment.target, link.slice(2)))];
  if (sideOf(word)) sides.reverse();
  return sides.map((words) => [...new Set(words)].join(", ")).join(" – ");
}

function hold(word) {
  const same = held === word;
  release();
  if (same) return;
  light(word);
  word.classList.add("locked");
  held = word;
}

function release() {
  held = null;
  dim();
}

on("rows", "pointerover", (event) => {
  if (held?.isConnected) return;
  const word = event.target.closest("[data-links]");
  if (word) light(word); else dim();
});
on("rows", "pointerleave", () => { if (!held?.isConnected) dim(); });
on("rows", "focusin", (event) => {
  const word = event.target.closest("[data-links]");
  if (!word || held?.isConnected || !word.matches(":focus-visible")) return;
  light(word);
  say(spoken(word));
});
on("rows", "click", (event) => {
  const word = event.target.closest("[data-links]");
  if (word && getSelection().isCollapsed) hold(word);
});
