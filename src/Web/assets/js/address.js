// The product may be served below a path. Scripts are in assets/ below that path, so they can derive the path from their own address.
const base = new URL("..", import.meta.url).pathname.replace(/\/$/, "");

/** The address of a path of the product. */
export const addressOf = (path) => base + path;

/** The path within the product of an address. */
export const pathOf = (url) => new URL(url, location.href).pathname.slice(base.length) || "/";
