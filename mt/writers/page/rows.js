// One row a segment. A row begins as plain text, which is quick, and is painted (words, names, flags, search hits) when
// it comes near the window; `paint` may be called again whenever its segment changes.
const languages = every("#rows [role=columnheader]").slice(1).map((head) => head.dataset.lang);
const rows = segments.map(buildRow);
const painted = new Set();
let query = "";

function buildRow(segment) {
  const row = element("div", { className: "row", role: "row", id: `s${segment.index + 1}`, tabIndex: -1, "data-index": segment.index });
  const cell = (lang, ...parts) => element("div", { className: "cell", role: "cell", lang }, ...parts);
  row.classList.toggle("approved", segment.status === "approved");
  row.append(rail(segment), cell(languages[0], element("p", {}, segment.source)), cell(languages[1], ...english(segment)));
  return row;
}

// What stands in the right-hand cell: the translation, the pencil, what there is to say of it.
function english(segment) {
  const text = element("p", {}, segment.target);
  if (!segment.target) text.append(element("span", { className: "empty" }, isLeft(segment) ? "Left as it is" : "No translation"));
  const pencil = element("button", { className: "edit", tabIndex: -1, title: "Edit (Enter)", "aria-label": `Edit segment ${segment.index + 1}` }, "✎");
  return [text, !isLeft(segment) && pencil, ...foot(segment)].filter(Boolean);
}

// The row again, after its segment has changed.
function refresh(row) {
  const segment = segmentOf(row);
  row.classList.toggle("approved", segment.status === "approved");
  row.firstChild.replaceWith(rail(segment));
  row.lastChild.replaceChildren(...english(segment));
  if (painted.has(row)) paint(row);
}

function rail(segment) {
  const low = isLow(segment);
  const approved = segment.status === "approved";
  const states = [approved ? "approved" : "not approved", segment.edited && "edited", low && "low confidence"];
  const head = element("span", { className: "rail", role: "rowheader" }, element("span", { className: "number" }, `${segment.index + 1}`));
  head.append(element("span", { className: "away" }, ` ${states.filter(Boolean).join(", ")}`));
  if (segment.score !== undefined) {
    const bar = element("span", { className: low ? "score low" : "score", title: low ? "Low confidence" : "Confidence of the model" });
    bar.style.setProperty("--part", `${Math.round(100 * Math.min(1, Math.exp(segment.score)))}%`);
    head.append(bar);
  }
  const who = ["Approved", [segment.reviewer, segment.when].filter(Boolean).join(", ")].filter(Boolean).join(": ");
  head.append(element("button", { className: "done", tabIndex: -1, "aria-pressed": String(approved), "aria-label": `Segment ${segment.index + 1} approved`,
    title: approved ? who : `${segment.edited ? "Edited by you. " : ""}Approve (a; Ctrl+Enter goes on)` }, approved ? "✓" : segment.edited ? "✎" : "○"));
  if (segment.edits.length || segment.raw || segment.edited) {
    const count = (segment.edits.length || (segment.raw ? 1 : 0)) + (segment.edited ? 1 : 0);
    head.append(element("button", { className: "changes", tabIndex: -1, "aria-expanded": "false",
      "aria-label": `${plural(count, "change")} to what the engine wrote`, title: "What was changed (c)" }, `±${count}`));
  }
  return head;
}

function foot(segment) {
  const parts = [];
  if (!segment.edited && segment.origin !== "machine") {
    parts.push(element("span", { className: "tag" }, segment.origin === "human" ? "Written by a person" : "From the translation memory"));
  }
  if (segment.flags.length) {
    const chips = segment.flags.map((flag, number) => element("li", { "data-flag": number }, element("b", {}, label(flag.code)), " ",
      flag.code === "near-match" && segment.suggestion ? suggestion(segment) : element("span", {}, flag.message)));
    parts.push(element("ul", { className: "chips", "aria-label": "Flags" }, ...chips));
  }
  return parts;
}

// What a person approved for a French like this one: the translation to take over, and where the French differs.
function suggestion({ index, source, target, suggestion: there }) {
  const marked = differences(there.source, source).map(([sign, text]) => sign ? element(sign, { title: sign === "del" ? "Only there" : "Only here" }, text) : text);
  const who = `French ${Math.floor(100 * there.likeness)} % like this, approved${there.reviewer && " by "}${there.reviewer}`;
  const use = element("button", { className: "use", tabIndex: -1, title: "Use (u)", "aria-label": `Use for segment ${index + 1}` }, "Use");
  return element("span", { className: "suggestion" }, element("small", {}, who), element("span", { lang: languages[1] }, there.target),
    element("span", { lang: languages[0] }, ...marked), target !== there.target && use);
}

