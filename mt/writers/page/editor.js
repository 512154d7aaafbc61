// A translation written in place: opened by Enter, a double click or the pencil; it closes by itself when left.
let editor = null;

function edit(row) {
  close();
  const segment = segmentOf(row);
  if (isLeft(segment)) { tell("Code is left as it is"); return true; }
  const area = element("textarea", { lang: languages[1], rows: 1, spellcheck: true, "aria-label": `Translation of segment ${segment.index + 1}` });
  area.value = segment.target;
  editor = { row, area, begun: area.value };
  row.lastChild.firstChild.hidden = true;
  row.lastChild.firstChild.after(area);
  release();
  grow();
  area.focus({ preventScroll: true });
  area.setSelectionRange(area.value.length, area.value.length);
  return true;
}

function grow() {
  editor.area.style.height = "0";
  editor.area.style.height = `${editor.area.scrollHeight + 2}px`;
}

// What is being written outlives a crash of the browser: it is kept whenever the typing pauses, as if it were done.
let pause = 0;
function keepDraft() {
  if (!editor) return;
  const before = JSON.stringify(mine);
  put(Number(editor.row.dataset.index), { target: editor.area.value, status: "draft" });
  keep();
  mine = JSON.parse(before);
}

// Leaves the editor and keeps what was written; an open editor counts as left when anything else is done.
function close() {
  if (!editor) return;
  const { row, area, begun } = editor;
  editor = null;
  const text = area.value;
  area.remove();
  row.lastChild.firstChild.hidden = false;
  clearTimeout(pause);
  if (text !== begun) change(() => put(Number(row.dataset.index), { target: text, status: "draft" }));
  else keep();
}

function approveAndGoOn(row) {
  close();
  if (segmentOf(row).status !== "approved") approve(Number(row.dataset.index), true);
  say(`Segment ${Number(row.dataset.index) + 1} approved`);
  for (let index = Number(row.dataset.index) + 1; index < rows.length; index += 1) {
    if (!rows[index].hidden && segments[index].status !== "approved") return goTo(rows[index]);
  }
  goTo(row);
}

on("rows", "input", (event) => {
  if (!editor || event.target !== editor.area) return;
  grow();
  clearTimeout(pause);
  pause = setTimeout(keepDraft, 400);
});
addEventListener("pagehide", close);
on("rows", "focusout", (event) => { if (editor && event.target === editor.area) close(); });
on("rows", "keydown", (event) => {
  if (!editor || event.target !== editor.area || event.isComposing) return;
  const leaves = event.key === "Escape" || (event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.metaKey);
  if (!leaves) return;
  event.preventDefault();
  event.stopPropagation();
  const { row } = editor;
  close();
  goTo(row);
});
on("rows", "dblclick", (event) => {
  const cell = event.target.closest(".row[data-index] .cell:last-child");
  if (cell && !event.target.closest("textarea, button, .chips, .history")) edit(cell.parentNode);
});
on("rows", "click", (event) => {
  const row = event.target.closest(".row");
  if (event.target.closest(".edit")) edit(row);
  if (event.target.closest(".done")) { close(); approve(Number(row.dataset.index)); goTo(row); }
});
// Control keys: approve and go on, undo, do again. In an editor undo is its own.
addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || one("dialog[open]")) return;
  const row = event.target.closest?.(".row[data-index]");
  const key = event.key.toLowerCase();
  if (key === "enter" && row) approveAndGoOn(row);
  else if (event.target.matches("input, textarea")) return;
  else if (key === "z" && !event.shiftKey) unstep(steps.back, steps.forth, "Nothing to undo");
  else if (key === "y" || key === "z") unstep(steps.forth, steps.back, "Nothing to do again");
  else return;
  event.preventDefault();
});
