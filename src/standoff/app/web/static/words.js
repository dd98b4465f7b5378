// The static words of the scripts: as they stand here, or as the page's translation has them.

const known = JSON.parse(document.getElementById("words")?.dataset.words ?? "{}");

/** Words that stand still; what they are said of is put beside them. */
export const t = (words) => known[words] ?? words;
