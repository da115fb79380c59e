// The product may be below a path of somebody else's address. Scripts lie in assets/ below it, so they know it without being told.
const base = new URL("..", import.meta.url).pathname.replace(/\/$/, "");

/** The address of a path of the product. */
export const addressOf = (path) => base + path;

/** The path within the product of an address. */
export const pathOf = (url) => new URL(url, location.href).pathname.slice(base.length) || "/";
