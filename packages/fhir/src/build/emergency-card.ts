// An emergency card, as FHIR R4: a QuestionnaireResponse (what the patient put on it, in the patient's words) and a Consent
// (that whoever has the code may read it). https://hl7.org/fhir/R4/questionnaireresponse.html
import { type JsonObject, objectAt, objectOf, objectsAt, textAt } from '../json/value.ts';
import { coding, codings, head, type Named, reference, type Version } from './datatype.ts';
import { categoryOf } from './introduction.ts';

const CATEGORY = 'Emergency card';
const items = {
  name: 'Name',
  birthDate: 'Date of birth',
  sex: 'Sex',
  bloodGroup: 'Blood group',
  allergies: 'Allergies',
  medication: 'Current medication',
  conditions: 'Conditions',
  contact: 'Emergency contact',
  contactPhone: 'Phone of the emergency contact',
  note: 'Note',
} as const;

/** What can stand on a card. */
export type CardItem = keyof typeof items;

/** The items, in the order in which they are read. */
export const cardItems = Object.keys(items) as readonly CardItem[];

/** What does stand on it: none is empty. `birthDate` is a date, `sex` a code of administrative-gender. */
export type CardAnswers = Readonly<Partial<Record<CardItem, string>>>;

/** What the patient put on a card. */
export interface CardContent extends Version {
  readonly patient: Named;
  readonly answers: CardAnswers;
}

/** A card that anybody with the code may read. `code` is the code's SHA-256 in hex; `contentId` the response's. */
export interface EmergencyCard extends Version {
  readonly patient: Named;
  readonly code: string;
  readonly contentId: string;
  readonly madeAt: string;
  readonly state: 'active' | 'inactive';
}

/** The QuestionnaireResponse: an item for each answer, and none that was not given. */
export function cardContentResource({ patient, answers, ...version }: CardContent): JsonObject {
  return objectOf({
    ...head('QuestionnaireResponse', version),
    status: 'completed',
    subject: reference(patient),
    authored: version.lastUpdated,
    source: reference(patient),
    item: cardItems.flatMap((item) => {
      const text = answers[item];
      return text === undefined ? [] : [{ linkId: item, text: items[item], answer: [answerOf(item, text)] }];
    }),
  });
}

function answerOf(item: CardItem, text: string): JsonObject {
  return item === 'birthDate' ? { valueDate: text } : { valueString: text };
}

/** What such a response says. */
export function cardAnswersOf(response: JsonObject): CardAnswers {
  return Object.fromEntries(
    objectsAt(response, 'item').flatMap((item) => {
      const [answer] = objectsAt(item, 'answer');
      const text = textAt(answer, 'valueString') ?? textAt(answer, 'valueDate');
      return text === undefined ? [] : [[textAt(item, 'linkId'), text]];
    }),
  );
}

/** The Consent: it permits reading the response, names nobody, and has no end but the patient's. */
export function emergencyCardResource(card: EmergencyCard): JsonObject {
  const { patient, code, contentId, madeAt, state } = card;
  return objectOf({
    ...head('Consent', card),
    identifier: [{ type: { text: 'SHA-256 of the code' }, value: code }],
    status: state,
    scope: codings(coding('consent-scope', 'patient-privacy', 'Privacy Consent')),
    category: [codings(coding('v3-ActCode', 'IDSCL', 'information disclosure')), { text: CATEGORY }],
    patient: reference(patient),
    dateTime: madeAt,
    performer: [reference(patient)],
    policyRule: codings(coding('v3-ActCode', 'OPTIN', 'opt-in')),
    provision: {
      type: 'permit',
      action: [codings(coding('consentaction', 'access', 'Access'))],
      purpose: [coding('v3-ActReason', 'ETREAT', 'Emergency Treatment')],
      data: [{ meaning: 'instance', reference: { reference: `QuestionnaireResponse/${contentId}` } }],
    },
  });
}

/** Whether the resource is the Consent of an emergency card. */
export function isEmergencyCard(resource: JsonObject): boolean {
  return resource.resourceType === 'Consent' && categoryOf(resource) === CATEGORY;
}

/** The id of the response that such a Consent lets read. */
export function cardContentOf(consent: JsonObject): string | undefined {
  const [data] = objectsAt(objectAt(consent, 'provision'), 'data');
  return textAt(objectAt(data, 'reference'), 'reference')?.split('/')[1];
}
