/** Collects a body as text, and stops reading once `maxBytes` are there. */
export async function readText(body: AsyncIterable<Uint8Array>, maxBytes = Infinity): Promise<string> {
  const decoder = new TextDecoder();
  const pieces: string[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    pieces.push(decoder.decode(chunk.subarray(0, maxBytes - bytes), { stream: true }));
    bytes += chunk.byteLength;
    if (bytes >= maxBytes) break;
  }
  pieces.push(decoder.decode());
  return pieces.join('');
}
