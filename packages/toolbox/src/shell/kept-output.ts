/** The first and the last bytes of an output, so that neither its beginning nor its end is lost. */
export class KeptOutput {
  readonly #half: number;
  #head: Buffer[] = [];
  #headBytes = 0;
  #tail: Buffer[] = [];
  #tailBytes = 0;
  total = 0;

  constructor(maxBytes: number) {
    this.#half = Math.max(1, Math.floor(maxBytes / 2));
  }

  add(chunk: Buffer): void {
    this.total += chunk.length;
    const room = this.#half - this.#headBytes;
    if (room > 0) {
      this.#head.push(chunk.subarray(0, room));
      this.#headBytes += Math.min(room, chunk.length);
    }
    if (chunk.length <= room) return;
    const rest = chunk.subarray(Math.max(0, room));
    this.#tail.push(rest);
    this.#tailBytes += rest.length;
    while (this.#tailBytes - (this.#tail[0]?.length ?? 0) >= this.#half) {
      this.#tailBytes -= this.#tail.shift()?.length ?? 0;
    }
  }

  text(): string {
    const head = Buffer.concat(this.#head);
    const tail = Buffer.concat(this.#tail).subarray(-this.#half);
    const left = this.total - head.length - tail.length;
    if (left <= 0) return decoded(Buffer.concat([head, tail]));
    return `${decoded(head)}\n[${left} bytes left out]\n${decoded(tail)}`;
  }
}

/** Halves of characters at the cuts are left out. */
function decoded(bytes: Buffer): string {
  return new TextDecoder().decode(bytes).replace(/^\ufffd{1,3}|\ufffd{1,3}$/g, '');
}
