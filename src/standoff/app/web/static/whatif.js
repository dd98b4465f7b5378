// What if: a side sheet that is usable on every screen. Its changes outlive a reload, in this tab alone, and nothing is
// written until they are kept as a variant.

import { get, post } from "./api.js";
import { on } from "./acts.js";
import { ask, field } from "./dialog.js";
import { base, files, here, reading, refresh, write } from "./page.js";
import { focus } from "./keys.js";
import { say, sayRefused } from "./say.js";
import { previewIn } from "./preview.js";

const sheet = () => document.getElementById("whatif");
const key = () => `standoff-whatif ${document.querySelector("#bar h1")?.textContent} ${reading()}`;
let from = null;
let preview = null;
let choices = null;

function kept() {
  return JSON.parse(sessionStorage.getItem(key()) ?? "[]");
}

function keep(changes) {
  if (changes.length) sessionStorage.setItem(key(), JSON.stringify(changes));
  else sessionStorage.removeItem(key());
  mark();
}

function mark() {
  const button = document.querySelector("#bar [data-act=whatif]");
  const on_ = kept().filter((each) => each.on !== false).length;
  if (!button) return;
  let note = button.querySelector(".pill");
  if (!note) {
    note = document.createElement("span");
    note.className = "pill";
    button.append(note);
  }
  note.hidden = !on_;
  note.textContent = `${on_} tried`;
}

on("whatif", async () => {
  if (!sheet().hidden) return close();
  from = document.activeElement;
  await open();
  return undefined;
});
on("close-whatif", close);

function close() {
  sheet().hidden = true;
  if (from?.isConnected) focus(from);
}

/** Open the sheet with further changes, as the editor's unsaved text. */
export async function tryChanges(changes) {
  keep([...kept().filter((each) => each.kind !== "text"), ...changes.map((each) => ({ ...each, words: "the text as it stands in the editor" }))]);
  from = document.activeElement;
  await open();
}

async function open() {
  const node = sheet();
  node.hidden = false;
  const name = document.querySelector("#reading option:checked")?.textContent ?? "";
  node.innerHTML = `<div class="row between"><h2>What if <span class="sub">on: <bdi class="name"></bdi></span></h2>
    <button type="button" class="small" data-act="close-whatif" data-key="Escape w">Close <kbd>Esc</kbd></button></div>
    <p class="not-yet">Nothing is written yet: this is not the case.</p>
    <ul class="files changes" data-list></ul>
    <div class="row"><label><span class="sr">option to set</span><select class="set-option"></select></label>
    <label><span class="sr">to</span><select class="set-value"><option value="yes">yes</option><option value="no">no</option></select></label>
    <button type="button" data-act="try-set" data-key="Alt+s">set it <kbd>Alt+s</kbd></button></div>
    <div class="row"><label><span class="sr">line</span><select class="line-off"></select></label>
    <button type="button" data-act="try-off" data-key="Alt+o">take this line off <kbd>Alt+o</kbd></button></div>
    <div class="row"><label><span class="sr">wish</span><select class="wish-move"></select></label>
    <button type="button" data-act="try-first" data-key="Alt+f">put this wish first <kbd>Alt+f</kbd></button></div>
    <div class="row facts-row" hidden><label><span class="sr">fact</span><select class="set-fact"></select></label>
    <label><span class="sr">is so</span><select class="fact-value"><option value="yes">yes</option><option value="no">no</option><option value="silent">silent</option></select></label>
    <button type="button" data-act="try-fact" data-key="Alt+t">take it so <kbd>Alt+t</kbd></button></div>
    <div class="result" aria-live="polite"></div>
    <div class="foot"><button type="button" class="main" data-act="keep-variant" data-key="Alt+v">Keep as a variant … <kbd>Alt+v</kbd></button>
    <button type="button" data-act="discard" data-key="Alt+d">Discard <kbd>Alt+d</kbd></button></div>`;
  node.querySelector(".name").textContent = name;
  choices = await readChoices();
  fill(node.querySelector(".set-option"), choices.options.map((each) => [each.value, each.text]));
  fill(node.querySelector(".line-off"), choices.lines.map((each, at) => [String(at), each.words]));
  fill(node.querySelector(".wish-move"), choices.lines.map((each, at) => [String(at), each.words, each.section]).filter((each) => each[2] === "wants"));
  fill(node.querySelector(".set-fact"), choices.facts.map((each) => [each.value, each.text]));
  node.querySelector("[data-act=keep-variant]").hidden = Boolean(document.body.dataset.readonly);
  node.querySelector(".facts-row").hidden = !choices.facts.length;
  show();
  focus(node.querySelector(".set-option"));
  await result();
}

