import { testOfflineProvider } from '@pegboard/testing/vitest';
import { local } from './index.ts';

for (const model of ['echo', 'rules']) testOfflineProvider(() => local(), { name: `local/${model}`, model });
