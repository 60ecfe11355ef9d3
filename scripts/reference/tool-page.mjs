/**
 * A page of tools in Markdown, made of nothing but their definitions. `needs` tells in words without what there is no such tool.
 */
export function toolPage({ title, intro, tools, needs = () => undefined }) {
  const index = tools.map(({ name }) => `[\`${name}\`](#${name})`).join(' · ');
  const sections = tools.map((tool) => section(tool, needs(tool.name)));
  return `${[`# ${title}`, intro, index, ...sections].join('\n\n')}\n`;
}

function section(tool, needs) {
  const { name, description, inputSchema, outputSchema, tags = [], trust = 'trusted' } = tool;
  const facts = [
    needs && `needs ${needs}`,
    effectsOf(tool),
    approvalOf(tool),
    `at most ${number(tool.timeoutMs)} ms`,
    `at most ${number(tool.maxResultChars)} characters of the result are shown`,
    `results are ${trust}`,
    tags.length > 0 && `tags ${tags.map((tag) => `\`${tag}\``).join(', ')}`,
  ].filter(Boolean);
  const examples = inputSchema.examples ?? [];
  return [
    `## ${name}`,
    escaped(description),
    table(inputSchema),
    `Gives ${typeOf(outputSchema)}. ${sentence(facts.join('; '))}`,
    ...examples.map((example) => `\`\`\`json\n${JSON.stringify(example)}\n\`\`\``),
  ].join('\n\n');
}

function effectsOf({ effects }) {
  if (typeof effects === 'function') return 'what it touches goes by its arguments';
  if (effects === undefined || effects === 'infer') return 'it runs alone';
  const { reads = [], writes = [], idempotent = false } = effects;
  const touched = [
    reads.length > 0 && `reads ${reads.join(', ')}`,
    writes.length > 0 && `writes ${writes.join(', ')}`,
    idempotent && 'may be repeated',
  ].filter(Boolean);
  return touched.length > 0 ? touched.join(', ') : 'touches nothing, and gives something else each time';
}

function approvalOf({ approval = false }) {
  if (!approval) return '';
  return typeof approval === 'function' ? 'a person may be asked first' : 'a person approves each call';
}

/** Our schemas are plain: no references, no lists of types. */
function table({ properties = {}, required = [] }) {
  const members = Object.entries(properties);
  if (members.length === 0) return 'It takes nothing.';
  const rows = members.map(([name, node]) => {
    const optional = required.includes(name) ? '' : ' (optional)';
    return `| \`${name}\`${optional} | ${escaped(typeOf(node))} | ${escaped(node.description ?? '')} |`;
  });
  return ['| parameter | type | |', '| --- | --- | --- |', ...rows].join('\n');
}

function typeOf(node) {
  const branches = node?.anyOf ?? node?.oneOf;
  if (!node) return 'anything';
  if (node.enum) return node.enum.map((value) => `\`${value}\``).join(', ');
  if (branches) return branches.map(typeOf).join(' or ');
  if (node.type === 'array') return `list of ${typeOf(node.items)}`;
  if (node.type === 'object' && node.properties) {
    const names = Object.keys(node.properties).map((name) => `\`${name}\``);
    return `an object of ${names.join(', ')}`;
  }
  return node.type ?? 'anything';
}

function number(value) {
  return value === undefined || value === false ? 'any number of' : value.toLocaleString('en-US');
}

function sentence(text) {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** In a table a bar would begin a new cell. */
function escaped(text) {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');
}
