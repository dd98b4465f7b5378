// Case: what a reading assumes. Lists are moved, tied, edited in place; each write is one undo.

import { post } from "./api.js";
import { on } from "./acts.js";
import { ask, field } from "./dialog.js";
import { focus } from "./keys.js";
import { beforeLeaving } from "./leave.js";
import { base, files, refresh, write } from "./page.js";
import { say, sayRefused } from "./say.js";
import { makeLine } from "./line.js";
import { previewIn } from "./preview.js";
import { showEvidence } from "./evidence.js";
import { Sortable } from "./vendor/sortable.js";
import { t } from "./words.js";

const REST = 800;
let moving = null;

/** Where a line stands, as the server names it. */
function at(item) {
  return { file: item.dataset.file, line: Number(item.dataset.line), column: Number(item.dataset.column) };
}

const itemOf = (button) => button.closest(".a-line");

function placeBefore(item) {
  const next = item.nextElementSibling;
  return next ? { line: Number(next.dataset.line), column: Number(next.dataset.column) } : null;
}

// --- moving ---

function step(button, by) {
  const item = itemOf(button);
  const other = by < 0 ? item.previousElementSibling : item.nextElementSibling;
  if (!other) return;
  const focused = document.activeElement === button ? button : item;
  if (by < 0) other.before(item);
  else other.after(item);
  focus(focused);
  moved(item, REST);
}

on("up", (button) => step(button, -1));
on("down", (button) => step(button, 1));

function moved(item, wait) {
  number(item.parentElement);
  if (moving && moving.item !== item) settle();
  clearTimeout(moving?.timer);
  item.classList.add("moving");
  moving = { item, timer: setTimeout(() => settle(), wait) };
  follow(item);
}

/** Write the move that was made; the file is written once, when the keys have come to rest. */
async function settle(going = false) {
  if (!moving) return null;
  const { item, timer } = moving;
  clearTimeout(timer);
  moving = null;
  item.classList.remove("moving");
  const list = item.parentElement.dataset.actor;
  const place = [...item.parentElement.children].indexOf(item);
  try {
    const reply = await write("edit", { ...base(), op: "move", ...at(item), before: placeBefore(item) }, { going });
    if (going) return reply;
    await refresh();
    if (reply) say(reply.said || `moved to place ${place + 1}`);
    const again = document.querySelector(`.wishes[data-actor="${CSS.escape(list)}"]`)?.children[place];
    if (document.activeElement === document.body && again) focus(again);
    return reply;
  } catch (error) {
    await refresh().catch(() => {});
    sayRefused(error);
    return null;
  }
}

function number(list) {
  for (const [index, item] of [...list.children].entries()) {
    const place = item.querySelector(".place");
    if (place && place.textContent !== "=") place.textContent = index + 1;
  }
}

let asking = 0;

/** The header's answer goes along while a wish is being moved; nothing is written yet. */
async function follow(item) {
  asking += 1;
  const mine = asking;
  const changes = [{ kind: "move", ...at(item), before: placeBefore(item) }];
  const reply = await post("whatif", { ...base(), changes }).catch(() => null);
  const standing = document.getElementById("standing");
  const after = reply?.answer?.after;
  if (mine !== asking || !standing || !after || !moving) return;
  standing.classList.add("trying");
  const words = standing.querySelector(".answer");
  if (words) words.textContent = `If moved so: ${after.cannot || after.answer || "nothing moves"}`;
}

// --- editing ---

on("tie", async (button) => {
  const item = itemOf(button);
  await done(await write("edit", { ...base(), op: button.dataset.tied ? "untie" : "tie", ...at(item) }), "tied");
});

on("delete-line", async (button) => {
  const item = itemOf(button);
  const list = item.parentElement;
  const last = list.classList.contains("wishes") && list.children.length === 1;
  let instead = "";
  if (last) {
    const sent = await ask(t("This is the last wish of the list"), (form) => {
      field(form, "instead", t("What stands in its place"), {
        list: [["", "nothing: it will be missing"], ["silent", "silent: the text says nothing of it"], ["indifferent", "it does not care"]],
      });
    }, { yes: t("Delete") });
    if (!sent) return;
    instead = sent.get("instead");
  }
  const next = item.nextElementSibling ?? item.previousElementSibling;
  const goal = next && { ...next.dataset };
  await done(await write("edit", { ...base(), op: "delete", ...at(item), instead }), "deleted; undo takes it back");
  if (goal) focusLine(goal.raw);
});

