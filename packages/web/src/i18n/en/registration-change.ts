// English: a registration is read and changed.
export const registrationChange = {
  'atDesk.registration': 'Change a registration',
  'atDesk.registrationLead':
    'For a patient who is here: a new phone number or address, another name, a wrong date of birth. The patient is told.',
  'change.open': 'Open the form',
  'change.birthHelp':
    'It makes sure that it is the right person. Where only the year is known, choose any day of that year.',
  'change.born': 'Known so far: {date}. It stays if you leave both fields empty.',
  'change.lead':
    'The form holds what stands now. Saving makes a new version; the one before stays readable, with your reason.',
  'change.reason': 'Reason for the change',
  'change.reasonHelp':
    'Whoever reads the registration reads this. For example: moved, or the date of birth as on the passport.',
  'change.save': 'Save the change',
  'change.changedTitle': 'The registration was changed meanwhile',
  'contact.title': 'Change contact details',
  'contact.lead':
    'Where you are found, and whom to call. The desk changes your name, date of birth and numbers: bring a document.',
  'registration.title': 'Registration',
  'registration.deskChanges': 'The desk changes your name, date of birth, numbers and health. Come with a document.',
  'registration.whoChanges': 'The desk changes it with the patient there; the patient changes the contact details.',
  'registration.changesTitle': 'What changed in the registration',
  'similar.changeButton': 'Save: it is another person',
  'error.nothing-changed': 'Nothing in the form differs from what stands.',
  'notice.desk-registration-changed': 'The registration has been changed. The patient is told.',
  'notice.registration-changed': 'Saved. What stood before is below, under Versions.',
  'log.action.change-registration': '{who}: changed the registration',
  'mail.registration-changed.subject': 'Your registration was changed',
  'mail.registration-changed.text':
    'Somebody at the desk, or your guardian, changed what your registration says. Sign in to see what, who and why. If it is wrong, come to the desk.',
} as const;