function useSuggestion(row) {
  const segment = segmentOf(row);
  if (!segment.suggestion || segment.target === segment.suggestion.target) return tell("No near match to use");
  change(() => put(segment.index, { target: segment.suggestion.target, status: "draft" }));
  say("Suggestion used");
}

// What stood where, and what the engine had written: opened by the ± of a row.
function toggleHistory(row) {
  const button = row.querySelector(".changes");
  if (!button) return tell("Nothing was changed here");
  const open = row.querySelector(".history");
  button.setAttribute("aria-expanded", String(!open));
  if (open) { open.remove(); return; }
  const segment = segmentOf(row);
  const list = element("dl", { className: "history" });
  for (const edit of segment.edits) {
    list.append(element("dt", {}, `${label(edit.rule)} `), element("dd", {}, element("del", {}, edit.before || "nothing"), " → ", element("ins", {}, edit.after || "nothing")));
  }
  if (segment.edited) list.append(element("dt", {}, "Before your edit "), element("dd", { lang: languages[1] }, written[segment.index].target || "nothing"));
  if (segment.raw) list.append(element("dt", {}, "The engine wrote "), element("dd", { lang: languages[1] }, segment.raw));
  row.lastChild.append(list);
}

function paint(row) {
  const segment = segmentOf(row);
  for (const [side, text] of [[0, segment.source], [1, segment.target]]) {
    const units = unitOffsets(text);
    const marks = [...linkMarks(segment, side, units), ...nameMarks(segment, side, units)];
    if (side) marks.push(...flagMarks(segment, units));
    if (query) marks.push(...hits(text, query).map(([start, end]) => ({ start, end, apply: (node) => node.classList.add("hit") })));
    if (text) row.children[1 + side].firstChild.replaceChildren(...dressed(text, marks));
  }
  painted.add(row);
}

function linkMarks(segment, side, units) {
  return segment.links.map((link, number) => ({
    start: units(link[2 * side]), end: units(link[2 * side + 1]),
    apply(node) {
      node.dataset.links = node.dataset.links ? `${node.dataset.links} ${number}` : `${number}`;
      node.tabIndex = -1;
    },
  }));
}

function nameMarks(segment, side, units) {
  return segment.names.flatMap((name, number) => {
    const span = side ? name.target : name.source;
    if (!span) return [];
    const index = entities.get(name.entity)?.index ?? 0;
    // Eight colours, then four patterns: 32 pairs before one comes back, and neighbours differ in both.
    const look = ["name", `c${index % 8}`, `u${(index + Math.floor(index / 8)) % 4}`];
    if (side && name.before && name.before !== cut(segment.target, span)) look.push("changed");
    return [{
      start: units(span[0]), end: units(span[1]),
      apply(node) { node.classList.add(...look); node.dataset.name = number; node.dataset.entity = index; },
    }];
  });
}

function flagMarks(segment, units) {
  return segment.flags.flatMap((flag, number) => flag.span ? [{
    start: units(flag.span[0]), end: units(flag.span[1]),
    apply(node) { node.classList.add("marked"); node.dataset.flag = number; },
  }] : []);
}

function buildTable() {
  const paragraphs = [];
  for (const row of rows) {
    const segment = segmentOf(row);
    if (paragraphs.at(-1)?.number !== segment.paragraph) {
      const node = element("div", { className: `paragraph ${segment.kind}`, role: "rowgroup" });
      paragraphs.push({ number: segment.paragraph, node, rows: [] });
    }
    paragraphs.at(-1).rows.push(row);
    paragraphs.at(-1).node.append(row);
  }
  byId("rows").append(...paragraphs.map((paragraph) => paragraph.node));
  return paragraphs;
}

const paragraphs = buildTable();
const near = new IntersectionObserver((entries) => {
  for (const entry of entries) if (entry.isIntersecting && !painted.has(entry.target)) paint(entry.target);
}, { rootMargin: "800px 0px" });
rows.forEach((row) => near.observe(row));

on("rows", "click", (event) => {
  const row = event.target.closest(".row");
  if (event.target.closest(".changes")) toggleHistory(row);
  if (event.target.closest(".use")) { useSuggestion(row); goTo(row); }
});
// A chip points at the words it speaks of, and they at it.
on("rows", "pointerover", (event) => {
  for (const old of every(".pointed")) old.classList.remove("pointed");
  const flag = event.target.closest("[data-flag]");
  if (!flag) return;
  for (const mark of flag.closest(".row").querySelectorAll(`.marked[data-flag="${flag.dataset.flag}"]`)) mark.classList.add("pointed");
});
