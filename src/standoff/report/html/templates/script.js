
"use strict";
// Everything is on the page already; without this script every link still leads to it.
(() => {
  const panel = document.getElementById("panel");
  const title = panel.querySelector(".panel-title");
  const body = panel.querySelector(".panel-body");
  let from = null;

  // The sentence behind a line, with what that line takes from it, at the foot of the window.
  function show(link) {
    const entry = document.getElementById(link.hash.slice(1));
    if (!entry) return false;
    const copy = entry.cloneNode(true);
    copy.removeAttribute("id");
    const own = `/${entry.closest(".shelf").dataset.source}:`;
    const uses = link.dataset.use.split(";").map((use) => (/^\d+$/.test(use) ? own + use : use));
    for (const item of copy.querySelectorAll(".uses > li")) {
      const cited = uses.includes(place(item).replace("readings/", "/").replace(".yaml:", ":"));
      item.replaceWith(...(cited ? [told(item).cloneNode(true)] : []));
    }
    title.textContent = `${entry.closest(".shelf").dataset.label} · sentence ${number(entry)}`;
    body.replaceChildren(...beside(entry, "previous"), copy, ...beside(entry, "next"));
    body.scrollTop = 0;
    panel.hidden = false;
    document.body.classList.add("open");
    from = link;
    return true;
  }

  // The sentence before or after, where the page has it.
  function beside(entry, side) {
    const other = entry[`${side}ElementSibling`];
    const far = other && Math.abs(number(other) - number(entry)) === 1;
    if (!far) return [];
    const copy = other.cloneNode(true);
    copy.removeAttribute("id");
    copy.className = "context";
    for (const uses of copy.querySelectorAll(".uses")) uses.remove();
    return [copy];
  }

  // Where the line stands that takes something from a sentence.
  function place(use) {
    return use.querySelector("code").textContent;
  }

  // What a line takes from several sentences is told at the first of them.
  function told(use) {
    const first = use.querySelector(".same");
    const uses = first ? document.getElementById(first.hash.slice(1)).querySelectorAll(".uses > li") : [];
    return [...uses].find((each) => place(each) === place(use)) || use;
  }

  function number(entry) {
    return Number(entry.id.split("-").pop());
  }

  function close() {
    if (panel.hidden) return;
    panel.hidden = true;
    document.body.classList.remove("open");
    if (from) from.focus({ preventScroll: true });
  }

  // Whatever a link leads to must not stay folded.
  function reveal(id) {
    const goal = id && document.getElementById(id);
    if (!goal) return;
    for (let node = goal; node; node = node.parentElement) {
      if (node instanceof HTMLDetailsElement) node.open = true;
    }
    goal.scrollIntoView({ block: "start" });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    const id = (link.hash || link.getAttribute("href")).slice(1);
    if (link.matches("[data-use]")) {
      if (show(link)) event.preventDefault();
    } else {
      reveal(id);
      const goal = document.getElementById(id);
      const summary = goal && goal.querySelector(":scope > summary");
      if (summary) {
        event.preventDefault();
        summary.focus({ preventScroll: true });
      }
    }
  });
  panel.querySelector(".close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  addEventListener("hashchange", () => reveal(decodeURIComponent(location.hash.slice(1))));
  reveal(decodeURIComponent(location.hash.slice(1)));

  // On paper nothing can be unfolded: where all is asked for, it is.
  let folded = [];
  addEventListener("beforeprint", () => {
    if (!document.body.matches(".full")) return;
    folded = [...document.querySelectorAll("details:not([open])")];
    for (const item of folded) item.open = true;
  });
  addEventListener("afterprint", () => {
    for (const item of folded) item.open = false;
    folded = [];
  });

  // The contents mark where one is.
  const places = new Map();
  for (const link of document.querySelectorAll(".contents a")) {
    const goal = document.getElementById(link.hash.slice(1));
    if (goal) places.set(goal, link);
  }
  const watch = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) {
      if (!isIntersecting) continue;
      for (const link of places.values()) link.removeAttribute("aria-current");
      const here = places.get(target);
      here.setAttribute("aria-current", "true");
      const line = here.closest("ol");
      line.scrollLeft = here.offsetLeft - line.offsetLeft - 40;
    }
  }, { rootMargin: "-15% 0px -80% 0px" });
  for (const goal of places.keys()) watch.observe(goal);

  // What is wider than its place says so; its shadow says it without this script.
  const sized = new ResizeObserver((boxes) => {
    for (const { target } of boxes) target.classList.toggle("wide", target.scrollWidth > target.clientWidth + 1);
  });
  for (const box of document.querySelectorAll(".scroll")) sized.observe(box);

  // Tables to take along. A cell that a spreadsheet would run as a formula is set as text.
  const words = (node) => (node ? node.textContent.replace(/\s+/g, " ").trim() : "");
  const quoted = (text) => `"${(/^[=+\-@\t]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  const tables = {
    matrix: () => [...document.querySelectorAll(".matrix tr:not(.group)")].map((row) => [...row.cells].map(words)),
    lines: () => [
      ["source", "sentence", "what is taken from it", "where it stands"],
      ...[...document.querySelectorAll(".shelf .uses > li")].map((use) => {
        const entry = use.closest(".entry");
        return [entry.closest(".shelf").dataset.source, `s${number(entry)}`, words(told(use)), place(use)];
      }),
    ],
  };
  function save(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  for (const button of document.querySelectorAll("[data-csv]")) {
    button.closest(".by-script").hidden = false;
    button.addEventListener("click", () => {
      const rows = tables[button.dataset.csv]().map((row) => row.map(quoted).join(","));
      save(new Blob(["\ufeff", rows.join("\r\n"), "\r\n"], { type: "text/csv" }), `${button.dataset.csv}.csv`);
    });
  }

  // All that the page says, as the data it was made of: how it is packed, `packed.py` says.
  const json = document.querySelector("[data-json]");
  json.hidden = !("DecompressionStream" in window);
  json.addEventListener("click", async () => {
    const packed = atob(document.getElementById("report").textContent);
    const bytes = Uint8Array.from(packed, (sign) => sign.charCodeAt(0));
    const data = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    const [names, texts, tree] = await new Response(data).json();
    const list = (nodes) => nodes.map(take);
    const record = (kind, nodes) => Object.fromEntries(list(nodes).map((value, at) => [names[kind][at], value]));
    function take(node) {
      if (!Array.isArray(node)) return typeof node === "number" ? texts[node] : node;
      const [kind, ...nodes] = node;
      return kind === -2 ? nodes[0] : kind === -1 ? list(nodes) : record(kind, nodes);
    }
    save(new Blob([JSON.stringify(take(tree))], { type: "application/json" }), "report.json");
  });
})();
