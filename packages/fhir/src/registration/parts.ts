// A registration in parts: what the desk's form asks together, and what changes together.

/** The parts, and the fields of the form that each is typed in. */
export const registrationParts = {
  name: ['name'],
  official: ['officialName', 'officialLanguage'],
  sex: ['sex'],
  gender: ['gender'],
  birthDate: ['birthDate', 'age'],
  language: ['language'],
  phone: ['phone'],
  email: ['email'],
  address: ['addressLine', 'city', 'district', 'state', 'pin'],
  emergencyContact: ['contactName', 'contactRelation', 'contactPhone'],
  abhaNumber: ['abha'],
  abhaAddress: ['abhaAddress'],
  photoCard: ['card', 'cardNumber'],
  bloodGroup: ['bloodGroup'],
  allergies: ['allergies', 'noAllergies'],
  medication: ['medication'],
} as const;

export type RegistrationPart = keyof typeof registrationParts;

/** What says where somebody is found, and nothing of who they are. */
export const contactParts: readonly RegistrationPart[] = ['language', 'phone', 'email', 'address', 'emergencyContact'];

/** What the form of a registration holds, by the names of its fields; absent is empty. */
export type RegistrationValues = Readonly<Record<string, string>>;

/** The parts in which two forms differ. How lines end, and blanks at the ends, make no difference. */
export function changedParts(before: RegistrationValues, after: RegistrationValues): RegistrationPart[] {
  const said = (values: RegistrationValues, field: string) => (values[field] ?? '').replaceAll('\r\n', '\n').trim();
  const parts = Object.keys(registrationParts) as RegistrationPart[];
  return parts.filter((part) => registrationParts[part].some((field) => said(before, field) !== said(after, field)));
}
