// A case's file as text: CodeMirror with the problems of `check`, completion of all that the case knows, and what a
// line says in words. It stands in a shadow root of its own, so that its styles need no exception from the policy.

import { post } from "./api.js";
import { on } from "./acts.js";
import { base, files, morph, write } from "./page.js";
import { say } from "./say.js";
import { previewIn } from "./preview.js";
import { tryChanges } from "./whatif.js";

let view = null;
let host = null;
let cm = null;
let preview;
let savedText = "";

const json = (name) => JSON.parse(host.dataset[name] || "null");

function diagnostics(state) {
  const rows = [...(json("problems") ?? []), ...(json("warnings") ?? [])].filter((each) => !each.file || each.file === host.dataset.name);
  return rows.map((each) => {
    const line = state.doc.line(Math.min(Math.max(1, each.line || 1), state.doc.lines));
    const indent = /^\s*/.exec(line.text)[0].length;
    const from = Math.min(line.to, line.from + Math.max(indent, (each.column || 1) - 1));
    return {
      from, to: Math.max(from, line.to), severity: each.weight === "warning" ? "warning" : "error",
      message: `${each.words}${each.nearest ? ` Perhaps ${each.nearest}?` : ""}`,
    };
  });
}

function complete(context) {
  const word = context.matchBefore(/[\p{L}\p{N}_.#-]+/u);
  if (!word && !context.explicit) return null;
  const lists = json("complete") ?? {};
  const before = context.state.doc.lineAt(context.pos).text.slice(0, context.pos - context.state.doc.lineAt(context.pos).from);
  const citing = /\[[^\]]*$/.test(before);
  const options = [];
  for (const [kind, choices] of Object.entries(lists)) {
    if (citing !== /cit|source|sentence/.test(kind)) continue;
    for (const each of choices) options.push({ label: each.value, detail: each.name === each.value ? "" : each.name, info: each.title || undefined, type: kind });
  }
  return { from: word ? word.from : context.pos, options, validFor: /^[\p{L}\p{N}_.#-]*$/u };
}

function hover(editor, pos) {
  const line = editor.state.doc.lineAt(pos);
  const words = (json("hovers") ?? {})[line.number];
  if (!words) return null;
  return {
    pos: line.from, end: line.to, above: true,
    create() {
      const dom = document.createElement("div");
      dom.className = "in-words";
      dom.textContent = words;
      return { dom };
    },
  };
}

function theme() {
  const { EditorView } = cm;
  return EditorView.theme({
    "&": { color: "var(--ink)", backgroundColor: "var(--sheet)", fontSize: ".9rem" },
    ".cm-scroller": { fontFamily: "var(--mono)", minHeight: "20rem", maxHeight: "70vh" },
    ".cm-content": { caretColor: "var(--ink)" },
    "&.cm-focused": { outline: "3px solid var(--mark)", outlineOffset: "-1px" },
    ".cm-gutters": { backgroundColor: "var(--wash)", color: "var(--soft)", border: "0" },
    ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--sel)" },
    ".cm-cursor": { borderLeftColor: "var(--ink)" },
    "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--idle)" },
    ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--no-ink)" },
    ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy var(--idle-ink)" },
    ".cm-lint-marker-error": { content: "none" },
    ".cm-lint-marker-warning": { content: "none" },
    ".cm-lint-marker": { width: ".7em", height: ".7em", borderRadius: "50%", display: "inline-block" },
    ".cm-lint-marker.cm-lint-marker-error": { backgroundColor: "var(--no-ink)" },
    ".cm-lint-marker.cm-lint-marker-warning": { backgroundColor: "var(--idle-ink)" },
    ".cm-tooltip": { backgroundColor: "var(--sheet)", color: "var(--ink)", border: "1px solid var(--rule)", borderRadius: "5px", maxWidth: "40rem" },
    ".cm-tooltip .in-words": { padding: ".4rem .7rem", fontFamily: "var(--serif)" },
    ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--link)", color: "var(--sheet)" },
    ".cm-panels": { backgroundColor: "var(--wash)", color: "var(--ink)" },
  });
}

