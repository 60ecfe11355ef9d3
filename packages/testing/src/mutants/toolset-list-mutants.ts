import type { AnyTool, Toolset } from '@pegboard/core';
import { referenceTools, referenceToolset } from './reference-toolset.ts';
import { altered, around, step, tools, type ToolsetMutant } from './toolset-mutant.ts';

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const copies = (list: readonly AnyTool[]): AnyTool[] => list.map((tool) => Object.freeze({ ...tool }));

const listing: readonly ToolsetMutant[] = [
  step('lists a Map', 'a list is an array of tools', {
    show: (list) => new Map(list.map((tool) => [tool.name, tool])) as never,
  }),
  tools('lists plain objects', 'a list is an array of tools', ([first]) => [{ name: first?.name }]),
  tools('lists tools that can be changed', 'tools cannot be changed', (list) =>
    list.map((tool) => ({ ...tool })),
  ),
  step('makes the tools anew for each list', 'two lists of one run give the same objects', { show: copies }),
  around('makes the tools anew for each run', 'lists of two runs give the same objects', (toolset) => {
    const runs = new Map<string, readonly AnyTool[]>();
    return {
      async list(ctx) {
        const made = runs.get(ctx.runId) ?? copies(await toolset.list(ctx));
        runs.set(ctx.runId, made);
        return made;
      },
    };
  }),
  around(
    'gives the tools in another order each time',
    'two lists of one run give the same objects',
    (toolset) => {
      let times = 0;
      return {
        list: async (ctx) => (times++ % 2 === 0 ? toolset.list(ctx) : (await toolset.list(ctx)).toReversed()),
      };
    },
  ),
  around(
    'loads the tools once for each that waits',
    'lists at the same time give the same objects',
    (toolset) => {
      let known: readonly AnyTool[] | undefined;
      return {
        async list(ctx) {
          if (known) return known;
          const made = copies(await toolset.list(ctx));
          await nextTurn();
          return (known = made);
        },
      };
    },
  ),
  around(
    'loads the tools once for each run that begins',
    'runs that begin at the same time list the same objects',
    (toolset) => {
      let known: readonly AnyTool[] | undefined;
      return {
        async open(ctx) {
          await toolset.open(ctx);
          if (known) return;
          const made = copies(await toolset.list(ctx));
          await nextTurn();
          known = made;
        },
        list: (ctx) => known ?? toolset.list(ctx),
      };
    },
  ),
  step('gives its own array away', 'changing an array that was listed changes nothing', {
    show: (list) => list,
  }),
  around('has an empty id', 'its id is text and stays the same', () => ({ id: ' ' })),
  {
    ...step('counts its lists in its id', 'its id is text and stays the same', {}),
    create() {
      let lists = 0;
      const toolset = referenceToolset() as Required<Toolset>;
      return {
        ...toolset,
        get id() {
          return `reference ${lists}`;
        },
        list: (ctx) => ((lists += 1), toolset.list(ctx)),
      };
    },
  },
];

/** What `defineTool` would refuse. */
const unusable: Readonly<Record<string, Partial<AnyTool>>> = {
  'a name with a dot': { name: 'fs.read' },
  'a name of 65 characters': { name: 'x'.repeat(65) },
  'a name of any object': { name: 'constructor' },
  'no description': { description: ' ' },
  'a schema of text': { inputSchema: { type: 'string' } },
  'a schema without type': { inputSchema: {} },
  'a default that does not fit': {
    inputSchema: { type: 'object', properties: { n: { type: 'number', default: 'x' } } },
  },
};

const [first] = referenceTools();
const names: readonly ToolsetMutant[] = [
  tools('has two tools of one name', 'names are unique', (list) => [
    ...list,
    altered(list[1], { name: 'echo' }),
  ]),
  tools('has names that differ in case', 'names differ in more than case and separators', (list) => [
    ...list,
    altered(first, { name: 'Save-Note' }),
  ]),
  ...Object.entries(unusable).map(([what, changes]) =>
    tools(`has ${what}`, 'names, descriptions and schemas are such as every provider takes', () => [
      altered(first, changes),
    ]),
  ),
  tools('has a date in a schema', 'schemas are plain JSON', () => [
    altered(first, { inputSchema: { type: 'object', properties: { at: { const: new Date(0) as never } } } }),
  ]),
  tools('refers to a definition that is not there', 'input schemas can be validated with', () => [
    altered(first, { inputSchema: { type: 'object', properties: { a: { $ref: '#/$defs/A' } } } }),
  ]),
  tools('shows a parameter as required that is not', 'what the schema requires is required', () => [
    altered(first, { input: { type: 'object' } }),
  ]),
  tools(
    'shows another type than it takes',
    'samples fit the schema that the model is shown',
    ([, ...rest]) => [
      altered(first, {
        inputSchema: { type: 'object', properties: { text: { type: 'array', items: { type: 'integer' } } } },
      }),
      ...rest,
    ],
  ),
];

/** Wrong in what they list. */
export const listMutants: readonly ToolsetMutant[] = [...listing, ...names];
