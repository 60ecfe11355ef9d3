import { loadSharp } from './load-sharp.ts';

export interface OpenImage {
  /** Upright. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
}

export interface PixelBox {
  readonly label: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const mostPixels = 60_000_000;
const mediaTypes: Readonly<Record<string, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
};

/** An image as people see it, turned as its camera says; undefined for what is no image that is read here. */
export async function openImage(bytes: Uint8Array): Promise<OpenImage | undefined> {
  const sharp = await loadSharp();
  const source = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error' });
  const format = await source.metadata().then(
    (meta) => meta.format,
    () => undefined,
  );
  const mediaType = format === undefined ? undefined : mediaTypes[format];
  if (mediaType === undefined) return undefined;
  const { data, info } = await source.rotate().toBuffer({ resolveWithObject: true });
  return { bytes: new Uint8Array(data), mediaType, width: info.width, height: info.height };
}

const colours = ['#e6194b', '#3cb44b', '#4363d8', '#f58231', '#911eb4', '#008080', '#9a6324', '#000075'];

/** The image with a frame and a label around each box, as PNG or JPEG. */
export async function drawBoxes(
  image: OpenImage,
  boxes: readonly PixelBox[],
  format: 'png' | 'jpeg',
): Promise<Uint8Array<ArrayBuffer>> {
  const sharp = await loadSharp();
  const { width, height } = image;
  const line = Math.max(2, Math.round(Math.min(width, height) / 200));
  const shapes = boxes.map((box, at) =>
    frame(box, { line, colour: colours[at % colours.length] ?? '#e6194b', width, height }),
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes.join('')}</svg>`;
  const drawn = sharp(image.bytes, { limitInputPixels: mostPixels }).composite([{ input: Buffer.from(svg) }]);
  return new Uint8Array(await (format === 'png' ? drawn.png() : drawn.jpeg({ quality: 90 })).toBuffer());
}

interface Drawing {
  readonly line: number;
  readonly colour: string;
  readonly width: number;
  readonly height: number;
}

function frame({ label, left, top, width, height }: PixelBox, { line, colour, ...image }: Drawing): string {
  const size = line * 7;
  const text = label.length > 40 ? `${label.slice(0, 39)}…` : label;
  const room = Math.round(text.length * size * 0.6 + size * 0.6);
  const x = Math.max(0, Math.min(left, image.width - room));
  const above = top - size * 1.4;
  const y = above >= 0 ? above : top;
  return [
    `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="none" stroke="${colour}" stroke-width="${line}"/>`,
    `<rect x="${x}" y="${y}" width="${room}" height="${size * 1.4}" fill="${colour}"/>`,
    `<text x="${x + size * 0.3}" y="${y + size}" font-family="sans-serif" font-size="${size}" fill="#fff">${escapeXml(text)}</text>`,
  ].join('');
}

/** Characters that XML cannot hold at all are left out. */
function escapeXml(text: string): string {
  const clean = text.replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '');
  return clean.replace(/[<>&"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
