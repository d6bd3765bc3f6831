// What turns the meaning of a resource round: pages show what is recorded as done, found and ordered, so nothing else is
// taken (https://hl7.org/fhir/R4/conformance-rules.html#isModifier).
import { isObject, type JsonObject, type JsonValue, objectAt, objectsAt, textAt } from '../json/value.ts';
import { type Issue, issue } from '../validate/issue.ts';

const statuses: Readonly<Record<string, readonly string[]>> = {
  Composition: ['final', 'amended'],
  DiagnosticReport: ['final', 'amended', 'corrected'],
  Observation: ['final', 'amended', 'corrected'],
  MedicationRequest: ['active', 'completed'],
  Immunization: ['completed'],
  Procedure: ['completed'],
  Encounter: ['finished'],
  DocumentReference: ['current'],
  CarePlan: ['active', 'completed'],
  ImagingStudy: ['available'],
  MedicationStatement: ['active', 'completed'],
  Claim: ['active'],
  ExplanationOfBenefit: ['active'],
};
const unmade = ['entered-in-error', 'refuted'];

/** What is wrong with a resource of that type at that path. */
export function meaningIssues(resource: JsonObject, type: string, path: string): Issue[] {
  const allowed = statuses[type];
  const status = textAt(resource, 'status');
  const verification = objectsAt(objectAt(resource, 'verificationStatus'), 'coding').map((one) => textAt(one, 'code'));
  const wrong = (element: string, text: string): Issue => issue('not-supported', `${path}.${element}`, text);
  return [
    ...(allowed && status !== undefined && !allowed.includes(status)
      ? [wrong('status', `only what is ${allowed.join(' or ')} is recorded here`)]
      : []),
    ...(verification.some((code) => unmade.includes(code ?? ''))
      ? [wrong('verificationStatus', 'what is refuted or entered in error is not recorded here')]
      : []),
    ...(type === 'MedicationRequest' && textAt(resource, 'intent') !== 'order' && resource.intent !== undefined
      ? [wrong('intent', 'only orders are recorded here')]
      : []),
    ...(['preliminary', 'entered-in-error'].includes(textAt(resource, 'docStatus') ?? '')
      ? [wrong('docStatus', 'only what is final is recorded here')]
      : []),
    ...(resource.doNotPerform === true ? [wrong('doNotPerform', 'what is not to be done is not recorded here')] : []),
    ...modifiers(resource, path),
  ];
}

// Whoever does not know an extension that changes the meaning, or other rules, refuses them.
function modifiers(value: JsonValue, path: string): Issue[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => modifiers(item, `${path}[${index}]`));
  if (!isObject(value)) return [];
  return Object.keys(value).flatMap((key) => {
    const place = `${path}.${key}`;
    if (key === 'modifierExtension' || key === 'implicitRules')
      return [issue('not-supported', place, 'it may change the meaning of what is around it, and is not known here')];
    return modifiers(value[key] as JsonValue, place);
  });
}
