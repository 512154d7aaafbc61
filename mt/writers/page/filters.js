// Which rows are shown: one filter, perhaps one kind of flag or one name, and a search; all must agree.
const FILTERS = [
  { id: "all", text: "All", accepts: () => true },
  { id: "flagged", text: "Flagged", accepts: (segment) => segment.flags.length > 0 },
  { id: "names", text: "Names", accepts: (segment) => segment.names.length > 0 },
  { id: "low", text: "Low confidence", accepts: isLow },
  { id: "open", text: "Not approved", accepts: (segment) => segment.status !== "approved" },
];
const shown = { filter: FILTERS[0], kind: "", entity: "" };
const folded = segments.map((segment) => `${fold(segment.source)}\n${fold(segment.target)}`);

function accepts(segment) {
  return shown.filter.accepts(segment)
    && (!shown.kind || segment.flags.some((flag) => flag.code === shown.kind))
    && (!shown.entity || segment.names.some((name) => name.entity === shown.entity))
    && (!query || folded[segment.index].includes(query));
}

function show() {
  let count = 0;
  for (const paragraph of paragraphs) {
    let some = false;
    for (const row of paragraph.rows) {
      const visible = accepts(segmentOf(row));
      if (row.hidden === visible) row.hidden = !visible;
      if (visible) { some = true; count += 1; }
    }
    if (paragraph.node.hidden === some) paragraph.node.hidden = !some;
  }
  byId("nothing").hidden = count > 0;
  byId("count").hidden = count === rows.length;
  byId("count").firstChild.textContent = `${count} of ${rows.length} shown`;
  press("filter", shown.filter.id);
  press("kind", shown.kind);
  byId("kinds").hidden = shown.filter.id !== "flagged" || byId("kinds").firstElementChild.childElementCount < 2;
  return count;
}

// Of buttons that exclude each other, the one that is pressed.
function press(group, value) {
  for (const button of every(`[data-${group}]`)) button.setAttribute("aria-pressed", String(button.dataset[group] === value));
}

function setFilter(id) {
  shown.filter = FILTERS.find((filter) => filter.id === id);
  shown.kind = "";
  say(`${shown.filter.text}: ${plural(show(), "segment")}`);
}

function setKind(code) {
  shown.kind = shown.kind === code ? "" : code;
  say(plural(show(), "segment"));
}

function setEntity(id) {
  shown.entity = shown.entity === id ? "" : id;
  press("only", shown.entity);
  say(plural(show(), "segment"));
}

function search(text) {
  const next = fold(text.trim());
  if (next === query) return;
  query = next;
  say(query ? `${plural(show(), "segment")} found` : `All ${plural(show(), "segment")}`);
  // Painted rows show other hits now; those in sight are painted at once, the rest when they come near.
  release();
  for (const row of painted) near.unobserve(row);
  const again = [...painted];
  painted.clear();
  for (const row of again) near.observe(row);
}

function reset() {
  byId("search").value = "";
  search("");
  if (shown.entity) setEntity(shown.entity);
  setFilter("all");
}

function toggle(text, count, attribute, value) {
  return element("button", { "aria-pressed": "false", [attribute]: value }, text, element("span", {}, `${count}`));
}

function buildFilters() {
  byId("filters").append(...FILTERS.map((filter) => toggle(filter.text, segments.filter(filter.accepts).length, "data-filter", filter.id)));
  const kinds = new Map();
  for (const flag of segments.flatMap((segment) => segment.flags)) kinds.set(flag.code, (kinds.get(flag.code) ?? 0) + 1);
  const ranked = [...kinds].sort((a, b) => b[1] - a[1]);
  byId("kinds").firstElementChild.append(...ranked.map(([code, count]) => toggle(label(code), count, "data-kind", code)));
}

buildFilters();
show();
on("filters", "click", (event) => {
  const button = event.target.closest("[data-filter]");
  if (button) setFilter(button.dataset.filter);
});
on("kinds", "click", (event) => {
  const button = event.target.closest("[data-kind]");
  if (button) setKind(button.dataset.kind);
});
on("search", "input", (event) => search(event.target.value));
for (const id of ["reset", "all"]) on(id, "click", reset);
