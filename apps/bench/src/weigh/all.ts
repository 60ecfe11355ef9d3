import { sizeWeighing } from './size.ts';
import { typesWeighing } from './types.ts';
import type { Weighing } from './weighing.ts';

/** What is counted once. */
export const weighings: readonly Weighing[] = [sizeWeighing, typesWeighing];
