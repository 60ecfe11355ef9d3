/** Clean JSON arguments of about `bytes` bytes: text with escapes, numbers, lists and objects, as tools get them. */
export function argumentsOfSize(bytes: number): string {
  const edits: object[] = [];
  let length = 60;
  for (let index = 0; length < bytes; index++) {
    const edit = {
      old: `const value${index} = compute("${index}", { deep: true });\n`,
      new: `const value${index} = await compute("${index}"); // line ${index}, more or less as it was\n`,
      line: index * 3,
      flags: [index % 2 === 0, null, index / 8],
    };
    edits.push(edit);
    length += JSON.stringify(edit).length + 1;
  }
  return JSON.stringify({ path: 'src/main.ts', edits, dry_run: false });
}
