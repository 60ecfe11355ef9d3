import { abortCases } from './cases/abort.ts';
import { callCases } from './cases/calls.ts';
import { lifecycleCases } from './cases/lifecycle.ts';
import { listingCases } from './cases/listing.ts';
import { nameCases } from './cases/names.ts';
import type { ToolsetCase } from './toolset-case.ts';

/** Every obligation of the Toolset contract as data, for runners other than vitest. */
export const toolsetCases: readonly ToolsetCase[] = [
  ...listingCases,
  ...nameCases,
  ...lifecycleCases,
  ...abortCases,
  ...callCases,
];
