// Language and theme: two cookies that hold nothing else.

import type { Language, Theme } from '@patrec/web';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { cookieName, isSecure } from './session-cookie.ts';

const LANGUAGES: readonly Language[] = ['en', 'hi', 'ta'];
const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];
const YEAR_S = 365 * 86_400;

/** The chosen language; without a choice the first of the browser's that we have; else English. */
export function languageOf(request: FastifyRequest): Language {
  const asked = [chosen(request, 'lang') ?? '', ...(request.headers['accept-language'] ?? '').split(',')];
  const languages = asked.map((tag) => tag.trim().slice(0, 2).toLowerCase());
  return languages.map((tag) => LANGUAGES.find((language) => language === tag)).find(Boolean) ?? 'en';
}

/** The chosen theme; without a choice the system's. */
export function themeOf(request: FastifyRequest): Theme {
  return THEMES.find((theme) => theme === chosen(request, 'theme')) ?? 'auto';
}

// Both names are read: what was chosen before there was TLS still holds.
function chosen({ cookies }: FastifyRequest, name: 'lang' | 'theme'): string | undefined {
  return cookies[`__Host-${name}`] ?? cookies[name];
}

/** Keeps what was chosen, where it is one of ours; gives the language. */
export function keepPreferences(
  reply: FastifyReply,
  typed: { lang?: string; theme?: string },
  publicUrl: string,
): { lang: Language | undefined } {
  const options = { path: '/', maxAge: YEAR_S, sameSite: 'lax', httpOnly: true, secure: isSecure(publicUrl) } as const;
  const lang = LANGUAGES.find((language) => language === typed.lang);
  const theme = THEMES.find((one) => one === typed.theme);
  if (lang) reply.setCookie(cookieName(publicUrl, 'lang'), lang, options);
  if (theme) reply.setCookie(cookieName(publicUrl, 'theme'), theme, options);
  return { lang };
}
