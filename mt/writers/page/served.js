// A page that `mt serve` shows sends every change at once; `known` is what the server has.
const AGAIN = 5000; // milliseconds until a server that did not answer is asked again
let sending = Promise.resolve(), trouble = "", waiting = 0;
const known = { segments: written.map(({ target, status }) => ({ target, status })), names: {} };

async function send() {
  const changed = segments.filter(({ index, target, status }) => target !== known.segments[index].target || status !== known.segments[index].status);
  const names = JSON.stringify(mine.names);
  if (!changed.length && names === JSON.stringify(known.names)) return;
  caption("Saving…");
  const withdrawn = Object.keys(known.names).filter((id) => !mine.names[id]).map((id) => ({ entity: id, decision: "reopen", form: entities.get(id).form, question: entities.get(id).unsure }));
  const rest = changed.map(({ id, index, hash, target, status }) => ({ id, hash, target, status, reviewer: reviewer(), when: "", was: known.segments[index] }));
  let answer = { error: "the server does not answer; it is asked again by itself" };
  clearTimeout(waiting);
  try {
    answer = await (await fetch(location.pathname.replace(/\.html$/, ".edits.json"), { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ ...taken(), segments: rest, names: [...taken().names, ...withdrawn] }) })).json();
  } catch {
    waiting = setTimeout(() => { sending = sending.then(send); }, AGAIN);
  }
  const before = trouble;
  trouble = answer.error ?? answer.refused[0] ?? "";
  if (!trouble) {
    for (const { index, target, status } of changed) known.segments[index] = { target, status };
    known.names = JSON.parse(names);
  }
  caption(trouble ? "Not saved" : "Saved");
  byId("save").title = trouble || "Your edits (s)";
  if (trouble && trouble !== before) tell(`Not saved: ${trouble}`, 8);
}

// Who has not said a name is asked for it where the state of saving stands.
function caption(state) {
  const words = [state, !reviewer() && "Your name?"].filter(Boolean).join(" · ");
  byId("save").hidden = !words;
  byId("save").lastElementChild.textContent = words;
  byId("save").classList.toggle("trouble", Boolean(trouble));
  // A file is for what the server does not take.
  byId("home").hidden = byId("download").hidden = !trouble;
}

one("h1").before(element("a", { className: "tool", href: "/", title: "All articles" }, "‹ Articles"));
byId("saving-title").textContent = "Your edits";
kept = () => (trouble ? `Not saved: ${trouble}.` : "The server has them.");
onChange = () => { caption(trouble ? "Not saved" : changesMade() ? "Saved" : ""); sending = sending.then(send); };
onChange();
