// Hindi: a registration is read and changed.
import type { registrationChange as english } from '../en/registration-change.ts';

export const registrationChange: Readonly<Record<keyof typeof english, string>> = {
  'atDesk.registration': 'पंजीकरण बदलें',
  'atDesk.registrationLead': 'रोगी के सामने होने पर: नया फ़ोन नंबर या पता, दूसरा नाम, ग़लत जन्म-तिथि। रोगी को बताया जाता है।',
  'change.open': 'फ़ॉर्म खोलें',
  'change.birthHelp': 'इससे पक्का होता है कि व्यक्ति वही है। केवल वर्ष मालूम हो तो उस वर्ष का कोई भी दिन चुनें।',
  'change.born': 'अब तक मालूम: {date}। दोनों खाने ख़ाली छोड़ें तो यही रहेगा।',
  'change.lead': 'फ़ॉर्म में वही है जो अभी दर्ज है। सहेजने पर नया संस्करण बनता है; पहले वाला आपके कारण के साथ पढ़ा जा सकता है।',
  'change.reason': 'बदलने का कारण',
  'change.reasonHelp': 'पंजीकरण पढ़ने वाले इसे पढ़ते हैं। जैसे: घर बदला, या पासपोर्ट के अनुसार जन्म-तिथि।',
  'change.save': 'बदलाव सहेजें',
  'change.changedTitle': 'इस बीच पंजीकरण बदल गया',
  'contact.title': 'संपर्क की जानकारी बदलें',
  'contact.lead': 'आप कहाँ मिलते हैं और किसे फ़ोन करें। नाम, जन्म-तिथि और नंबर डेस्क पर बदलते हैं: दस्तावेज़ लाएँ।',
  'registration.title': 'पंजीकरण',
  'registration.deskChanges': 'नाम, जन्म-तिथि, नंबर और स्वास्थ्य की बातें डेस्क पर बदलती हैं। दस्तावेज़ लेकर आएँ।',
  'registration.whoChanges': 'रोगी के सामने होने पर डेस्क इसे बदलता है; संपर्क की जानकारी रोगी बदलते हैं।',
  'registration.changesTitle': 'पंजीकरण में क्या बदला',
  'similar.changeButton': 'सहेजें: यह दूसरा व्यक्ति है',
  'error.nothing-changed': 'फ़ॉर्म में दर्ज बातों से कुछ अलग नहीं है।',
  'notice.desk-registration-changed': 'पंजीकरण बदल दिया गया है। रोगी को बताया गया है।',
  'notice.registration-changed': 'सहेज लिया गया। पहले की बातें नीचे संस्करण में हैं।',
  'log.action.change-registration': '{who}: पंजीकरण बदला',
  'mail.registration-changed.subject': 'आपका पंजीकरण बदला गया',
  'mail.registration-changed.text':
    'डेस्क पर किसी ने, या आपके अभिभावक ने, आपके पंजीकरण की बातें बदलीं। क्या, किसने और क्यों, यह देखने के लिए साइन इन करें। ग़लत हो तो डेस्क पर आएँ।',
};
