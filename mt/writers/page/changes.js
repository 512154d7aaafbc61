// What the reviewer did. It is kept in this browser, can be undone step by step, and leaves as one file. `segments`
// always holds the texts as they stand now, `written` as they came.
const STORE = `mt-edits ${data.document} ${data.hash}`; // pages from disk share one store
const written = [...segments];
const steps = { back: [], forth: [] };
let mine = { segments: {}, names: {} };

// What was carried out since (the page was made anew) is no longer anybody's to take home.
function recalled() {
  let kept = null;
  try { kept = JSON.parse(memory.get(STORE)); } catch { /* not ours */ }
  const changes = { segments: {}, names: {} };
  for (const [index, change] of Object.entries(kept?.segments ?? {})) {
    const now = written[index];
    if (now && (change.target !== now.target || (change.status === "approved") !== (now.status === "approved"))) changes.segments[index] = change;
  }
  for (const [id, decision] of Object.entries(kept?.names ?? {})) {
    const entity = entities.get(id);
    const form = decision.form || entity?.spellings[0]?.[0];
    if (entity && (entity.unsure || (decision.decision !== "accept" && form !== entity.form))) changes.names[id] = decision;
  }
  return changes;
}

// The segment with another target. What pointed before or behind the rewritten words stays with its own words, what
// pointed into them goes, but for names that stand there again, and what was said of names that all do now; `mt review
// apply` looks closer.
function retargeted(segment, target) {
  const [old, now] = [[...segment.target], [...target]];
  const most = Math.min(old.length, now.length);
  let head = 0;
  while (head < most && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < most - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  const [end, shift] = [old.length - tail, now.length - old.length];
  const move = (span) => span && (span[1] <= head ? span : span[0] >= end ? [span[0] + shift, span[1] + shift] : null);
  const names = segment.names.map((name) => ({ ...name, target: move(name.target) }));
  for (const name of names) {
    const form = mentionNow(name, cut(segment.source, name.source));
    name.target ??= placeOf(form, target, names) ?? placeOf(form.toUpperCase(), target, names);
  }
  return {
    ...segment, target, names,
    links: segment.links.flatMap((link) => { const there = move(link.slice(2, 4)); return there ? [[link[0], link[1], ...there, link[4]]] : []; }),
    flags: segment.flags.filter((flag) => flag.code !== "name-missing" || names.some((name) => !name.target)).map((flag) => ({ ...flag, span: move(flag.span) })),
  };
}

// Where a form stands in a text and no other name does, in code points.
function placeOf(form, text, names) {
  for (let at = form ? text.indexOf(form) : -1; at >= 0; at = text.indexOf(form, at + 1)) {
    const start = [...text.slice(0, at)].length;
    const span = [start, start + [...form].length];
    const free = names.every((name) => !name.target || name.target[1] <= span[0] || span[1] <= name.target[0]);
    if (free && !/[\p{L}\p{N}]$/u.test(text.slice(0, at)) && !/^[\p{L}\p{N}]/u.test(text.slice(at + form.length))) return span;
  }
  return null;
}

// How a mention reads once its entity has another form, as mt.review.decisions.formed says it.
function formed(mention, old, now) {
  const [words, olds, news] = [mention, old, now].map((text) => text.split(/\s+/).filter(Boolean));
  if (mention === old || !words.length) return now;
  if (olds.length === news.length && words.every((word) => olds.includes(word))) return words.map((word) => news[olds.indexOf(word)]).join(" ");
  return words.length === 1 && words[0] === olds.at(-1) && news.length ? news.at(-1) : now;
}

const formNow = (entity) => mine.names[entity.id]?.form || (mine.names[entity.id] ? entity.spellings[0]?.[0] : "") || entity.form;

function mentionNow(name, spelled) {
  const entity = entities.get(name.entity);
  const decision = entity && mine.names[name.entity];
  if (!decision || decision.decision === "accept") return name.after;
  return decision.decision === "keep" ? spelled ?? "" : formed(name.after, entity.form, decision.form);
}

// Puts a segment as `mine` has it into `segments`.
function derive(index) {
  const change = mine.segments[index];
  segments[index] = change ? { ...retargeted(written[index], change.target), status: change.status, reviewer: change.reviewer, when: change.when, edited: change.target !== written[index].target } : written[index];
  folded[index] = `${fold(segments[index].source)}\n${fold(segments[index].target)}`;
}

// One step that can be undone: `action` changes `mine`, the page follows.
function change(action) {
  steps.back.push(JSON.stringify(mine));
  steps.forth = [];
  action();
  follow();
}

function unstep(from, to, nothing) {
  if (!from.length) return tell(nothing);
  to.push(JSON.stringify(mine));
  mine = JSON.parse(from.pop());
  follow();
  tell(from === steps.back ? "Undone" : "Done again");
}

function put(index, values) {
  const was = mine.segments[index]?.was ?? { target: written[index].target, status: written[index].status };
  const now = { target: segments[index].target, status: segments[index].status, reviewer: reviewer(), when: new Date().toISOString().replace(/\.\d+/, ""), was, ...values };
  const same = now.target === written[index].target && now.status === written[index].status && now.target === was.target;
  if (same) delete mine.segments[index]; else mine.segments[index] = now;
}

const reviewer = () => memory.get("mt-reviewer") ?? "";
const approve = (index, yes = segments[index].status !== "approved") => change(() => put(index, { status: yes ? "approved" : "draft" }));

// Whether a mention is the form, or a word of it, in capitals ("YEREVAN" of a dateline), as mt.review.decisions says it.
function isShouted(stood, form) {
  const own = [form, ...form.split(/\s+/)];
  return !own.includes(stood) && own.some((word) => word.toUpperCase() === stood);
}

// A decision changes every mention at once; without one they go back to what stood there.
function decide(entity, decision, form) {
  change(() => {
    if (decision) mine.names[entity.id] = { decision, form }; else delete mine.names[entity.id];
    for (const segment of segments) {
      const first = written[segment.index];
      const text = [...segment.target];
      const places = segment.names.map((name, number) => [name, first.names[number]]).filter(([name]) => name.entity === entity.id && name.target);
      for (const [name, began] of places.sort((a, b) => b[0].target[0] - a[0].target[0])) {
        const stood = began.target ? cut(first.target, began.target) : began.after;
        const wanted = decision && decision !== "accept" ? mentionNow(began, cut(first.source, began.source).replace(/\s+/g, " ")) : stood;
        const capitals = isShouted(stood, entity.form) || (first.target === first.target.toUpperCase() && stood !== stood.toLowerCase());
        text.splice(name.target[0], name.target[1] - name.target[0], ...(capitals ? wanted.toUpperCase() : wanted));
      }
      if (places.length && text.join("") !== segment.target) put(segment.index, { target: text.join("") });
    }
  });
}

// The page as `mine` has it: rows that differ, cards, counts, and what the browser keeps.
function follow() {
  const seen = new Map(Object.entries(shownChanges));
  shownChanges = Object.fromEntries(Object.entries(mine.segments).map(([index, value]) => [index, JSON.stringify(value)]));
  const touched = new Set([...seen.keys(), ...Object.keys(shownChanges)].filter((index) => seen.get(index) !== shownChanges[index]));
  const decided = JSON.stringify(mine.names);
  if (decided !== shownNames) for (const segment of segments) if (segment.names.length && mine.segments[segment.index]) touched.add(`${segment.index}`);
  for (const index of touched) { derive(Number(index)); refresh(rows[index]); }
  if (decided !== shownNames) rebuildCards();
  shownNames = decided;
  keep();
  recount();
}

function keep() {
  keptHere = memory.set(STORE, changesMade() ? JSON.stringify(mine) : null);
}

let onChange = () => {}; // for a page that is served, as is where the edits are kept
let kept = () => (keptHere ? "This browser keeps them too." : "This browser keeps nothing: save before you close the page.");
let shownChanges = {}, shownNames = "{}", keptHere = true;
const changesMade = () => Object.keys(mine.segments).length + Object.keys(mine.names).length;

function recount() {
  const approved = segments.filter((segment) => segment.status === "approved").length;
  byId("progress").value = approved;
  byId("approved").textContent = `${approved} of ${segments.length} approved`;
  FILTERS.forEach((filter) => { one(`[data-filter=${filter.id}] span`).textContent = segments.filter(filter.accepts).length; });
  byId("save").hidden = !changesMade();
  byId("save").lastElementChild.textContent = `Save edits (${changesMade()})`;
  onChange();
}

function taken() {
  const rest = Object.entries(mine.segments).map(([index, { target, status, reviewer: who, when, was }]) =>
    ({ id: written[index].id, hash: written[index].hash, target, status, reviewer: who || reviewer(), when, was }));
  const names = Object.entries(mine.names).map(([entity, { decision, form }]) => ({ entity, decision, form: form ?? "" }));
  return { article: document.title, document: data.document, signature: data.signature, reviewer: reviewer(), segments: rest, names };
}

// The file's name as every browser and system takes it, and as a command line does.
const FILE = `${data.document.split("/").at(-1)}.edits.json`.replace(/[<>:"\\|?*\p{Cc}]/gu, "_");
const typed = (/^[\w.,+@%=-]+$/.test(FILE) ? FILE : `'${FILE.replaceAll("'", "'\\''")}'`).replace(/^('?)-/, "./$1-");
let downloaded = "";

function download() {
  const link = element("a", { href: URL.createObjectURL(new Blob([JSON.stringify(taken(), null, 1)], { type: "application/json" })), download: FILE });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  downloaded = JSON.stringify(mine);
  tell(`${FILE} is in your downloads`);
}

on("save", "click", () => {
  const all = Object.values(mine.segments);
  const counts = [
    [all.filter((one) => one.target !== one.was.target).length, "translation", "changed"],
    [all.filter((one) => one.status === "approved").length, "segment", "approved"],
    [Object.keys(mine.names).length, "name", "decided"],
  ];
  const said = counts.filter(([count]) => count).map(([count, what, done]) => `${plural(count, what)} ${done}`).join(", ");
  byId("what").textContent = said && `${said}. ${kept()}`;
  byId("discard").hidden = !changesMade();
  byId("reviewer").value = reviewer();
  byId("saving").showModal();
});
on("reviewer", "input", (event) => memory.set("mt-reviewer", event.target.value.trim() || null));
on("saving", "close", recount);
on("discard", "click", () => {
  change(() => { mine = { segments: {}, names: {} }; });
  tell("Edits discarded; Ctrl+Z brings them back", 6);
});
on("download", "click", download);
addEventListener("storage", (event) => { if (event.key === STORE) { mine = recalled(); follow(); } });
// A page that can keep nothing asks before it goes with edits that nobody has.
addEventListener("beforeunload", (event) => {
  close();
  if (!keptHere && changesMade() && JSON.stringify(mine) !== downloaded) event.preventDefault();
});
byId("file").textContent = typed;
mine = recalled();
follow();
