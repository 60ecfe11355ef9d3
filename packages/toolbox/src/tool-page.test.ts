import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { toolbox } from '@pegboard/toolbox';
import { toolPage } from './tool-page.test-helper.ts';
import { toolTable } from './tool-table.ts';

const page = fileURLToPath(new URL('../../../docs/reference/toolbox.md', import.meta.url));

it('the page in docs says what the definitions say (vitest --update writes it)', async () => {
  const tools = toolbox({ root: import.meta.dirname, search: () => [], python: true });
  expect(tools.map(({ name }) => name)).toEqual(Object.keys(toolTable));
  await expect(toolPage(tools, (name) => toolTable[name]?.needs)).toMatchFileSnapshot(page);
});
