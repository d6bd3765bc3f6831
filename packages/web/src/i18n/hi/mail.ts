// Hindi: messages by e-mail.
import type { mail as english } from '../en/mail.ts';

export const mail: Readonly<Record<keyof typeof english, string>> = {
  'mail.hello': 'यह संदेश Patrec में नंबर {login} के बारे में है।',
  'mail.look': 'देखने के लिए साइन इन करें:',
  'mail.unasked': 'यह आपने नहीं किया? साइन इन करें, मेरा खाता में जो डिवाइस आप नहीं पहचानते उसे समाप्त करें और अपना पासवर्ड बदलें।',
  'mail.foot': 'Patrec यह अपने आप भेजता है। उत्तर कोई नहीं पढ़ता। Patrec ई-मेल से कभी आपका पासवर्ड नहीं पूछता।',
  'mail.confirm-email.subject': 'अपना ई-मेल पता पक्का करें',
  'mail.confirm-email.text': 'किसी ने Patrec में यह पता लिखा है। यदि वह आप थे, तो 24 घंटे के भीतर लिंक खोलें और बटन दबाएँ:',
  'mail.confirm-email.more': 'यदि वह आप नहीं थे, तो कुछ न करें: यह पता काम में नहीं लिया जाएगा।',
  'mail.recover-password.subject': 'नया पासवर्ड',
  'mail.recover-password.text':
    'किसी ने नया पासवर्ड माँगा है। यदि वह आप थे, तो 30 मिनट के भीतर लिंक खोलें। यह एक ही बार चलता है:',
  'mail.recover-password.more': 'यदि वह आप नहीं थे, तो कुछ न करें: आपका पासवर्ड वही रहेगा।',
  'mail.access-requested.subject': 'एक अनुरोध आपके उत्तर की प्रतीक्षा में है',
  'mail.access-requested.text': 'कोई आपका रिकॉर्ड पढ़ना चाहता है। निर्णय आपका है।',
  'mail.access-granted.subject': 'आपको अनुमति मिली है',
  'mail.access-granted.text': 'एक मरीज़ ने आपको अनुमति दी है।',
  'mail.new-device.subject': 'नए डिवाइस से साइन इन',
  'mail.new-device.text': 'किसी ने आपके नंबर से ऐसे ब्राउज़र में साइन इन किया जो पहले काम में नहीं लिया गया था।',
  'mail.password-changed.subject': 'आपका पासवर्ड बदला गया',
  'mail.password-changed.text': 'आपका पासवर्ड बदला गया। बाकी सभी डिवाइस साइन आउट कर दिए गए।',
  'mail.email-changed.subject': 'आपका ई-मेल पता बदला गया',
  'mail.email-changed.text': 'इस पते की जगह दूसरा पता आ गया है। अब यहाँ कोई संदेश नहीं आएगा।',
  'mail.email-removed.subject': 'आपका ई-मेल पता हटाया गया',
  'mail.email-removed.text': 'यह पता हटा दिया गया। अब यहाँ कोई संदेश नहीं आएगा।',
  'mail.recovery-opened.subject': 'आपका खाता वापस पाने की प्रक्रिया शुरू हुई',
  'mail.recovery-opened.text':
    'डेस्क पर किसी ने आपके खाते में आने का नया रास्ता माँगा है। यदि वह आप नहीं थे, तो एक घंटे के भीतर साइन इन करके मेरा खाता में इसे रद्द करें।',
  'mail.recovery-confirmed.subject': 'डेस्क पर आपका खाता वापस दिलाया गया',
  'mail.recovery-confirmed.text':
    'दो कर्मचारियों ने आपके खाते के लिए एक बार का पासवर्ड बनाया है। यदि आपने नहीं माँगा था, तो तुरंत डेस्क पर आएँ।',
  'mail.emergency.subject': 'आपात स्थिति में आपका रिकॉर्ड खोला गया',
  'mail.emergency.text': 'किसी ने आपात स्थिति में आपका रिकॉर्ड खोला। आप देख सकते हैं कि किसने और क्यों।',
};
