import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contender } from '../contenders/contender.ts';
import { installedFolder } from './installed-folder.ts';
import { workspaceTool } from './workspace-tool.ts';
import type { Weighing } from './weighing.ts';

const tools = 100;

/** What the compiler does for a program of a hundred tools with four fields each. */
export const typesWeighing: Weighing = {
  name: 'types',
  title: `types of ${tools} tools`,
  metrics: [
    { key: 'count', label: 'instantiations', unit: '', absolute: true, goal: 45_000 },
    { key: 'check', label: 'check time', unit: 'ms', absolute: true },
    { key: 'memory', label: 'memory', unit: 'MB', absolute: true },
  ],
  takes: ({ product }) => product?.typedTool !== undefined,
  weigh: (contender) => {
    const folder = join(installedFolder(contender), 'types');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'tools.ts'), programOf(contender));
    const compilerOptions = {
      target: 'ES2024',
      module: 'nodenext',
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: [],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['tools.ts'] }));
    const args = ['-p', folder, '--extendedDiagnostics', '--singleThreaded'];
    const { status, stdout } = spawnSync(workspaceTool('tsc'), args, { encoding: 'utf8' });
    if (status !== 0) throw new TypeError(`tsc: ${stdout.split('\n')[0]}`);
    const read = (label: string) => Number(new RegExp(`^${label}:\\s+([\\d.]+)`, 'm').exec(stdout)?.[1]);
    return {
      count: read('Instantiations'),
      check: read('Check time') * 1000,
      memory: read('Memory used') / 1000,
    };
  },
};

function programOf({ product }: Contender): string {
  const { imports = '', write } = product?.typedTool ?? {};
  const schema =
    "z.object({ city: z.string(), days: z.number(), unit: z.enum(['c', 'f']), tags: z.array(z.string()) })";
  const lines = Array.from({ length: tools }, (_, index) => {
    const body = `async ({ city, days, unit, tags }) => [city, days + ${index}, unit, tags.length].join(' ')`;
    return `export const tool${index} = ${write?.(`'tool_${index}'`, schema, body)};`;
  });
  return [imports, "import * as z from 'zod';", ...lines, ''].join('\n');
}
