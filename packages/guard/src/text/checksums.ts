/** Luhn, ISO/IEC 7812-1: cards. */
export function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits.at(-1 - at));
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Remainder by 97 of a number of any length; letters count 10 to 35 (ISO 7064, IBAN). */
export function mod97(text: string): number {
  let rest = 0;
  for (const char of text) {
    const value = parseInt(char, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

/** ISO 7064 mod 11,10: German tax numbers. */
export function isMod1110(digits: string): boolean {
  let product = 10;
  for (const digit of digits.slice(0, -1)) {
    const sum = (Number(digit) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (11 - product) % 10 === Number(digits.at(-1));
}

/** Weighted sum by a modulus. */
export function weighted(digits: string, weights: readonly number[], modulus: number): number {
  return weights.reduce((sum, weight, at) => sum + weight * Number(digits[at] ?? 0), 0) % modulus;
}

const verhoeffMul = [
  '0123456789', '1234067895', '2340178956', '3401289567', '4012395678', '5987604321', '6598710432', '7659821043', '8765932104',
  '9876543210',
]; // prettier-ignore
const verhoeffShift = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
];

/** Verhoeff: Indian Aadhaar numbers. */
export function isVerhoeff(digits: string): boolean {
  let check = 0;
  for (let at = 0; at < digits.length; at++) {
    const shifted = Number(verhoeffShift[at % 8]?.[Number(digits.at(-1 - at))]);
    check = Number(verhoeffMul[check]?.[shifted]);
  }
  return check === 0;
}
