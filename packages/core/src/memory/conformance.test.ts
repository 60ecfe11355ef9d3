import { testMemory } from '@pegboard/testing/vitest';
import { inProcessMemory } from './in-process-memory.ts';

testMemory(() => inProcessMemory(), { name: 'inProcessMemory' });
