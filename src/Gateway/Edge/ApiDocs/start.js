// Shows the documents of all services. In a separate file, because the pages' policy forbids inline scripts.
(async () => {
  // The product may be below a path. This script's own address tells which.
  const here = document.currentScript.src;
  const answer = await fetch(new URL('documents.json', here), { credentials: 'same-origin' });
  const { urls: documents, antiforgeryToken } = await answer.json();
  const urls = documents.map(({ name, url }) => ({ name, url: new URL(`../..${url}`, here).href }));
  // The package is dark where its own class says so; the page's theme, or else the system's, decides.
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');
  const shade = () => root.classList.toggle('dark-mode', root.dataset.theme ? root.dataset.theme === 'dark' : system.matches);
  system.addEventListener('change', shade);
  shade();
  window.ui = SwaggerUIBundle({
    urls,
    'urls.primaryName': urls[0].name,
    dom_id: '#swagger-ui',
    deepLinking: true,
    displayRequestDuration: true,
    validatorUrl: null,
    presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
    // The package's logo brings an inline style, which the pages' policy refuses.
    plugins: [() => ({ components: { Logo: () => null } })],
    layout: 'StandaloneLayout',
    // The page has a banner already.
    onComplete: () => document.querySelector('.swagger-ui .topbar')?.setAttribute('role', 'none'),
    // "Try it out" uses the current session.
    requestInterceptor: (request) => {
      if (antiforgeryToken && new URL(request.url, location.href).origin === location.origin) {
        request.headers.RequestVerificationToken = antiforgeryToken;
      }
      return request;
    },
  });
})();
