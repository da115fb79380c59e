// Lints OpenAPI documents by redocly.yaml beside this file and prints the problems found. An error ends with code 1.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const { status } = spawnSync(
  process.execPath,
  [here("node_modules/@redocly/cli/bin/cli.js"), "lint", "--config", here("redocly.yaml"), ...process.argv.slice(2)],
  { stdio: "inherit", env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" } },
);
process.exit(status ?? 1);
