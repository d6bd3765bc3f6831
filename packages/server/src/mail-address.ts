// E-mail addresses that we send to: a strict part of RFC 5321, without quotes, comments or spaces.

const LONGEST = 254;
const LONGEST_LOCAL = 64;

/** True for an address such as `name@example.org`. Letters of every script are taken (RFC 6531). */
export function isMailAddress(text: string): boolean {
  const [, local = '', host = ''] = /^([^\s@<>"'`(),:;\\[\]\p{C}]+)@([\p{L}\p{M}\p{N}.-]+)$/u.exec(text) ?? [];
  const labels = host.split('.');
  return (
    Buffer.byteLength(text) <= LONGEST &&
    Buffer.byteLength(local) <= LONGEST_LOCAL &&
    local !== '' &&
    !/^\.|\.\.|\.$/.test(local) &&
    labels.length > 1 &&
    labels.every((label) => /^(?!-).{1,63}(?<!-)$/u.test(label))
  );
}