function colours() {
  const { HighlightStyle, syntaxHighlighting, tags } = cm;
  return syntaxHighlighting(HighlightStyle.define([
    { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--c1)", fontWeight: "600" },
    { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
    { tag: [tags.string, tags.quote], color: "var(--c3)" },
    { tag: [tags.bool, tags.number, tags.keyword], color: "var(--c5)" },
    { tag: [tags.punctuation, tags.separator, tags.squareBracket], color: "var(--c4)" },
  ]));
}

export async function startEditor() {
  host = document.getElementById("editor");
  if (!host) return;
  cm = await import("./vendor/codemirror.js");
  // As data: a page's own text loses line ends and leading newlines.
  const { text } = await post("file", { name: host.dataset.name });
  savedText = text;
  preview = previewIn(document.getElementById("file-preview"), check);
  const root = host.attachShadow({ mode: "open" });
  const readonly = Boolean(host.dataset.readonly);
  view = new cm.EditorView({
    root,
    parent: root,
    state: cm.EditorState.create({
      doc: text,
      extensions: [
        cm.EditorState.lineSeparator.of(text.includes("\r\n") ? "\r\n" : "\n"), cm.lineNumbers(), cm.highlightSpecialChars(), cm.history(), cm.drawSelection(), cm.highlightActiveLine(),
        cm.highlightActiveLineGutter(), cm.foldGutter(), cm.yaml(), cm.indentUnit.of("  "), cm.EditorView.lineWrapping,
        cm.autocompletion({ override: [complete] }), cm.lintGutter(), cm.linter((each) => diagnostics(each.state), { delay: 0, needsRefresh: () => true }),
        cm.hoverTooltip(hover), cm.highlightSelectionMatches(), theme(), colours(),
        cm.EditorView.contentAttributes.of({ "aria-label": `${host.dataset.name}, as text` }),
        cm.EditorState.readOnly.of(readonly),
        cm.EditorView.perLineTextDirection.of(true),
        cm.keymap.of([
          { key: "Mod-s", run: () => (save(), true) },
          ...cm.completionKeymap, ...cm.lintKeymap, ...cm.foldKeymap, ...cm.searchKeymap, ...cm.historyKeymap, ...cm.defaultKeymap,
        ]),
        cm.EditorView.updateListener.of((update) => update.docChanged && edited()),
      ],
    }),
  });
  const asked = Number(new URLSearchParams(location.search).get("line"));
  if (asked) {
    const line = view.state.doc.line(Math.min(asked, view.state.doc.lines));
    view.dispatch({ selection: { anchor: line.from }, effects: cm.EditorView.scrollIntoView(line.from, { y: "center" }) });
  }
  view.focus();
}

const textNow = () => view.state.sliceDoc();

function edited() {
  const changed = textNow() !== savedText;
  host.dataset.dirty = changed ? "1" : "";
  document.getElementById("unsaved").hidden = !changed;
  preview.soon();
}

/** What is wrong with the text as it stands, and what the answer would become; nothing is written. */
async function check(signal) {
  const body = { ...base(), name: host.dataset.name, text: textNow(), dry: true, based: files() };
  const found = await post("file", body, { signal }).catch((error) => error);
  signal.throwIfAborted();
  const rows = found instanceof Error ? (found.data?.problems ?? []).map((each) => ({ ...each, words: each.message ?? each.words, weight: "problem" })) : found.problems;
  host.dataset.problems = JSON.stringify(rows ?? []);
  host.dataset.warnings = JSON.stringify(found.warnings ?? []);
  cm.forceLinting(view);
  view.dispatch({});
  if (found instanceof Error) throw found;
  return post("file", body, { html: true, signal });
}

async function save() {
  preview.stop();
  const text = textNow();
  const reply = await write("file", { ...base(), name: host.dataset.name, text }, { mine: text });
  if (!reply) {
    preview.soon();
    return;
  }
  savedText = text;
  edited();
  say(reply.problems?.length ? `saved; ${reply.problems.length} to mend` : "saved");
  const node = document.getElementById("standing");
  if (node) await refreshBar();
}

async function refreshBar() {
  const fresh = await (await fetch(location.href)).text();
  const page = new DOMParser().parseFromString(fresh, "text/html");
  const bar = document.getElementById("bar");
  bar.dataset.files = page.getElementById("bar").dataset.files;
  morph(bar, page.getElementById("bar").innerHTML);
}

on("save-file", save);
on("try-file", () => tryChanges([{ kind: "text", file: host.dataset.name, text: textNow() }]));

// What was saved from elsewhere is taken in where nothing is being typed.
document.addEventListener("fresh", async () => {
  if (!view || host.dataset.dirty) return;
  const { text } = await post("file", { name: host.dataset.name });
  if (text === textNow() || host.dataset.dirty) return;
  savedText = text;
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
});
