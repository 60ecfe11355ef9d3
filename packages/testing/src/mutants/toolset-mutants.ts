import { callMutants } from './toolset-call-mutants.ts';
import { lifecycleMutants } from './toolset-lifecycle-mutants.ts';
import { listMutants } from './toolset-list-mutants.ts';
import type { ToolsetMutant } from './toolset-mutant.ts';

/** Every wrong toolset, each caught by one case of `toolsetCases`. */
export const toolsetMutants: readonly ToolsetMutant[] = [...listMutants, ...lifecycleMutants, ...callMutants];