function focusLine(raw) {
  focus([...document.querySelectorAll(".a-line")].find((each) => each.dataset.raw === raw));
}

async function done(reply, words) {
  if (!reply) return;
  await refresh();
  say(reply.said || words);
}

/** Edit a line as it stands in the file; what it becomes is shown while it is typed. */
export async function editRaw(line, raw, title = "Edit this line") {
  let preview = null;
  const sent = await ask(title, (form) => {
    const input = field(form, "raw", t("as it stands in the file"), { value: raw });
    input.classList.add("code");
    input.spellcheck = false;
    const place = document.createElement("div");
    place.className = "preview";
    place.setAttribute("aria-live", "polite");
    form.append(place);
    preview = previewIn(place, (signal) =>
      post("edit", { ...base(), op: "replace", ...line, raw: input.value, dry: true, based: files() }, { html: true, signal }));
    input.addEventListener("input", preview.soon);
    preview.now();
  }, { yes: t("Save") });
  preview.stop();
  if (!sent) return null;
  const text = sent.get("raw");
  if (text === raw) return null;
  const reply = await write("edit", { ...base(), op: "replace", ...line, raw: text });
  await done(reply, "saved");
  focusLine(text);
  return reply;
}

on("edit-line", (button) => {
  const item = itemOf(button);
  return editRaw(at(item), item.dataset.raw);
});
on("edit-cell", (button) => editRaw(at(button), button.dataset.raw));

on("cite-line", async (button) => {
  const item = itemOf(button);
  const chosen = JSON.parse(sessionStorage.getItem("standoff-chosen") ?? "[]");
  const sent = await ask(t("Cite a sentence for this line"), (form) => {
    field(form, "cite", t("source#sentence, as herald#s7; several with commas"), { value: chosen.join(", "), required: true });
  }, { yes: t("Cite") });
  if (!sent) return;
  const cites = sent.get("cite").split(",").map((each) => each.trim()).filter(Boolean);
  const raw = `${item.dataset.raw.replace(/\s*\[[^\]]*\]/, "")}  [${[...JSON.parse(item.dataset.cites), ...cites].join(", ")}]`;
  await editRaw(at(item), raw, "Cite a sentence for this line");
});

on("line-evidence", (button) => {
  const item = itemOf(button);
  return showEvidence(JSON.parse(item.dataset.cites)[0], item);
});

on("new-wish", (button) => makeLine({ section: "wants", actor: button.dataset.actor }));
on("new-line", (button) => makeLine({ section: button.dataset.section }));
on("new-option", (button) => makeLine({ section: "options", actor: button.dataset.actor }));

on("new-actor", async () => {
  const sent = await ask(t("A new actor"), (form) => {
    field(form, "name", t("name"), { required: true });
    field(form, "also", t("other names in the texts, with commas"));
  }, { yes: t("Add") });
  if (!sent) return;
  const also = sent.get("also").split(",").map((each) => each.trim()).filter(Boolean);
  await done(await write("edit", { ...base(), op: "actor", name: sent.get("name").trim(), also }), `${sent.get("name")} added`);
});

on("stance", async (button) => {
  const { actor, stance } = button.dataset;
  await done(await write("edit", { ...base(), op: "stance", actor, stance }), `${actor}: ${stance}`);
});

// --- dragging ---

function draggable() {
  if (document.body.dataset.readonly) return;
  for (const list of document.querySelectorAll("[data-sorted]")) {
    if (Sortable.get(list)) continue;
    Sortable.create(list, {
      handle: "[data-handle]", animation: 0, ghostClass: "dragged",
      onEnd: ({ item, oldIndex, newIndex }) => oldIndex !== newIndex && moved(item, 0),
    });
  }
}

export function startCase() {
  draggable();
  document.addEventListener("fresh", draggable);
  beforeLeaving((going) => moving && settle(going));
}

