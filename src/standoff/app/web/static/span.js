// Spans of a text: what is marked with the mouse, and a dialog where the ends are moved by keys, word by word.
// Offsets are counted in code points, as in the records; a page's strings count otherwise, so each is turned.

import { on } from "./acts.js";
import { t } from "./words.js";

const points = (text) => [...text];

/** All stretches of words on the page, in order: where each begins, and its code points. */
function pieces(root) {
  return [...root.querySelectorAll("[data-at]")]
    .map((node) => ({ node, at: Number(node.dataset.at), text: points(node.textContent) }))
    .sort((a, b) => a.at - b.at);
}

/** The words of the text between two offsets. */
export function wordsOf(root, start, end) {
  let words = "";
  for (const { at, text } of pieces(root)) {
    words += text.slice(Math.max(0, start - at), Math.max(0, end - at)).join("");
  }
  return words;
}

/** The span that is marked on the page, or null. */
export function marked(root) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!root.contains(range.commonAncestorContainer)) return null;
  const start = offsetOf(root, range.startContainer, range.startOffset, true);
  const end = offsetOf(root, range.endContainer, range.endOffset, false);
  if (start === null || end === null || start >= end) return null;
  return trimmed(root, start, end);
}

function offsetOf(root, node, offset, forward) {
  const holder = node.nodeType === Node.TEXT_NODE && node.parentElement.closest("[data-at]");
  if (holder) return Number(holder.dataset.at) + points(holder.textContent.slice(0, offset)).length;
  const position = document.createRange();
  position.setStart(node, offset);
  const all = pieces(root);
  const after = all.find((each) => position.comparePoint(each.node, 0) >= 0);
  if (forward) return after ? after.at : null;
  const before = all.filter((each) => position.comparePoint(each.node, 0) < 0).at(-1);
  return before ? before.at + before.text.length : null;
}

function trimmed(root, start, end) {
  const text = points(wordsOf(root, start, end));
  let left = 0;
  let right = text.length;
  while (left < right && !text[left].trim()) left += 1;
  while (right > left && !text[right - 1].trim()) right -= 1;
  return right > left ? { start: start + left, end: start + right, words: text.slice(left, right).join("") } : null;
}

let chosen = null;

/** Let somebody move the ends of a span in a stretch of text; gives the span, or null where it was left. */
export function chooseSpan(root, { from, to, start, end }, title = "Which words?") {
  const text = points(wordsOf(root, from, to));
  const words = [];
  let at = 0;
  for (const part of text.join("").match(/\s+|\S+/gu) ?? []) {
    const length = points(part).length;
    words.push({ start: from + at, end: from + at + length, part, blank: !part.trim() });
    at += length;
  }
  const before = document.activeElement;
  const dialog = document.getElementById("span");
  dialog.innerHTML = `<h2 id="span-title"></h2><p class="quoted span-text" dir="auto"></p>
    <p aria-live="polite">${t("Chosen:")} <bdi class="chosen-words"></bdi></p>
    <div class="row"><button type="button" data-act="span-move" data-end="start" data-by="-1" data-key=",">${t("begin earlier")} <kbd>,</kbd></button>
    <button type="button" data-act="span-move" data-end="start" data-by="1" data-key=".">${t("begin later")} <kbd>.</kbd></button>
    <button type="button" data-act="span-move" data-end="end" data-by="-1" data-key="ArrowLeft">${t("end earlier")} <kbd>←</kbd></button>
    <button type="button" data-act="span-move" data-end="end" data-by="1" data-key="ArrowRight">${t("end later")} <kbd>→</kbd></button>
    <button type="button" data-act="span-letters" data-key="b" aria-pressed="false">${t("by letter")} <kbd>b</kbd></button></div>
    <div class="foot"><button type="button" class="main" data-act="span-take" data-key="Enter">${t("Take these words")} <kbd>Enter</kbd></button>
    <button type="button" data-act="close" data-key="Escape">${t("Cancel")} <kbd>Esc</kbd></button></div>`;
  dialog.querySelector("h2").textContent = title;
  const first = words.find((each) => !each.blank);
  chosen = { from, to, text, words, letters: false, dialog, taken: null, start: start ?? first?.start ?? from, end: end ?? first?.end ?? to };
  show();
  return new Promise((resolve) => {
    dialog.addEventListener(
      "close",
      () => {
        before?.isConnected && before.focus({ preventScroll: true });
        resolve(chosen.taken);
      },
      { once: true },
    );
    dialog.showModal();
    dialog.querySelector("[data-act=span-take]").focus();
  });
}

const spanWords = () => chosen.text.slice(chosen.start - chosen.from, chosen.end - chosen.from).join("");

function show() {
  const { dialog, text, from, start, end } = chosen;
  const line = dialog.querySelector(".span-text");
  const mark = document.createElement("mark");
  mark.className = "seg shown";
  mark.textContent = spanWords();
  line.replaceChildren(text.slice(0, start - from).join(""), mark, text.slice(end - from).join(""));
  dialog.querySelector(".chosen-words").textContent = spanWords();
}

on("span-letters", (button) => {
  chosen.letters = !chosen.letters;
  button.setAttribute("aria-pressed", String(chosen.letters));
});

on("span-move", (button) => {
  const by = Number(button.dataset.by);
  const side = button.dataset.end;
  const stops = chosen.letters
    ? chosen.text.map((_, at) => chosen.from + at + (side === "end" ? 1 : 0))
    : chosen.words.filter((each) => !each.blank).map((each) => each[side]);
  const now = chosen[side];
  const next = by > 0 ? stops.find((each) => each > now) : stops.filter((each) => each < now).at(-1);
  if (next === undefined) return;
  chosen[side] = next;
  if (chosen.start >= chosen.end) {
    // The other end goes along, a word long.
    const word = chosen.words.find((each) => !each.blank && (side === "start" ? each.start >= next : each.end >= next));
    chosen.start = side === "start" ? next : Math.min(chosen.start, word?.start ?? chosen.from);
    chosen.end = side === "start" ? (word?.end ?? chosen.to) : next;
  }
  show();
});

on("span-take", () => {
  chosen.taken = { start: chosen.start, end: chosen.end, words: spanWords() };
  chosen.dialog.close();
});
