import SwaggerUI from 'swagger-ui-dist/swagger-ui-es-bundle.js';

const place = document.getElementById('api-document');
if (place) {
  // The session's cookie signs in what is tried out here.
  SwaggerUI({ url: place.dataset['document'] ?? '/openapi/v1.json', domNode: place, deepLinking: true, validatorUrl: null, tryItOutEnabled: true });
}
