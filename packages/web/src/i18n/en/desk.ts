// English: what the desk does for patients who came in person.
export const desk = {
  'atDesk.title': 'At the desk',
  'atDesk.lead':
    'For patients who came in person. A guardian and an e-mail address need a second person within one hour.',
  'atDesk.guardian': 'Set up a guardian',
  'atDesk.guardianLead':
    'For a patient who cannot do it alone. The guardian needs a number of their own and still accepts; until then they see nothing.',
  'atDesk.email': 'Enter an e-mail address',
  'atDesk.emailLead':
    'When a second person has confirmed, a link goes there. The address counts once the patient has opened it.',
  'atDesk.aadhaar': 'Enter an Aadhaar number',
  'atDesk.aadhaarLead':
    'Only if the patient wishes it. It is kept encrypted; nobody is shown more than the last four digits. The patient is told.',
  'atDesk.number': 'Number of the patient',
  'atDesk.birthDate': 'Date of birth of the patient',
  'atDesk.birthDateHelp': 'Both are on the card. They make sure that it is the right person.',
  'atDesk.guardianNumber': 'Number of the guardian',
  'atDesk.guardianBirthDate': 'Date of birth of the guardian',
  'atDesk.relation': 'To the patient the guardian is',
  'atDesk.means.view': 'Reads all records, sees who has looked, and checks the chain. Changes nothing.',
  'atDesk.means.complete':
    'Also decides for the patient: answers requests, shares, withholds, blocks, and takes the copy of the record.',
  'atDesk.until': 'Over a child it ends at the latest when the child turns 18. Leave it empty for no other end.',
  'atDesk.basis': 'Why this may be done',
  'atDesk.basis.consent': 'The patient is here and wants it',
  'atDesk.basis.parent': 'The patient is a child; this is the mother or father',
  'atDesk.basis.court': 'A court has ordered it',
  'atDesk.documentHelp':
    'The patient’s own; for a child or the order of a court, the guardian’s. It has a photo. Note its kind only, never its number.',
  'atDesk.note': 'What shows it',
  'atDesk.noteHelp':
    'For a child, the paper that names the parent. For an order, which court, its number and date. The patient sees it.',
  'atDesk.open': 'Open it',
  'atDesk.throttled':
    'Numbers and dates of birth did not match several times. Wait a few minutes before you try again.',
  'atDesk.act.guardian': '{guardian} as guardian of {who}',
  'atDesk.act.email': 'E-mail address of {who}',
  'atDesk.lookAt': 'Check: {what}',
  'atDesk.patient': 'Patient',
  'atDesk.guardianPerson': 'Guardian',
  'atDesk.bornOn': 'born on {date}',
  'atDesk.confirmText.guardian':
    'Speak with the patient, or with the parent, and look at the documents yourself. Compare both names and dates. Confirm only if all of it is right. The guardian is then asked, and the patient sees both your names.',
  'atDesk.confirmText.email':
    'Look at the document yourself and read the address out. Confirm only if this is the person and the address is theirs. A link then goes there, and the patient sees both your names.',
  'atDesk.cancel': 'Cancel it',
  'atDesk.own.title': 'At the desk something was entered for you',
  'atDesk.own.guardian': '{who} entered at {time}: {guardian} {number} is to be your guardian.',
  'atDesk.own.email': '{who} entered at {time}: your e-mail address is to be {address}.',
  'atDesk.own.until':
    'It is done when another person at the desk confirms it, until {until}. If you do not want it, cancel it.',
  'atDesk.aadhaarSave': 'Keep the number',
  'atDesk.aadhaarRemove': 'Remove the number that is kept',
  'guardian.atDesk': 'set up at the desk',
  'invitation.deskSentence': 'At the desk you were entered as the guardian of {who} {number}.',
  'error.desk-waiting': 'This is open already and waits for a second person.',
  'error.desk-same-person': 'Patient and guardian are the same person.',
  'error.desk-guardian-twice': 'This person is the guardian already, or is invited. That has to end first.',
  'error.desk-child': 'The patient is not 18 yet and cannot agree alone. Choose a parent or the order of a court.',
  'error.desk-no-child': 'The patient is 18 or older. A parent can be guardian only if the patient wants it.',
  'error.desk-no-parent': 'For this reason the guardian is the mother or father.',
  'error.desk-email-same': 'This is the present address already.',
  'error.aadhaar-taken': 'Another patient has this number. Compare it with the card.',
  'error.aadhaar-nothing': 'No number is kept for this patient.',
  'notice.desk-opened': 'It is open. Another person has to confirm it within one hour.',
  'notice.desk-confirmed': 'Confirmed. The guardian is asked, on the start page.',
  'notice.desk-link-sent': 'Confirmed. A link has been sent to the new address.',
  'notice.desk-cancelled': 'Cancelled. Nothing was changed.',
  'notice.desk-aadhaar-saved': 'The Aadhaar number has been kept, encrypted. The patient is told.',
  'notice.desk-aadhaar-removed': 'The Aadhaar number has been removed. The patient is told.',
  'log.action.open-desk-guardian': '{who}: entered a guardian at the desk',
  'log.action.confirm-desk-guardian': '{who}: confirmed the guardian at the desk',
  'log.action.cancel-desk-guardian': '{who}: cancelled the guardian that was entered at the desk',
  'log.action.open-desk-email': '{who}: entered an e-mail address at the desk',
  'log.action.confirm-desk-email': '{who}: confirmed the e-mail address at the desk',
  'log.action.cancel-desk-email': '{who}: cancelled the e-mail address that was entered at the desk',
  'mail.desk-opened.subject': 'At the desk something was entered for you',
  'mail.desk-opened.text':
    'At the desk a guardian or an e-mail address was entered for you. If you do not want it, sign in and cancel it within one hour.',
  'mail.desk-confirmed.subject': 'What was entered for you at the desk was confirmed',
  'mail.desk-confirmed.text':
    'A second person at the desk confirmed a guardian or an e-mail address for you. If you do not want it, end it under Guardians or under My account, or come to the desk.',
  'mail.aadhaar-changed.subject': 'Your Aadhaar number was changed at the desk',
  'mail.aadhaar-changed.text':
    'At the desk your Aadhaar number was entered or removed. If you did not wish it, change it under My account, or come to the desk.',
} as const;
