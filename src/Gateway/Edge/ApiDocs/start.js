// Shows the documents of all services. A file of its own, because the pages' policy forbids inline scripts.
(async () => {
  const answer = await fetch('/docs/api/documents.json', { credentials: 'same-origin' });
  const { urls, antiforgeryToken } = await answer.json();
  window.ui = SwaggerUIBundle({
    urls,
    'urls.primaryName': urls[0].name,
    dom_id: '#swagger-ui',
    deepLinking: true,
    displayRequestDuration: true,
    validatorUrl: null,
    presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
    layout: 'StandaloneLayout',
    // "Try it out" works with the session one is signed in with.
    requestInterceptor: (request) => {
      if (antiforgeryToken && new URL(request.url, location.href).origin === location.origin) {
        request.headers.RequestVerificationToken = antiforgeryToken;
      }
      return request;
    },
  });
})();
