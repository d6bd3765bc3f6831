// Posted forms as a browser sends them.

import { randomBytes } from 'node:crypto';

/** A laboratory form with those values; collected on 1 October 2026 unless they say otherwise. */
export function laboratoryForm(values: Record<string, string>): Record<string, string> {
  return { collectedAt: '2026-10-01T08:30', nonce: randomBytes(16).toString('hex'), ...values };
}

/** The record's form as a page gives it: every control with its value. */
export function formIn(body: string): Record<string, string> {
  const form = body.slice(body.indexOf('class="record-form"'));
  const inputs = [...form.matchAll(/<input[^>]*? name="([^"]+)"[^>]*?>/g)].map(([input, name = '']) => [
    name,
    /value="([^"]*)"/.exec(input)?.[1] ?? '',
  ]);
  const texts = [...form.matchAll(/<textarea[^>]*? name="([^"]+)"[^>]*>([^<]*)<\/textarea>/g)].map((m) => [m[1], m[2]]);
  const choices = [...form.matchAll(/<select[^>]*? name="([^"]+)".*?<\/select>/gs)].map(([select, name]) => [
    name,
    /<option[^>]*?(?:selected[^>]*? value="([^"]*)"|value="([^"]*)"[^>]*? selected)/
      .exec(select)
      ?.slice(1)
      .find(Boolean) ?? '',
  ]);
  const unescaped = (text: string) =>
    text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
  return Object.fromEntries([...inputs, ...texts, ...choices].map(([name, value = '']) => [name, unescaped(value)]));
}
