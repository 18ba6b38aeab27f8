import SwaggerUI from 'swagger-ui-dist/swagger-ui-es-bundle.js';
import { shownTheme } from '../shell/theme';

const root = document.documentElement;
const preference = matchMedia('(prefers-color-scheme: dark)');

/** Swagger UI knows the dark theme by a class of its own. */
function dress(): void {
  root.classList.toggle('dark-mode', shownTheme(root.dataset['theme'], preference.matches) === 'dark');
}

const place = document.getElementById('api-document');
if (place) {
  dress();
  new MutationObserver(dress).observe(root, { attributeFilter: ['data-theme'] });
  preference.addEventListener('change', dress);
  // The session's cookie signs in what is tried out here.
  SwaggerUI({ url: place.dataset['document'] ?? '/openapi/v1.json', domNode: place, deepLinking: true, validatorUrl: null, tryItOutEnabled: true, defaultModelsExpandDepth: -1 });
}
