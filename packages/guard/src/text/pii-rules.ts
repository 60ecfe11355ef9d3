import { isLuhn, mod97 } from './checksums.ts';
import type { Rule } from './found.ts';
import { idRules } from './id-rules.ts';

export type PiiKind = 'email' | 'phone' | 'card' | 'iban' | 'id';

/** File names such as icon@2x.png look like addresses. */
const email: Rule<PiiKind> = {
  kind: 'email',
  pattern:
    /(?<![\w.%+-])[\w.%+'-]{1,64}@(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.){1,8}(?!(?:png|jpe?g|gif|svg|webp|css|js)\b)[a-z]{2,24}\b/gi,
};

const spelledEmail: Rule<PiiKind> = {
  kind: 'email',
  pattern:
    /\b[\w.+-]{1,64} ?(?:\[|\(|\{) ?at ?(?:\]|\)|\}) ?[\w-]{1,63}(?: ?(?:\[|\(|\{) ?dot ?(?:\]|\)|\}) ?[\w-]{1,24}|\.[\w-]{1,24}){1,4}/gi,
};

const card: Rule<PiiKind> = {
  kind: 'card',
  pattern: /(?<![\w.+-]|[A-Za-z]{2}\d{2} )\d(?:[ -]?\d){12,18}(?![\w]|[.-]\d)/g,
  check: (match) => isCard(match),
};

/** Issuers' first digits and the lengths of their numbers, ISO/IEC 7812: Visa, Mastercard, American Express, Diners, JCB, the others. */
const issuers =
  /^(?:4(?:\d{12}|\d{15}|\d{18})|(?:5[1-5]\d\d|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720))\d{12}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|35\d{14,17}|(?:5[0678]|6\d)\d{11,17})$/;

function isCard(match: string): boolean {
  const digits = match.replace(/[ -]/g, '');
  // In groups of four, or as American Express and Diners print theirs; other groups are something else.
  const groups = match
    .split(/[ -]/)
    .map((group) => group.length)
    .join();
  const isGrouped = /^(?:\d+|4,4,4,[1-4]|4,4,4,4,[1-3]|4,6,[45])$/.test(groups);
  return isGrouped && issuers.test(digits) && isLuhn(digits) && !/^(\d)\1+$/.test(digits);
}

/** Lengths by country: the registry of SWIFT. */
const ibanLengths: Readonly<Record<string, number>> = {
  AD: 24, AE: 23, AL: 28, AT: 20, AZ: 28, BA: 20, BE: 16, BG: 22, BH: 22, BR: 29, BY: 28, CH: 21, CR: 22, CY: 28, CZ: 24, DE: 22,
  DK: 18, DO: 28, EE: 20, EG: 29, ES: 24, FI: 18, FO: 18, FR: 27, GB: 22, GE: 22, GI: 23, GL: 18, GR: 27, GT: 28, HR: 21, HU: 28,
  IE: 22, IL: 23, IQ: 23, IS: 26, IT: 27, JO: 30, KW: 30, KZ: 20, LB: 28, LC: 32, LI: 21, LT: 20, LU: 20, LV: 21, MC: 27, MD: 24,
  ME: 22, MK: 19, MR: 27, MT: 31, MU: 30, NL: 18, NO: 15, PK: 24, PL: 28, PS: 29, PT: 25, QA: 29, RO: 24, RS: 22, SA: 24, SC: 31,
  SE: 24, SI: 19, SK: 24, SM: 27, TN: 24, TR: 26, UA: 29, VG: 24, XK: 20,
}; // prettier-ignore

const iban: Rule<PiiKind> = {
  kind: 'iban',
  pattern: /(?<![a-z\d])[a-z]{2}\d{2}(?:[ -]?[a-z\d]{4}){2,7}(?:[ -]?[a-z\d]{1,4})?(?![a-z\d])/gi,
  check: (match) => {
    const text = match.replace(/[ -]/g, '').toUpperCase();
    return text.length === ibanLengths[text.slice(0, 2)] && mod97(text.slice(4) + text.slice(0, 4)) === 1;
  },
};

const phones: readonly RegExp[] = [
  // With the code of the country
  /(?<![\w.+-]|\d )(?:\+|00)[1-9]\d{0,2}[ .-]?(?:\(0?\d{1,4}\)[ .-]?)?\d(?:[ ./-]?\d){5,12}(?![\w]|[.-]\d)/g,
  // North America
  /(?<![\w.+-])(?:1[ .-])?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}([ .-]))[2-9]\d{2}[ .-]\d{4}(?![\w]|[.-]\d)/g,
  // Europe, with the zero of a long-distance call
  /(?<![\w.+-]|\d )0[1-9](?:[ .-]\d{2}){4}(?![\w]|[.-]\d)/g,
  /(?<![\w.+-]|\d )\(?0[1-9]\d{1,4}\)?(?: ?[/-] ?| )\d{3,4}(?:[ -]?\d{2,4}){1,2}(?![\w]|[.-]\d)/g,
  // After a word that says so
  /\b(?:tel(?:efon|ephone|\.)?|phone|mobile|mobil|cell|handy|fax|whatsapp|rufnummer|telefono|telephone|call me (?:at|on)|text me (?:at|on)|ring me on)(?: (?:number|no|nr|nummer))?[\s.:#]{1,3}(?<it>\(?\d(?:[ ()./-]{0,2}\d){6,14})(?!\w)/gi,
];

export const piiRules: readonly Rule<PiiKind>[] = [
  email,
  spelledEmail,
  iban,
  card,
  ...idRules.map((rule): Rule<PiiKind> => ({ kind: 'id', ...rule })),
  ...phones.map((pattern): Rule<PiiKind> => ({ kind: 'phone', pattern, check: isPhone })),
];

/** Between 7 and 15 digits (E.164), and no date. */
function isPhone(match: string): boolean {
  const digits = match.replace(/\D/g, '');
  return (
    digits.length >= 7 &&
    digits.length <= 15 &&
    !/^(?:19|20)\d\d[-. /]\d\d[-. /]\d\d/.test(match) &&
    !/^0+$/.test(digits)
  );
}
