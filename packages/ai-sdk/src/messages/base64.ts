/** Base64 of bytes, or of base64 itself. */
export function base64Of(data: string | Uint8Array): string {
  if (typeof data === 'string') return data;
  const pieces: string[] = [];
  for (let at = 0; at < data.length; at += 32_768)
    pieces.push(String.fromCharCode(...data.subarray(at, at + 32_768)));
  return btoa(pieces.join(''));
}
