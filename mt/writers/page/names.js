// The names panel, one card an entity, and the tip that says what a name in the text stands for.
const WIDE = matchMedia("(min-width: 1180px)");
const JUMPS = 8; // more than fit one line of a card are folded into a count

function spellingLine([text, ids]) {
  const line = element("li", {}, element("q", { lang: languages[0] }, text));
  const places = ids.map((id) => indexOf.get(id)).filter((index) => index !== undefined);
  const jumps = element("span", { className: "jumps" }, ...places.slice(0, JUMPS).map(jump));
  const rest = places.slice(JUMPS);
  if (rest.length) {
    const more = element("button", { "aria-label": `${rest.length} more mentions of ${text}` }, `+${rest.length}`);
    more.addEventListener("click", () => more.replaceWith(...rest.map(jump)));
    jumps.append(more);
  }
  line.append(element("small", {}, `×${ids.length}`), jumps);
  return line;
}

const jump = (index) => element("a", { href: `#s${index + 1}`, "aria-label": `Segment ${index + 1}` }, `${index + 1}`);

function card(entity) {
  const look = `name c${entity.index % 8} u${(entity.index + Math.floor(entity.index / 8)) % 4}`;
  const node = element("section", { className: `card c${entity.index % 8}`, "data-card": entity.index, "aria-label": formNow(entity) });
  const form = element("button", { title: "Show only its segments", "aria-pressed": "false", "data-only": entity.id }, element("span", { className: look, lang: languages[1] }, formNow(entity)));
  node.append(element("h3", {}, form, element("small", {}, entity.kind)));
  node.append(element("ul", { className: "spellings" }, ...entity.spellings.map(spellingLine)));
  node.append(choices(entity));
  // "Moscou→Moscow" says no more than the card does.
  const plain = entity.spellings.some(([text]) => entity.edits === `${text}→${entity.form}`);
  const reasons = [...entity.evidence, !plain && entity.edits && `spelling: ${entity.edits}`, ...entity.apart.map((other) => `kept apart from ${other}`)];
  node.append(element("ul", { className: "why" }, ...reasons.filter(Boolean).map((reason) => element("li", {}, reason))));
  return node;
}

// What there is to decide: for an unsure name three answers at hand, for any other one behind "Change".
const DECIDED = { accept: "Accepted", choose: "Chosen by you", keep: "Kept as written" };

function choices(entity) {
  const button = (text, action) => { const node = element("button", { className: "choice" }, text); node.addEventListener("click", action); return node; };
  const answer = (decision, form) => { decide(entity, decision, form); one(`[data-card="${entity.index}"] .choice`).focus(); };
  const keep = () => button("Keep as written", () => answer("keep", ""));
  const box = element("div", { className: "choices" });
  const ask = () => {
    const field = element("input", { value: formNow(entity), lang: languages[1], "aria-label": `English form of ${entity.form}` });
    const use = () => { if (field.value.trim()) answer("choose", field.value.trim()); };
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault(); event.stopPropagation();
      if (event.key === "Enter") return use();
      const again = choices(entity);
      box.replaceWith(again);
      again.querySelector("button").focus();
    });
    box.replaceChildren(field, button("Use", use), keep());
    field.select();
    box.scrollIntoView({ block: "nearest" });
  };
  const decision = mine.names[entity.id];
  if (decision) box.append(element("span", {}, `✓ ${DECIDED[decision.decision] ?? ""} `), button("Undo", () => answer()));
  else if (!entity.unsure) box.append(button("Change", ask));
  else {
    box.classList.add("unsure");
    box.append(element("p", {}, element("b", {}, "To decide: "), entity.unsure), button("Accept", () => answer("accept", entity.form)), button("Choose another", ask), keep());
  }
  return box;
}

function rebuildCards() {
  for (const entity of entities.values()) one(`[data-card="${entity.index}"]`)?.replaceWith(card(entity));
}

