// Keys are names of buttons: `data-key` on a button makes its key, and pressing the key presses the button. So
// every key has a button, the help lists what is really there, and what cannot be pressed has no key.
//
// Where several buttons have the key, the one nearest to the focus is meant: in the item that has the focus, then
// in its list, then anywhere on the screen. While a dialog is open only its own keys act.

import { say } from "./say.js";

const OFF = "standoff-letters-off";
const FIELD = "input, textarea, select, [contenteditable='true'], .editor-host";
const CHOICE = "input[type=checkbox], input[type=radio], input[type=button], input[type=submit]";

/** The name of a pressed key, as `data-key` writes it: `Alt+ArrowUp`, `Ctrl+s`, `A`, `?`. */
export function nameOf(event) {
  const key = event.key === " " ? "Space" : event.key;
  const command = event.ctrlKey || event.metaKey;
  return `${command ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${command ? key.toLowerCase() : key}`;
}

export function lettersOff() {
  return localStorage.getItem(OFF) === "1";
}

function inField(target) {
  const field = target?.closest?.(FIELD);
  return Boolean(field) && !target.matches(CHOICE);
}

export function isShown(node) {
  return node.checkVisibility ? node.checkVisibility() : Boolean(node.offsetParent);
}

/** The dialog in front, or the page. */
export function front() {
  const open = [...document.querySelectorAll("dialog[open]")];
  return open.at(-1) ?? document;
}

function candidates(name, target) {
  const scope = front();
  const wanted = `[data-key~="${CSS.escape(name)}"]`;
  const places = [target?.closest?.("[data-item]"), target?.closest?.("[data-list]"), scope];
  for (const place of places) {
    if (!place || (scope !== document && !scope.contains(place))) continue;
    const button = [...place.querySelectorAll(wanted)].find((each) => !each.disabled && isShown(each));
    if (button) return button;
  }
  return null;
}

/** Move the focus to the next or previous item, from one list of the screen into the next. */
function step(by, target) {
  const place = target?.closest?.("[data-list]")?.closest("dialog, aside, main") ?? (front() === document ? document.querySelector("main") : front());
  const items = [...(place?.querySelectorAll("[data-item]") ?? [])].filter(isShown);
  if (!items.length) return false;
  const current = items.indexOf(target?.closest?.("[data-item]"));
  const next = current < 0 ? (by > 0 ? 0 : items.length - 1) : Math.min(items.length - 1, Math.max(0, current + by));
  focus(items[next]);
  return true;
}

export function focus(node, options = {}) {
  if (!node) return;
  if (node.tabIndex < 0 && !node.hasAttribute("tabindex")) node.tabIndex = -1;
  node.focus({ preventScroll: true });
  if (options.scroll !== false) node.scrollIntoView({ block: "nearest" });
}

function pressed(event) {
  if (event.isComposing || event.defaultPrevented) return;
  const name = nameOf(event);
  const { target } = event;
  const single = name.length === 1;
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (inField(target) && plain && name !== "Escape" && !(name === "Enter" && target.matches("input"))) return;
  if (inField(target) && name === "Ctrl+z") return; // the field's own undo
  if (single && lettersOff()) return;
  if (plain && (name === "Enter" || (name === "Space" && !target.matches?.("[data-focus]")))) {
    // A button, a link or a summary presses itself.
    if (target.closest?.("button, a[href], summary, select, label") || target.matches?.(CHOICE)) return;
  }
  const button = candidates(name, target);
  if (button) {
    event.preventDefault();
    if (button.matches("a[href], button, input[type=radio], input[type=checkbox], summary")) button.click();
    else focus(button);
    return;
  }
  if (plain && (name === "j" || name === "k") && step(name === "j" ? 1 : -1, target)) event.preventDefault();
}

/** What stands on a button, without its key and what only counts. */
function wordsOf(button) {
  const copy = button.cloneNode(true);
  for (const each of copy.querySelectorAll("kbd, .sub, .pill")) each.remove();
  return copy.textContent.trim();
}

/** The help: every key that a button on this page has now, under the heading of its part. */
export function listKeys(root = document) {
  const groups = new Map();
  for (const button of root.querySelectorAll("[data-key]")) {
    if (button.closest("#keys")) continue;
    const part = button.closest("[data-part]")?.dataset.part ?? "Everywhere";
    const label = button.dataset.does || button.getAttribute("aria-label") || wordsOf(button);
    const group = groups.get(part) ?? new Map();
    for (const key of button.dataset.key.split(" ")) {
      if (!group.has(key)) group.set(key, label.replace(/\s+/g, " "));
    }
    groups.set(part, group);
  }
  return groups;
}

const SPOKEN = { ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc", "Ctrl+s": "Ctrl+S", "Ctrl+z": "Ctrl+Z" };

export function spoken(key) {
  return SPOKEN[key] ?? key.replace("ArrowUp", "↑").replace("ArrowDown", "↓");
}

function showHelp() {
  const dialog = document.getElementById("keys");
  const body = dialog.querySelector(".keys-list");
  body.replaceChildren();
  const groups = listKeys();
  groups.set("Lists", new Map([...(groups.get("Lists") ?? []), ["j", "next in the list"], ["k", "previous in the list"]]));
  for (const [part, keys] of groups) {
    const heading = document.createElement("h3");
    heading.textContent = part;
    const list = document.createElement("dl");
    for (const [key, label] of keys) {
      const term = document.createElement("dt");
      const kbd = document.createElement("kbd");
      kbd.textContent = spoken(key);
      term.append(kbd);
      const what = document.createElement("dd");
      what.textContent = label;
      list.append(term, what);
    }
    const group = document.createElement("section");
    group.append(heading, list);
    body.append(group);
  }
  dialog.querySelector("[name=letters]").checked = !lettersOff();
  dialog.showModal();
}

export function startKeys() {
  document.addEventListener("keydown", pressed);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (button?.dataset.act === "keys") showHelp();
  });
  document.addEventListener("change", (event) => {
    if (event.target.name !== "letters") return;
    localStorage.setItem(OFF, event.target.checked ? "0" : "1");
    say(event.target.checked ? "single letters act" : "single letters are off; buttons and Ctrl keys still act");
  });
}
