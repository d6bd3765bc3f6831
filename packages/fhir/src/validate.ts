// @patrec/fhir/validate: validation against FHIR's definitions, which are large and are read from files. For the server only.
export { type Issue, operationOutcome } from './validate/issue.ts';
export { validateResource } from './validate/resource.ts';
