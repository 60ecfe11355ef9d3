import type { AnyTool, JsonObject } from '@pegboard/core';

/** The page of all tools, made of nothing but their definitions. */
export function toolPage(tools: readonly AnyTool[], needs: (name: string) => string | undefined): string {
  const head = [
    '# The tools of the toolbox',
    'Made from the definitions in `@pegboard/toolbox`; a test keeps it up to date. How to use them is told in [the guide](../guides/toolbox.md).',
    tools.map(({ name }) => `[\`${name}\`](#${name})`).join(' · '),
  ];
  return `${[...head, ...tools.map((tool) => section(tool, needs(tool.name)))].join('\n\n')}\n`;
}

function section(tool: AnyTool, needs: string | undefined): string {
  const { name, description, inputSchema, outputSchema, tags = [], trust = 'trusted' } = tool;
  const facts = [
    needs && `needs the option \`${needs}\``,
    `at most ${number(tool.timeoutMs)} ms`,
    `at most ${number(tool.maxResultChars)} characters of the result are shown`,
    `results are ${trust}`,
    tags.length > 0 && `tags ${tags.map((tag) => `\`${tag}\``).join(', ')}`,
  ].filter(Boolean);
  const examples = (inputSchema['examples'] ?? []) as readonly JsonObject[]; // as their authors wrote them
  return [
    `## ${name}`,
    escaped(description),
    // Our schemas are plain: no references, no lists of types.
    table(inputSchema),
    `Gives ${typeOf(outputSchema)}. ${sentence(facts.join('; '))}`,
    ...examples.map((example) => `\`\`\`json\n${JSON.stringify(example)}\n\`\`\``),
  ].join('\n\n');
}

/** What of a schema the page tells. */
interface Node {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly enum?: readonly (string | number)[];
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly items?: Node;
}

function table({ properties = {}, required = [] }: Node): string {
  const members = Object.entries(properties);
  if (members.length === 0) return 'It takes nothing.';
  const rows = members.map(([name, node]) => {
    const optional = required.includes(name) ? '' : ' (optional)';
    return `| \`${name}\`${optional} | ${escaped(typeOf(node))} | ${escaped(node.description ?? '')} |`;
  });
  return ['| parameter | type | |', '| --- | --- | --- |', ...rows].join('\n');
}

function typeOf(node: Node | undefined): string {
  const branches = node?.anyOf ?? node?.oneOf;
  if (!node) return 'anything';
  if (node.enum) return node.enum.map((value) => `\`${value}\``).join(', ');
  if (branches) return branches.map(typeOf).join(' or ');
  if (node.type === 'array') return `list of ${typeOf(node.items)}`;
  if (node.type === 'object' && node.properties) {
    return `an object of ${Object.keys(node.properties)
      .map((name) => `\`${name}\``)
      .join(', ')}`;
  }
  return node.type ?? 'anything';
}

function number(value: number | false | undefined): string {
  return value === undefined || value === false ? 'any number of' : value.toLocaleString('en-US');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** In a table a bar would begin a new cell. */
function escaped(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');
}
