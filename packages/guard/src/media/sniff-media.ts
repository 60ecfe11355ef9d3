/** Media types by the bytes with which they begin, at an offset; `.` stands for any byte. */
const signatures: readonly (readonly [string, number, string])[] = [
  ['image/png', 0, '\x89PNG\r\n\x1a\n'],
  ['image/jpeg', 0, '\xff\xd8\xff'],
  ['image/gif', 0, 'GIF87a'],
  ['image/gif', 0, 'GIF89a'],
  ['image/webp', 0, 'RIFF....WEBP'],
  ['image/bmp', 0, 'BM'],
  ['image/tiff', 0, 'II*\0'],
  ['image/tiff', 0, 'MM\0*'],
  ['image/avif', 4, 'ftypavif'],
  ['image/avif', 4, 'ftypavis'],
  ['image/heic', 4, 'ftypheic'],
  ['image/heic', 4, 'ftypheix'],
  ['image/heif', 4, 'ftypmif1'],
  ['application/pdf', 0, '%PDF-'],
  ['audio/wav', 0, 'RIFF....WAVE'],
  ['audio/mpeg', 0, 'ID3'],
  ['audio/mpeg', 0, '\xff\xfb'],
  ['audio/mpeg', 0, '\xff\xf3'],
  ['audio/mpeg', 0, '\xff\xf2'],
  ['audio/flac', 0, 'fLaC'],
  ['audio/ogg', 0, 'OggS'],
  ['audio/mp4', 4, 'ftypM4A'],
  ['video/quicktime', 4, 'ftypqt'],
  ['video/mp4', 4, 'ftyp'],
  ['video/webm', 0, '\x1aE\xdf\xa3'],
];

/** Other names of the same types. */
const synonyms: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/x-png': 'image/png',
  'image/x-ms-bmp': 'image/bmp',
  'audio/x-wav': 'audio/wav',
  'audio/wave': 'audio/wav',
  'audio/vnd.wave': 'audio/wav',
  'audio/mp3': 'audio/mpeg',
  'audio/x-flac': 'audio/flac',
  'audio/x-m4a': 'audio/mp4',
  'application/x-pdf': 'application/pdf',
};

/** The media type that the first bytes tell; undefined when they tell none. */
export function sniffMedia(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 16));
  return signatures.find(([, at, pattern]) => fits(head.slice(at), pattern))?.[0];
}

/** Whether a type is one that the first bytes would tell. */
export function isSniffed(mediaType: string): boolean {
  return signatures.some(([type]) => type === mediaType);
}

/** The type of a `content-type` header in lower case, without parameters, under its registered name. */
export function readContentType(header: string | null): string | undefined {
  const name = header?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (!/^[\w.+-]+\/[\w.+-]+$/.test(name)) return undefined;
  return Object.hasOwn(synonyms, name) ? synonyms[name] : name;
}

function fits(text: string, pattern: string): boolean {
  if (text.length < pattern.length) return false;
  return Array.from(pattern).every((char, at) => char === '.' || text[at] === char);
}
