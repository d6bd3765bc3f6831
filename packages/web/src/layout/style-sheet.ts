// The one style sheet, inlined in every page, and its hash for the Content-Security-Policy (CSP level 3, 2.3.1).
import { createHash } from 'node:crypto';
import tokens from '../styles/1-tokens.css?inline';
import base from '../styles/2-base.css?inline';
import frame from '../styles/3-frame.css?inline';
import parts from '../styles/4-parts.css?inline';
import records from '../styles/5-records.css?inline';
import forms from '../styles/6-forms.css?inline';
import access from '../styles/7-access.css?inline';
import cards from '../styles/8-cards.css?inline';
import chain from '../styles/8-chain.css?inline';
import security from '../styles/8-security.css?inline';
import print from '../styles/9-print.css?inline';

export const styleSheet = [tokens, base, frame, parts, records, forms, access, chain, security, cards, print]
  .map((css) => css.trim())
  .join('');

/** Base64 of the SHA-256 of what stands between `<style>` and `</style>`: the policy says `'sha256-…'`. */
export const styleSha256 = createHash('sha256').update(styleSheet, 'utf8').digest('base64');
