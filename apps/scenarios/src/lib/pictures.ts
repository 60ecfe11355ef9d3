import type { MediaPart } from '@pegboard/core';

/** Two PNGs of one pixel. */
export const red: MediaPart = {
  type: 'media',
  mediaType: 'image/png',
  data: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
};
export const blue: MediaPart = {
  type: 'media',
  mediaType: 'image/png',
  data: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
};
export const paper: MediaPart = {
  type: 'media',
  mediaType: 'application/pdf',
  data: btoa('%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n'),
  filename: 'paper.pdf',
};
