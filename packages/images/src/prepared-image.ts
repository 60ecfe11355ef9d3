import type { MediaPart } from '@pegboard/core';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** An image that is ready to be sent. Only `part` goes to the model. */
export interface PreparedImage {
  readonly part: MediaPart;
  /** The size of the original as it is seen, its orientation applied. */
  readonly original: Size;
  /** The size of the image in `part`. */
  readonly sent: Size;
  readonly name?: string;
}
