/** A page of the tools that providers run, made of what the providers say of themselves. */
export function builtinPage(intro, sources) {
  const types = [...new Set(sources.flatMap(({ known }) => Object.keys(known)))].toSorted((a, b) =>
    a.localeCompare(b),
  );
  const head = ['# Builtin tools', intro, types.map((type) => `[\`${type}\`](#${type})`).join(' · ')];
  return `${[...head, ...types.map((type) => section(type, sources))].join('\n\n')}\n`;
}

function section(type, sources) {
  const having = sources.filter(({ known }) => Object.hasOwn(known, type));
  const runs = new Set(having.map(({ known }) => known[type]?.executor));
  const options = [...new Set(having.flatMap(({ known }) => known[type]?.options ?? []))];
  const rows = options.map((option) => {
    const takers = having.map(({ known }) => (known[type]?.options.includes(option) ? 'yes' : ''));
    return `| \`${option}\` | ${takers.join(' | ')} |`;
  });
  return [
    `## ${type}`,
    `Run by ${[...runs].map((who) => (who === 'provider' ? 'the provider' : 'you')).join(' or ')}.`,
    [
      `| option | ${having.map(({ name }) => name).join(' | ')} |`,
      `| --- | ${having.map(() => '---').join(' | ')} |`,
      ...(rows.length > 0 ? rows : [`| none | ${having.map(() => '').join(' | ')} |`]),
    ].join('\n'),
  ].join('\n\n');
}
