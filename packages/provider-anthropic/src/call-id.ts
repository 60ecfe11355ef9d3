/** The API takes ids of letters, digits, underscore and dash; any other gets one that is the same for a call and its result. */
export function renderCallId(callId: string): string {
  if (/^[a-zA-Z0-9_-]{1,64}$/.test(callId)) return callId;
  return `call_${hash(callId, 0xdeadbeef)}${hash(callId, 0x41c6ce57)}${hash(callId, 0x9e3779b9)}`;
}

/** FNV-1a with a seed, as eight hexadecimal digits. */
function hash(text: string, seed: number): string {
  let value = seed;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return (value >>> 0).toString(16).padStart(8, '0');
}
