export { type MemoryMutant, memoryMutants } from './mutants/memory-mutants.ts';
