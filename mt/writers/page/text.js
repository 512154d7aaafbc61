// The data island, and everything that turns text and spans into nodes. Text reaches the page as text nodes only.
const byId = (id) => document.getElementById(id);
const on = (id, kind, action) => byId(id).addEventListener(kind, action);
const data = JSON.parse(byId("data").textContent);
const EMPTY = { source: "", target: "", kind: "text", status: "draft", origin: "machine", links: [], names: [], flags: [], edits: [] };
const segments = data.segments.map((segment, index) => ({ ...EMPTY, ...segment, index }));
const entities = new Map(data.entities.map((entity, index) => [entity.id, { ...entity, index }]));
const indexOf = new Map(segments.map((segment, index) => [segment.id, index]).reverse());

const one = (selector) => document.querySelector(selector);
const every = (selector, within = document) => [...within.querySelectorAll(selector)];
const segmentOf = (row) => segments[row.dataset.index];

// An element with properties, `data` and `aria` attributes, and children (strings become text nodes).
function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  if (tag === "button") node.type = tag;
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (/^(role|lang|for|href|aria-|data-)/.test(key)) node.setAttribute(key, value);
    else node[key] = value;
  }
  node.append(...children.filter((child) => child || child === 0));
  return node;
}

// Spans count Unicode code points, strings here count UTF-16 units: the way from one to the other.
function unitOffsets(text) {
  if (!/[\ud800-\udfff]/.test(text)) return (offset) => Math.min(offset, text.length);
  const starts = [0];
  for (const character of text) starts.push(starts[starts.length - 1] + character.length);
  return (offset) => starts[Math.min(offset, starts.length - 1)];
}

const cut = (text, [start, end]) => [...text].slice(start, end).join("");

// Case and accents do not matter to a search, nor does the shape of an apostrophe.
const fold = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}+/gu, "").replace(/[’ʼ]/g, "'").replace(/[\u00a0\u202f]/g, " ");

// Where the folded query stands in the unfolded text, in UTF-16 units.
function hits(text, query) {
  let folded = "";
  const from = [];
  let unit = 0;
  for (const character of text) {
    const piece = character < "\x80" ? character.toLowerCase() : fold(character);
    for (let i = 0; i < piece.length; i++) from.push([unit, unit + character.length]);
    folded += piece;
    unit += character.length;
  }
  const found = [];
  for (let at = folded.indexOf(query); at >= 0; at = folded.indexOf(query, at + query.length)) {
    found.push([from[at][0], from[at + query.length - 1][1]]);
  }
  return found;
}

// Cuts a text at every border of its marks ({start, end, apply}) and lets each mark dress the pieces it covers.
// A piece carries all its marks, so spans may overlap in any way.
function dressed(text, marks) {
  const live = marks.filter((mark) => mark.start < mark.end && mark.end <= text.length);
  const borders = [...new Set([0, text.length, ...live.flatMap((mark) => [mark.start, mark.end])])].sort((a, b) => a - b);
  const nodes = [];
  for (let i = 0; i + 1 < borders.length; i++) {
    const piece = text.slice(borders[i], borders[i + 1]);
    const covering = live.filter((mark) => mark.start <= borders[i] && borders[i + 1] <= mark.end);
    if (!covering.length) { nodes.push(piece); continue; }
    const node = element("span", { textContent: piece });
    for (const mark of covering) mark.apply(node);
    nodes.push(node);
  }
  return nodes;
}

// How a text differs from another, word by word: ["del" | "ins" | "", text] in order.
function differences(there, here) {
  const [a, b] = [there, here].map((text) => text.match(/[\p{L}\p{M}\p{N}]+|\s+|[^]/gu) ?? []);
  const common = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) common[i][j] = a[i] === b[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
  }
  const pieces = [];
  const add = (sign, text) => { if (pieces.at(-1)?.[0] === sign) pieces.at(-1)[1] += text; else pieces.push([sign, text]); };
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    if (i < a.length && j < b.length && a[i] === b[j]) { add("", a[i]); i += 1; j += 1; }
    else if (i < a.length && (j === b.length || common[i + 1][j] >= common[i][j + 1])) { add("del", a[i]); i += 1; }
    else { add("ins", b[j]); j += 1; }
  }
  return pieces;
}

// What is low is decided once, by the checks.
// Code is nobody's to translate; a table, whose names and figures alone are English, is its reviewer's.
const isLeft = ({ kind, source }) => kind === "code" && !/^.*\|.*\r?\n[ \t>|:-]*-/.test(source);
const isLow = (segment) => segment.flags.some((flag) => flag.code === "low-confidence");
const plural = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
const label = (code) => code.replace(/[_-]/g, " ").replace("french", "French").replace(/^./u, (letter) => letter.toUpperCase());
const say = (message) => { byId("live").textContent = message; };

// What was done, or why nothing was: for the eye, too, at the foot of the window for a moment.
let passing = 0;
function tell(message, seconds = 3) {
  say(message);
  byId("toast").textContent = message;
  byId("toast").hidden = false;
  clearTimeout(passing);
  passing = setTimeout(() => { byId("toast").hidden = true; }, 1000 * seconds);
}
