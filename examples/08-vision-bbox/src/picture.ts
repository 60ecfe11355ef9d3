import sharp from 'sharp';

export interface Thing {
  readonly label: string;
  /** Sides as fractions of width and height. */
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What is on the desk, as a model that sees would tell it. */
export const things: readonly Thing[] = [
  { label: 'laptop', left: 0.1, top: 0.2, right: 0.55, bottom: 0.75 },
  { label: 'cup', left: 0.7, top: 0.45, right: 0.85, bottom: 0.75 },
];

const colours = ['#5a6b7c', '#b5651d'];

/** A drawing of a desk, 640 by 400 pixels. */
export async function drawDesk(file: string): Promise<void> {
  const [width, height] = [640, 400];
  const shapes = things.map(
    ({ left, top, right, bottom }, at) =>
      `<rect x="${left * width}" y="${top * height}" width="${(right - left) * width}" height="${(bottom - top) * height}" rx="12" fill="${colours[at]}"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#e8dcc8"/>${shapes.join('')}</svg>`;
  await sharp(Buffer.from(svg)).png().toFile(file);
}
