declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  interface SwaggerOptions {
    url: string;
    domNode: Element;
    deepLinking: boolean;
    /** Null keeps the document from being sent to an outside validator. */
    validatorUrl: null;
    tryItOutEnabled: boolean;
    /** -1 leaves out the list of all schemas below the operations. */
    defaultModelsExpandDepth: number;
  }
  export default function SwaggerUI(options: SwaggerOptions): unknown;
}
