// Reads {secret, headers, body} from standard input, verifies the signature with the reference implementation of
// Standard Webhooks, reads the body with the CloudEvents SDK, and prints {event}. Anything refused ends with code 1.
import { text } from "node:stream/consumers";
import { HTTP } from "cloudevents";
import { Webhook } from "standardwebhooks";

const { secret, headers, body } = JSON.parse(await text(process.stdin));
try {
  new Webhook(secret).verify(body, headers);
  const message = { headers, body };
  if (!HTTP.isEvent(message)) throw new Error("the CloudEvents SDK finds no event in it");
  const event = HTTP.toEvent(message);
  event.validate();
  console.log(JSON.stringify({ event }));
} catch (error) {
  const errors = error.errors ? ` ${JSON.stringify(error.errors)}` : "";
  console.error(`${error.name}: ${error.message}${errors}`);
  process.exit(1);
}
