// An OpenID provider for tests: `oidc-provider` with a sign-in that always succeeds, for the account the test has chosen.
// Argument: JSON {port, clientId, clientSecret, redirectUri, afterLogout, takesPushedRequests}. The test steers it at /test/*.
import { createServer } from "node:http";
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { Provider } from "oidc-provider";

const options = JSON.parse(process.argv[2]);
const issuer = `http://127.0.0.1:${options.port}`;
const accounts = new Map();
let chosen = "";
let isStale = false;
let provider;

function newKey() {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: randomUUID() };
}

function start() {
  provider = new Provider(issuer, {
    clients: [
      {
        client_id: options.clientId,
        client_secret: options.clientSecret,
        redirect_uris: [options.redirectUri],
        post_logout_redirect_uris: [options.afterLogout],
        token_endpoint_auth_method: "client_secret_post",
      },
    ],
    jwks: { keys: [newKey()] },
    cookies: { keys: ["only for tests"] },
    pkce: { required: () => true, methods: ["S256"] },
    scopes: ["openid", "profile", "email", "groups"],
    claims: { openid: ["sub"], profile: ["name"], email: ["email", "email_verified"], groups: ["groups"] },
    features: {
      devInteractions: { enabled: false },
      pushedAuthorizationRequests: { enabled: options.takesPushedRequests ?? false },
    },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    ttl: { IdToken: () => (isStale ? -7200 : 3600), Grant: 3600, Session: 3600, Interaction: 600, AccessToken: 600 },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...accounts.get(id) }) }),
  });
}

async function signIn(request, response) {
  const { params } = await provider.interactionDetails(request, response);
  const grant = new provider.Grant({ accountId: chosen, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  const result = { login: { accountId: chosen }, consent: { grantId: await grant.save() } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

async function steer(url, request, response) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = chunks.length ? JSON.parse(Buffer.concat(chunks)) : {};
  if (url.pathname === "/test/account") {
    const { sub, ...claims } = body;
    accounts.set(sub, claims);
    chosen = sub;
  } else if (url.pathname === "/test/stale") isStale = true;
  else if (url.pathname === "/test/rotate") start();
  response.writeHead(204).end();
}

start();
createServer(async (request, response) => {
  const url = new URL(request.url, issuer);
  try {
    if (url.pathname.startsWith("/test/")) await steer(url, request, response);
    else if (url.pathname.startsWith("/interaction/")) await signIn(request, response);
    else await provider.callback()(request, response);
  } catch (error) {
    console.error(error);
    if (!response.headersSent) response.writeHead(500).end(String(error));
  }
}).listen(options.port, "127.0.0.1", () => console.log("ready"));
