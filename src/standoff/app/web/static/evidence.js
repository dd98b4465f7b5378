// The panel beside the screen: a sentence with one on each side, who speaks, and which lines rest on it.

import { get, asQuery } from "./api.js";
import { on } from "./acts.js";
import { sayRefused } from "./say.js";
import { focus } from "./keys.js";

const panel = () => document.getElementById("evidence");
let from = null;

export async function showEvidence(cite, origin) {
  if (!cite) return;
  const html = await get(`/evidence${asQuery({ cite })}`, { part: true });
  const node = panel();
  node.innerHTML = html;
  node.hidden = false;
  node.dataset.cite = cite;
  node.tabIndex = -1;
  document.getElementById("work").classList.add("with-evidence");
  from = origin ?? document.activeElement;
}

export function closeEvidence() {
  if (panel().hidden) return;
  panel().hidden = true;
  document.getElementById("work").classList.remove("with-evidence");
  if (from?.isConnected) focus(from);
}

/** The citation that a link of a report's template stands for: `#e-herald-7`. */
function citeOf(link) {
  if (link.dataset.cite) return link.dataset.cite;
  const found = /^#e-(.+)-(\d+)$/.exec(link.getAttribute("href") ?? "");
  return found && `${found[1]}#s${found[2]}`;
}

on("close-evidence", closeEvidence);

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-cite], a[href^='#e-']");
  const cite = link && citeOf(link);
  if (!cite || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  showEvidence(cite, link).catch(sayRefused);
});
