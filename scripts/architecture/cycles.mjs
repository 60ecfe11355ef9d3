/** The import cycles of a graph (node → iterable of nodes), each once, as the list of its nodes. */
export function findCycles(graph) {
  const cycles = [];
  const done = new Set();
  const path = [];
  const visit = (node) => {
    if (done.has(node)) return;
    const at = path.indexOf(node);
    if (at >= 0) {
      cycles.push(path.slice(at));
      return;
    }
    path.push(node);
    for (const next of graph.get(node) ?? []) visit(next);
    path.pop();
    done.add(node);
  };
  for (const node of graph.keys()) visit(node);
  return cycles;
}
