import { abortCases } from './cases/abort.ts';
import { concurrencyCases } from './cases/concurrency.ts';
import { conflictCases } from './cases/conflict.ts';
import { contentCases } from './cases/contents.ts';
import { idempotenceCases } from './cases/idempotence.ts';
import { isolationCases } from './cases/isolation.ts';
import { nameCases } from './cases/names.ts';
import { optionalCases } from './cases/optional.ts';
import { orderCases } from './cases/order.ts';
import type { MemoryCase } from './memory-case.ts';

/** Every obligation of the Memory contract as data, for runners other than vitest. */
export const memoryCases: readonly MemoryCase[] = [
  ...orderCases,
  ...idempotenceCases,
  ...conflictCases,
  ...concurrencyCases,
  ...isolationCases,
  ...nameCases,
  ...contentCases,
  ...abortCases,
  ...optionalCases,
];
