import type { QuickJSContext, QuickJSHandle } from 'quickjs-emscripten-core';

type Plain = string | number | boolean;

/** A function of texts, numbers and truth values; a text that it returns is thrown inside. */
export function hostFunction(
  context: QuickJSContext,
  name: string,
  work: (...args: never[]) => string | undefined,
): QuickJSHandle {
  return context.newFunction(name, (...handles) => {
    const args = handles.map((handle) => plain(context, handle));
    const problem = work(...(args as never[])); // what the prelude calls it with
    return problem === undefined ? context.undefined : { error: context.newError(problem) };
  });
}

function plain(context: QuickJSContext, handle: QuickJSHandle): Plain {
  const type = context.typeof(handle);
  if (type === 'number') return context.getNumber(handle);
  return type === 'boolean' ? Boolean(context.dump(handle)) : context.getString(handle);
}

export function listOf(context: QuickJSContext, names: readonly string[]): QuickJSHandle {
  const list = context.newArray();
  names.forEach((name, at) => context.setProp(list, at, context.newString(name)));
  return list;
}

/** An error in words; it is written inside the sandbox, where its members may be traps. */
export function describe(context: QuickJSContext, told: QuickJSHandle, error: QuickJSHandle): string {
  const words = context.callFunction(told, context.undefined, error);
  return words.error ? 'The script failed.' : context.getString(words.value);
}