function setPanel(open) {
  byId("names").hidden = !open;
  byId("names-toggle").setAttribute("aria-expanded", String(open));
}

// Questions first, then names in several spellings, the others after them, demonyms last; each as they come in the article.
function buildPanel() {
  const first = new Map();
  for (const segment of segments) for (const name of segment.names) if (!first.has(name.entity)) first.set(name.entity, first.size);
  const rank = (entity) => [entity.unsure ? 0 : entity.kind === "demonym" ? 3 : entity.spellings.length > 1 ? 1 : 2, first.get(entity.id) ?? Infinity];
  const ordered = [...entities.values()].sort((a, b) => rank(a)[0] - rank(b)[0] || rank(a)[1] - rank(b)[1] || 0);
  const close = element("button", {}, "Close");
  close.addEventListener("click", () => { setPanel(false); byId("names-toggle").focus(); });
  byId("names").append(element("h2", {}, `Names (${ordered.filter(({ kind }) => kind !== "demonym").length})`, close), ...ordered.map(card));
  byId("names-toggle").hidden = entities.size === 0;
  setPanel(WIDE.matches && entities.size > 0);
}

function placeTip(word) {
  const segment = segmentOf(word.closest(".row"));
  const name = segment.names[word.dataset.name];
  const entity = entities.get(name.entity);
  const spelled = cut(segment.source, name.source);
  const lines = [element("b", {}, entity ? formNow(entity) : name.after)];
  lines.push(element("span", {}, `${entity?.kind ?? "name"}, in the French “${spelled}”`));
  const now = name.target && cut(segment.target, name.target);
  if (now && name.before && name.before !== now) lines.push(element("br"), element("span", {}, "The engine wrote ", element("del", {}, name.before)));
  if (!now) lines.push(element("br"), element("span", {}, "Not found in the English"));
  const tip = byId("tip");
  tip.replaceChildren(...lines);
  tip.hidden = false;
  const box = word.getBoundingClientRect();
  const below = box.bottom + 10 + tip.offsetHeight < innerHeight;
  tip.style.left = `${Math.max(8, Math.min(box.left, innerWidth - tip.offsetWidth - 8))}px`;
  tip.style.top = `${below ? box.bottom + 8 : box.top - tip.offsetHeight - 8}px`;
}

// Every mention of an entity that is in sight, for as long as its card or one of its mentions is pointed at.
function showSame(index) {
  for (const node of every(".same, .card.current")) node.classList.remove("same", "current");
  if (index === undefined) return;
  for (const node of every(`.row [data-entity="${index}"]`)) node.classList.add("same");
  one(`[data-card="${index}"]`)?.classList.add("current");
}

function pointAt(event) {
  const word = event.target.closest("[data-name]");
  if (word) placeTip(word); else byId("tip").hidden = true;
  showSame(word?.dataset.entity);
}

buildPanel();
for (const kind of ["pointerover", "focusin"]) on("rows", kind, pointAt);
on("rows", "pointerleave", () => { byId("tip").hidden = true; showSame(); });
on("rows", "click", (event) => {
  const word = event.target.closest("[data-entity]");
  if (word && WIDE.matches) one(`[data-card="${word.dataset.entity}"]`)?.scrollIntoView({ block: "nearest" });
});
on("names", "pointerover", (event) => showSame(event.target.closest("[data-card]")?.dataset.card));
on("names", "pointerleave", () => showSame());
on("names", "click", (event) => {
  const only = event.target.closest("[data-only]");
  if (only) setEntity(only.dataset.only);
  const link = event.target.closest("a[href^='#s']");
  if (!link) return;
  event.preventDefault();
  const row = rows[Number(link.hash.slice(2)) - 1];
  if (row.hidden) reset();
  if (!WIDE.matches) setPanel(false);
  goTo(row);
});
on("names-toggle", "click", () => setPanel(byId("names").hidden));
addEventListener("scroll", () => { byId("tip").hidden = true; }, { passive: true });
