// English: messages by e-mail. Nothing clinical, no names: what there is to see is seen after signing in.
export const mail = {
  'mail.hello': 'This message is about the number {login} in Patrec.',
  'mail.look': 'Sign in to see it:',
  'mail.unasked': 'Was it not you? Sign in, end what you do not know under My account, and change your password.',
  'mail.foot': 'Patrec sends this by itself. Nobody reads answers. Patrec never asks for your password by e-mail.',
  'mail.confirm-email.subject': 'Confirm your e-mail address',
  'mail.confirm-email.text':
    'Somebody entered this address in Patrec. If it was you, open the link within 24 hours and press the button:',
  'mail.confirm-email.more': 'If it was not you, do nothing: the address is not used.',
  'mail.recover-password.subject': 'A new password',
  'mail.recover-password.text':
    'Somebody asked for a new password. If it was you, open the link within 30 minutes. It works once:',
  'mail.recover-password.more': 'If it was not you, do nothing: your password stays as it is.',
  'mail.access-requested.subject': 'A request waits for your answer',
  'mail.access-requested.text': 'Somebody asks to read your record. You decide.',
  'mail.access-granted.subject': 'You have been given access',
  'mail.access-granted.text': 'A patient has given you access.',
  'mail.new-device.subject': 'Signed in with a new device',
  'mail.new-device.text': 'Somebody signed in with your number, from a browser that was not used before.',
  'mail.password-changed.subject': 'Your password was changed',
  'mail.password-changed.text': 'Your password was changed. All other devices were signed out.',
  'mail.email-changed.subject': 'Your e-mail address was changed',
  'mail.email-changed.text': 'Another address takes the place of this one. No more messages come here.',
  'mail.email-removed.subject': 'Your e-mail address was removed',
  'mail.email-removed.text': 'This address was removed. No more messages come here.',
  'mail.recovery-opened.subject': 'A recovery of your account was opened',
  'mail.recovery-opened.text':
    'At the desk somebody asked for a new way into your account. If it was not you, sign in and cancel it under My account, within one hour.',
  'mail.recovery-confirmed.subject': 'Your account was recovered at the desk',
  'mail.recovery-confirmed.text':
    'Two members of staff made a one-time password for your account. If you did not ask for it, come to the desk at once.',
  'mail.emergency.subject': 'Your record was opened in an emergency',
  'mail.emergency.text': 'Somebody opened your record in an emergency. You see who, and why.',
} as const;
