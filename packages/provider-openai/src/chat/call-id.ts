/** The API has refused ids of more than 40 characters, so a longer id becomes a short one: the same for a call and its result. */
export function renderCallId(callId: string): string {
  if (callId !== '' && callId.length <= 40) return callId;
  return `call_${hash(callId, 0xdeadbeef)}${hash(callId, 0x41c6ce57)}${hash(callId, 0x9e3779b9)}`;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** For hosts whose ids are nine letters and digits. */
export function renderShortId(callId: string): string {
  if (/^[A-Za-z0-9]{9}$/.test(callId)) return callId;
  const digits = hash(callId, 0xdeadbeef) + hash(callId, 0x41c6ce57) + hash(callId, 0x9e3779b9);
  return Array.from({ length: 9 }, (_, at) => letterOf(digits.slice(at * 2, at * 2 + 3))).join('');
}

function letterOf(hexadecimal: string): string {
  return letters.charAt(Number.parseInt(hexadecimal, 16) % letters.length);
}

/** FNV-1a with a seed, as eight hexadecimal digits. */
export function hash(text: string, seed: number): string {
  let value = seed;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return (value >>> 0).toString(16).padStart(8, '0');
}
