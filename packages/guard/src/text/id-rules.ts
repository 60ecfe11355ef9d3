import { isMod1110, isVerhoeff, mod97, weighted } from './checksums.ts';
import type { Rule } from './found.ts';

type IdRule = Omit<Rule, 'kind'>;

const letters = 'TRWAGMYFPDXBNJZSQVHLCKE';

/** Numbers that states give to people. Those that look like any other number are taken only after a word that says what they are. */
export const idRules: readonly IdRule[] = [
  // United States: social security
  { pattern: /(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/g },
  {
    pattern:
      /\b(?:ssn|social security(?: (?:number|no))?)[\s.:#]{0,3}(?<it>(?!000|666|9)\d{3} ?\d{2} ?\d{4})\b/gi,
  },
  // United Kingdom: national insurance
  { pattern: /\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/g },
  // Spain: DNI and NIE
  {
    pattern: /\b(?:\d{8}|[XYZ]\d{7})[ -]?[A-HJ-NP-TV-Z]\b/g,
    check: (match) => {
      const digits = match
        .slice(0, -1)
        .replace(/[ -]/g, '')
        .replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter)));
      return letters[Number(digits) % 23] === match.at(-1);
    },
  },
  // France: NIR
  {
    pattern: /(?<!\d)[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-4]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?!\d)/g,
    check: (match) => {
      const text = match.replace(/ /g, '').replace('2A', '19').replace('2B', '18');
      return 97 - mod97(text.slice(0, 13)) === Number(text.slice(13));
    },
  },
  // Italy: codice fiscale
  {
    pattern: /\b[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]\b/gi,
    check: (match) => isItalian(match.toUpperCase()),
  },
  // Brazil: CPF
  {
    pattern: /(?<!\d)\d{3}\.\d{3}\.\d{3}-\d{2}(?!\d)/g,
    check: (match) => {
      const digits = match.replace(/\D/g, '');
      return [9, 10].every((at) => {
        const weights = Array.from({ length: at }, (_, place) => at + 1 - place);
        return (
          ((weighted(digits, weights, 11) * 10) % 11) % 10 === Number(digits[at]) ||
          11 - weighted(digits, weights, 11) === Number(digits[at])
        );
      });
    },
  },
  // India: Aadhaar
  {
    pattern: /(?<!\d ?)[2-9]\d{3} \d{4} \d{4}(?! ?\d)/g,
    check: (match) => isVerhoeff(match.replace(/ /g, '')),
  },
  // Germany: tax number
  {
    pattern:
      /\b(?:steuer-?(?:id|identifikationsnummer|nummer)|idnr|tax id)[\s.:#]{0,3}(?<it>[1-9]\d(?: ?\d{3}){3})(?!\d)/gi,
    check: (match) => isMod1110(match.replace(/ /g, '')),
  },
  // Netherlands: BSN
  {
    pattern: /\b(?:bsn|burgerservicenummer|sofinummer)[\s.:#]{0,3}(?<it>\d{9})(?!\d)/gi,
    check: (match) => weighted(match, [9, 8, 7, 6, 5, 4, 3, 2, -1], 11) === 0,
  },
  // Poland: PESEL
  {
    pattern: /\bpesel[\s.:#]{0,3}(?<it>\d{11})(?!\d)/gi,
    check: (match) => weighted(match, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1], 10) === 0,
  },
  // Passports, licences and the like
  {
    pattern:
      /\b(?:passport|passeport|pasaporte|reisepass|driving licen[cs]e|driver'?s licen[cs]e|personalausweis|identity card|id card)(?: (?:number|no|nr|nummer|num))?[\s.:#]{0,3}(?:is )?(?<it>(?=(?:[A-Z]{0,9}\d){3})[A-Z\d]{6,14})\b/gi,
  },
];

const oddValues: Readonly<Record<string, number>> = Object.fromEntries(
  [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23].map(
    (value, at) => [String.fromCharCode(65 + at), value],
  ),
);

/** The last letter of a codice fiscale: characters in odd places count by a table, the others by their place in the alphabet. */
function isItalian(code: string): boolean {
  let sum = 0;
  for (const [at, char] of Array.from(code.slice(0, 15)).entries()) {
    const letter = /\d/.test(char) ? String.fromCharCode(65 + Number(char)) : char;
    sum += at % 2 === 0 ? (oddValues[letter] ?? 0) : letter.charCodeAt(0) - 65;
  }
  return String.fromCharCode(65 + (sum % 26)) === code.at(-1);
}
