// Bundles the pages' scripts and styles into wwwroot. Called by Web.csproj when a source is newer than the last bundle.
// Several builds of one tree may run at the same time (Debug and Release, an IDE and a terminal), so they take turns.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const lock = join(here, ".build.lock");
// Compressed size of what every page loads: app.js and app.css. Scripts for only some pages (charts) are separate files with the same limit.
const budgets = { ".js": 150 * 1024, ".css": 30 * 1024 };

// Takes over a lock from a dead owner.
async function takeTurn() {
  const deadline = Date.now() + 5 * 60_000;
  while (true) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      return;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }

    if (ownerIsGone()) rmSync(lock, { force: true });
    else if (Date.now() > deadline) throw new Error(`another build holds ${lock}`);
    else await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function ownerIsGone() {
  try {
    const owner = Number(readFileSync(lock, "utf8"));
    // Just created and not yet written. Give its owner a moment.
    if (!owner) return Date.now() - statSync(lock).mtimeMs > 5_000;
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
}

function installPackages() {
  const wanted = createHash("sha256").update(readFileSync(join(here, "package-lock.json"))).digest("hex");
  const mark = join(here, "node_modules", ".pir-lock-hash");
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) return;
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const outcome = spawnSync(npm, ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: here,
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
  if (outcome.status !== 0) throw new Error("npm ci failed; see above");
  writeFileSync(mark, wanted);
}

async function bundle() {
  const { build } = await import("esbuild");
  const common = { bundle: true, minify: true, legalComments: "none", write: false, logLevel: "warning", absWorkingDir: here };
  const results = await Promise.all([
    build({ ...common, entryPoints: ["assets/js/app.js"], outfile: "wwwroot/app.js", format: "esm", target: "es2022" }),
    build({ ...common, entryPoints: ["assets/app.css"], outfile: "wwwroot/app.css", target: ["chrome123", "firefox128", "safari18"] }),
  ]);
  const files = results.flatMap((result) => result.outputFiles);
  for (const file of files) replace(file.path, file.contents);
  for (const [kind, budget] of Object.entries(budgets)) {
    const [everywhere, elsewhere] = [true, false].map((isOrdinary) => weigh(files, kind, isOrdinary));
    if (everywhere > budget) throw new Error(`app${kind} weighs ${everywhere} bytes compressed; the budget is ${budget}`);
    if (elsewhere > budget) throw new Error(`the other ${kind} files weigh ${elsewhere} bytes compressed; the budget is ${budget}`);
  }
}

function weigh(files, kind, isOrdinary) {
  return files
    .filter((file) => file.path.endsWith(kind) && file.path.endsWith(`app${kind}`) === isOrdinary)
    .reduce((sum, file) => sum + gzipSync(file.contents).length, 0);
}

// Readers never see a partial file, and an unchanged file keeps its time.
function replace(path, contents) {
  if (existsSync(path) && readFileSync(path).equals(contents)) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.${process.pid}`, contents);
  renameSync(`${path}.${process.pid}`, path);
}

await takeTurn();
try {
  installPackages();
  await bundle();
} catch (error) {
  console.error(`build.mjs : error PIR0001: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(lock, { force: true });
}
