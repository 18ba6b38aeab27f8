declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  interface SwaggerOptions {
    url: string;
    domNode: Element;
    deepLinking: boolean;
    /** Null keeps the document from being sent to an outside validator. */
    validatorUrl: null;
    tryItOutEnabled: boolean;
  }
  export default function SwaggerUI(options: SwaggerOptions): unknown;
}
