// Hindi: the chain drawn, one entry of it, and the proof that the log has it.
import type { chain as english } from '../en/chain.ts';

export const chain: Readonly<Record<keyof typeof english, string>> = {
  'chain.holds': 'इसमें प्रविष्टि {seq} की छाप है: {hash}',
  'chain.first': 'पहली प्रविष्टि: इससे पहले कुछ नहीं है।',
  'chain.waiting': 'सार्वजनिक लॉग में जा रही है (कुछ सेकंड)',
  'chain.newest': 'सबसे नई दिखाएँ',
  'chain.none': 'यहाँ कोई प्रविष्टि नहीं है।',
  'chain.all': 'पूरी शृंखला',
  'chain.neighbours': 'पहले और बाद की प्रविष्टियाँ',
  'chain.before': 'प्रविष्टि {seq} से जुड़ी है',
  'chain.after': 'प्रविष्टि {seq} इससे जुड़ी है',
  'chain.recorded': 'दर्ज हुआ, सर्वर की घड़ी से',
  'chain.occurred': 'कब हुआ, लेखक के अनुसार',
  'chain.prev': 'पिछली प्रविष्टि की छाप',
  'chain.statement': 'किसने, क्या और कब की छाप',
  'chain.onBehalfOf': 'जिस खाते की ओर से',
  'chain.authorKey': 'लेखक की कुंजी',
  'chain.noAuthorKey': 'कोई नहीं: लेखक ने अपनी कुंजी से हस्ताक्षर नहीं किया।',
  'chain.contents.one': 'इसमें {count} दस्तावेज़ मुहरबंद है',
  'chain.contents.other': 'इसमें {count} दस्तावेज़ मुहरबंद हैं',
  'chain.contentsText':
    'प्रविष्टि में हर एक की छाप है, जो उसके अपने गुप्त अंश के साथ बनी है, ताकि कोई अनुमान न लगा सके कि उसमें क्या है। उन्हें खोलने के लिए जो चाहिए वह रसीद में है।',
  'chain.more.one': 'और {count}',
  'chain.more.other': 'और {count}',
  'chain.proof': 'सार्वजनिक लॉग में इसकी जगह',
  'chain.proofText':
    'प्रविष्टि सबसे नीचे है, और मोटी रेखा ऊपर जाने का उसका रास्ता है। दो छापें मिलकर अपने ऊपर वाली बनाती हैं; सबसे ऊपर मूल है, जिस पर लॉग ने हस्ताक्षर किए। प्रविष्टि बदली होती तो मूल कोई और होता। अंक लॉग में जगह बताते हैं। रेखा के पास के खाने किसी की भी प्रविष्टियों के हैं: उनका कुछ पढ़ा नहीं जा सकता।',
  'chain.picture': 'प्रमाण पेड़ के रूप में: हस्ताक्षरित मूल सबसे ऊपर, यह प्रविष्टि सबसे नीचे। यही बात नीचे शब्दों में है।',
  'chain.checkpoint.one': 'पहली {count} प्रविष्टि तक का लॉग, हस्ताक्षरित',
  'chain.checkpoint.other': 'पहली {count} प्रविष्टियों तक का लॉग, हस्ताक्षरित',
  'chain.signedBy': '{origin}, {at}',
  'chain.witnessSigned': '{name} ने भी हस्ताक्षर किए, {at}',
  'chain.witnessAbsent': '{name} ने इस पर हस्ताक्षर नहीं किए',
  'chain.inWords': 'यही शब्दों में, पूरी छापों के साथ',
  'chain.wordsLeaf': 'यह प्रविष्टि लॉग में {index} वीं जगह पर है, छाप {hash}।',
  'chain.wordsLeft': 'इसके बाईं ओर, जगह {places} से: {hash}। दोनों से {node} बनता है।',
  'chain.wordsRight': 'इसके दाईं ओर, जगह {places} से: {hash}। दोनों से {node} बनता है।',
  'chain.wordsRoot': 'यही वह मूल है जिस पर लॉग ने अपनी पहली {size} प्रविष्टियों के लिए हस्ताक्षर किए: {hash}।',
  'chain.ownWord':
    'यह चित्र इस सर्वर ने बनाया। “सभी प्रविष्टियाँ जाँचें” दबाने पर, या रसीद जाँचने पर, आपका अपना डिवाइस इसे नए सिरे से निकालता है।',
  'chain.waitingText': 'सार्वजनिक लॉग कुछ सेकंड में प्रविष्टि ले लेता है। थोड़ी देर में यह पेज फिर खोलें।',
  'chain.failed': 'यह प्रविष्टि जाँच में सही नहीं निकली',
  'chain.failedText':
    'जो रखा है वह वह नहीं है जिस पर मुहर लगी थी, या लॉग इसे सिद्ध नहीं करता। इस पर भरोसा न करें, और संस्था को बताएँ।',
};
