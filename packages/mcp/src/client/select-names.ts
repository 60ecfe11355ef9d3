/** Whether the options let a tool of this name through. */
export function isSelected(
  name: string,
  { allow, deny }: { readonly allow?: readonly string[]; readonly deny?: readonly string[] },
): boolean {
  return (allow?.some((one) => matches(one, name)) ?? true) && !deny?.some((one) => matches(one, name));
}

/** Selectors that no name fits. */
export function unmatched(
  names: readonly string[],
  { allow = [], deny = [] }: { readonly allow?: readonly string[]; readonly deny?: readonly string[] },
): readonly string[] {
  return [...allow, ...deny].filter((one) => !names.some((name) => matches(one, name)));
}

function matches(pattern: string, name: string): boolean {
  if (!pattern.includes('*')) return pattern === name;
  const [first = '', ...rest] = pattern.split('*');
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const [index, piece] of rest.entries()) {
    const isLast = index === rest.length - 1;
    const found = isLast ? name.length - piece.length : name.indexOf(piece, at);
    if (found < at || !name.startsWith(piece, found)) return false;
    at = found + piece.length;
  }
  return true;
}
