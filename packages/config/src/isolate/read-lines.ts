import type { Readable } from 'node:stream';

export interface LineOptions {
  /** Of a longer line the rest is not kept, so that whoever writes it cannot fill the memory of whoever reads. */
  readonly maxChars: number;
  readonly onLine: (line: string) => void;
  /** Told of a line that is too long, before it ends. Default: it is cut. */
  readonly onLong?: () => void;
}

/** Reads the lines of a stream of UTF-8. The last one may end with the stream. */
export function readLines(stream: Readable, { maxChars, onLine, onLong }: LineOptions): void {
  let kept: string[] = [];
  let size = 0;
  const keep = (piece: string): void => {
    const room = maxChars - size;
    size += piece.length;
    if (room > 0) kept.push(piece.slice(0, room));
    if (room >= 0 && size > maxChars) onLong?.();
  };
  const finish = (): void => {
    const line = kept.join('');
    [kept, size] = [[], 0];
    onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
  };
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const pieces = text.split('\n');
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) finish();
      keep(piece);
    }
  });
  stream.on('end', () => size > 0 && finish());
}