function fill(select, rows) {
  select.replaceChildren(...rows.map(([value, text]) => new Option(text, value)));
}

/** All lines and options of the reading, as its Case screen has them. */
async function readChoices() {
  const page = new DOMParser().parseFromString(await get(here({}, "/case")), "text/html");
  const lines = [...page.querySelectorAll(".a-line")].map((each) => ({
    kind: "off", file: each.dataset.file, line: Number(each.dataset.line), column: Number(each.dataset.column),
    section: each.dataset.section, actor: each.closest("[data-actor]")?.dataset.actor ?? "", first: firstOf(each),
    words: each.querySelector(".what-it-says bdi").textContent,
  })).filter((each) => each.section !== "options");
  const template = page.getElementById("maker");
  const literal = template?.content.querySelector("template.literal")?.content;
  const options = [...(literal?.querySelectorAll(".name option") ?? [])].filter((each) => each.value && each.value !== "+")
    .map((each) => ({ value: each.value, text: each.textContent }));
  const facts = [...(template?.content.querySelectorAll("select[name=fact] option") ?? [])].filter((each) => each.value !== "+")
    .map((each) => ({ value: each.value, text: each.textContent }));
  return { lines, options: options.filter((each) => !facts.some((fact) => fact.value === each.value)), facts };
}

function firstOf(item) {
  const first = item.parentElement.querySelector(".a-line");
  return { line: Number(first.dataset.line), column: Number(first.dataset.column) };
}

function show() {
  const list = sheet().querySelector(".changes");
  list.replaceChildren(
    ...kept().map((change, at) => {
      const item = document.createElement("li");
      item.dataset.item = "";
      item.tabIndex = -1;
      const label = document.createElement("label");
      const box = document.createElement("input");
      box.type = "checkbox";
      box.checked = change.on !== false;
      box.addEventListener("change", () => {
        const all = kept();
        all[at].on = box.checked;
        keep(all);
        result();
      });
      label.append(box, ` ${change.words}`);
      const out = document.createElement("button");
      out.type = "button";
      out.className = "small quiet";
      out.textContent = "✕";
      out.setAttribute("aria-label", `take out: ${change.words}`);
      out.addEventListener("click", () => {
        keep(kept().filter((_, index) => index !== at));
        show();
        result();
      });
      item.append(label, out);
      return item;
    }),
  );
}

function add(change) {
  keep([...kept(), change]);
  show();
  return result();
}

on("try-set", () => {
  const option = sheet().querySelector(".set-option");
  const value = sheet().querySelector(".set-value").value;
  if (!option.value) return undefined;
  return add({ kind: "set", option: option.value, value, words: `${option.selectedOptions[0].textContent}: ${value}` });
});

on("try-fact", () => {
  const fact = sheet().querySelector(".set-fact");
  const { value } = sheet().querySelector(".fact-value");
  return fact.value && add({ kind: "fact", fact: fact.value, value, words: `${fact.selectedOptions[0].textContent}: ${value}` });
});

on("try-off", () => {
  const line = choices.lines[Number(sheet().querySelector(".line-off").value)];
  return line && add({ kind: "off", file: line.file, line: line.line, column: line.column, words: `off: ${line.words}` });
});

on("try-first", () => {
  const line = choices.lines[Number(sheet().querySelector(".wish-move").value)];
  return line && add({ kind: "move", file: line.file, line: line.line, column: line.column, before: line.first, words: `first: ${line.words}` });
});

function sent() {
  return kept().filter((each) => each.on !== false).map(({ words, on: _, ...change }) => change);
}

function result() {
  preview?.stop();
  preview = previewIn(sheet().querySelector(".result"), (signal) => {
    const changes = sent();
    return changes.length ? post("whatif", { ...base(), changes }, { html: true, signal }) : null;
  }, "Set an option, take a line off or move a wish: what the answer becomes is shown here.");
  return preview.now();
}

on("discard", () => {
  keep([]);
  show();
  result();
  say("discarded; the case is as it was");
});

on("keep-variant", async () => {
  const changes = sent();
  if (!changes.length) return say("there is nothing to keep yet");
  const answer = await ask("Keep as a variant", (form) => {
    field(form, "name", "its name", { required: true, hint: "sluices opened" });
  }, { yes: "Keep" });
  if (!answer) return null;
  const name = answer.get("name").trim();
  const reply = await write("variant", { reading: reading(), name, changes, based: files() });
  if (!reply) return null;
  keep([]);
  close();
  await refresh();
  say(`kept as the variant ${name}`);
  return null;
});

export function startWhatif() {
  mark();
  document.addEventListener("fresh", mark);
  document.addEventListener("fresh", () => !sheet().hidden && result().catch(sayRefused));
}

