/** A host with its port, if it was named: `api.example.com`, `*.example.com`, `localhost:8080`, `[::1]`, `*`. */
interface Host {
  readonly name: string;
  readonly port: string | undefined;
}

/** Whether the URL leads to what a pattern names. Without a port in the pattern any will do. */
export function reaches(pattern: string, url: URL): boolean {
  const { name, port } = hostOf(pattern);
  const actual = url.port || (url.protocol === 'https:' ? '443' : '80');
  return (port === undefined || port === actual) && fits(name, plain(url.hostname));
}

/** Whether everything that `pattern` reaches is reached by `wider` too. */
export function coversHost(wider: string, pattern: string): boolean {
  const [outer, inner] = [hostOf(wider), hostOf(pattern)];
  return (outer.port === undefined || outer.port === inner.port) && fits(outer.name, inner.name);
}

/** `*.example.com` is every name below it and not `example.com` itself; it holds `*.a.example.com`. */
function fits(pattern: string, name: string): boolean {
  if (pattern === '*' || pattern === name) return true;
  return pattern.startsWith('*.') && name.endsWith(pattern.slice(1));
}

function hostOf(pattern: string): Host {
  const [, name = pattern, port] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(pattern) ?? [];
  return { name: plain(name), port };
}

function plain(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
