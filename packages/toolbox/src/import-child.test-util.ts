// Prints the packages whose code is loaded with this one, before any tool is called.
import { registerHooks } from 'node:module';

const loaded = new Set<string>();
registerHooks({
  load: (url, context, next) => {
    const name = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*\/node_modules\/)/.exec(url)?.[1];
    if (name !== undefined) loaded.add(name);
    return next(url, context);
  },
});
const { toolbox } = await import('@pegboard/toolbox');
toolbox({ root: import.meta.dirname, python: true, search: () => [] });
process.stdout.write(JSON.stringify([...loaded]));
