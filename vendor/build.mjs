// Builds what the app takes from others into single files beside its own, with the licence texts of all that
// is bundled and a list of versions and hashes. Two runs give the same bytes: `npm ci && npm run build`.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = resolve(here, "../src/standoff/app/web/static/vendor");
const COMMON = {
  absWorkingDir: here, bundle: true, format: "esm", minify: true, metafile: true, write: false,
  target: ["es2022"], legalComments: "none", charset: "utf8",
};
const FILES = [
  { file: "codemirror.js", entry: "codemirror.mjs", what: "the editor of the case's files" },
  { file: "idiomorph.js", entry: "idiomorph.mjs", what: "replaces a part of the page and keeps what is open" },
  { file: "sortable.js", entry: "sortable.mjs", what: "lists sorted by dragging" },
];

// The package that an input of the bundle belongs to: its folder under node_modules.
function packageOf(input) {
  const parts = input.split("/");
  const at = parts.lastIndexOf("node_modules");
  if (at < 0) return null;
  const named = parts[at + 1].startsWith("@") ? 2 : 1;
  return parts.slice(0, at + 1 + named).join("/");
}

function licenceOf(folder) {
  const name = readdirSync(join(here, folder)).find((each) => /^licen[cs]e/i.test(each));
  if (!name) throw new Error(`${folder} has no licence text`);
  return readFileSync(join(here, folder, name), "utf8").replace(/\r\n/g, "\n").trim() + "\n";
}

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
const records = [];
const licences = new Map();
for (const { file, entry, what } of FILES) {
  const made = await build({ ...COMMON, entryPoints: [entry], outfile: join(here, file) });
  const text = made.outputFiles[0].text;
  if (text.includes(here.split(sep).slice(0, 3).join(sep))) throw new Error(`${file} holds a path of this machine`);
  const used = [...new Set(Object.keys(Object.values(made.metafile.outputs)[0].inputs).map(packageOf).filter(Boolean))];
  const packages = used.sort().map((folder) => {
    const about = JSON.parse(readFileSync(join(here, folder, "package.json"), "utf8"));
    licences.set(about.name, licenceOf(folder));
    return { name: about.name, version: about.version, licence: about.license };
  });
  writeFileSync(join(target, file), text);
  const sha256 = createHash("sha256").update(text).digest("hex");
  records.push({ file, what, sha256, bytes: Buffer.byteLength(text), packages });
}
// Equal texts stand once, with the names of all that they are for.
const byText = new Map();
for (const [name, text] of [...licences].sort()) byText.set(text, [...(byText.get(text) ?? []), name]);
const all = [...byText].map(([text, names]) => `${names.join("\n")}\n${"-".repeat(40)}\n${text}`).join("\n\n");
writeFileSync(join(target, "LICENCES.txt"), all);
const licenceHash = createHash("sha256").update(all).digest("hex");
const list = { built_with: "vendor/build.mjs", files: records, licences: { file: "LICENCES.txt", sha256: licenceHash } };
writeFileSync(join(target, "VENDORED.json"), JSON.stringify(list, null, 1) + "\n");
for (const each of records) console.log(`${each.file}  ${each.bytes} bytes  ${each.sha256}`);
console.log(`in ${relative(here, target)}`);
