// Parses an AsyncAPI document and prints {version, channels, messages, operations}. An error in it ends with code 1.
import { readFile } from "node:fs/promises";
import { Parser } from "@asyncapi/parser";

const [file] = process.argv.slice(2);
const { document, diagnostics } = await new Parser().parse(await readFile(file, "utf8"), { source: file });
const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 0);
if (!document || errors.length > 0) {
  for (const { path, message } of errors) console.error(`${path.join("/")}: ${message}`);
  process.exit(1);
}
console.log(
  JSON.stringify({
    version: document.version(),
    channels: document.channels().all().map((channel) => channel.id()),
    messages: document.messages().all().map((message) => message.name() ?? message.id()),
    operations: document.operations().all().map((operation) => operation.id()),
  }),
);
