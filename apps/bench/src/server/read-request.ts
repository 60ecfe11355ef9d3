/** A request of HTTP/1.1 as the load sends it: a length or chunks, nothing else. */
export interface WireRequest {
  readonly path: string;
  readonly body: Buffer;
}

const headEnd = Buffer.from('\r\n\r\n');

/**
 * Takes what arrives on one connection and gives each complete request. It exists because `node:http` costs as much to serve a request as the
 * fastest client does to send it, and would be what is measured.
 */
export function createRequestReader(give: (request: WireRequest) => void): (bytes: Buffer) => void {
  let held: Buffer[] = [];
  let size = 0;
  /** Bytes that must be there before it is worth looking again. */
  let wanted = 0;
  return (bytes) => {
    held.push(bytes);
    size += bytes.length;
    while (size > 0 && size >= wanted) {
      const all = held.length === 1 && held[0] ? held[0] : Buffer.concat(held);
      const found = parse(all);
      const rest = 'request' in found ? all.subarray(found.end) : all;
      held = rest.length > 0 ? [rest] : [];
      size = rest.length;
      wanted = 'request' in found ? 0 : found.wanted;
      if (!('request' in found)) return;
      give(found.request);
    }
  };
}

type Found = { readonly request: WireRequest; readonly end: number } | { readonly wanted: number };

function parse(bytes: Buffer): Found {
  const end = bytes.indexOf(headEnd);
  if (end < 0) return { wanted: bytes.length + 1 };
  const head = bytes.toString('latin1', 0, end);
  const path = head.slice(head.indexOf(' ') + 1, head.indexOf(' HTTP/'));
  const start = end + headEnd.length;
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length !== undefined) {
    const stop = start + Number(length);
    return bytes.length < stop
      ? { wanted: stop }
      : { request: { path, body: bytes.subarray(start, stop) }, end: stop };
  }
  if (/\r\ntransfer-encoding: *chunked/i.test(head)) return parseChunks(bytes, path, start);
  return { request: { path, body: Buffer.alloc(0) }, end: start };
}

function parseChunks(bytes: Buffer, path: string, start: number): Found {
  const parts: Buffer[] = [];
  for (let at = start; ;) {
    const line = bytes.indexOf('\r\n', at);
    if (line < 0) return { wanted: bytes.length + 1 };
    const length = Number.parseInt(bytes.toString('latin1', at, line), 16);
    const next = line + 2 + length + 2;
    if (bytes.length < next) return { wanted: next };
    if (length === 0) return { request: { path, body: Buffer.concat(parts) }, end: next };
    parts.push(bytes.subarray(line + 2, line + 2 + length));
    at = next;
  }
}
