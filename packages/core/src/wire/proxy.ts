import { ConfigError } from '../errors/config-error.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for a URL by `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` (the lower-case names win), or undefined for none.
 * Throws a `ConfigError` for a value that is no http or https URL.
 */
export function proxyFor(url: URL, env: Environment): URL | undefined {
  const name = url.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const value = env[name] || upperCaseValue(name, env);
  if (!value || isExcluded(url, env.no_proxy || env.NO_PROXY || '')) return undefined;
  const proxy = URL.parse(value.includes('://') ? value : `http://${value}`);
  if (proxy?.protocol === 'http:' || proxy?.protocol === 'https:') return proxy;
  throw new ConfigError({
    what: `The proxy in ${name} or ${name.toUpperCase()} cannot be used`,
    evidence: proxy ? `Its scheme is "${proxy.protocol}"` : 'It is not a URL',
    fix: 'Set it to http://host:port or https://host:port',
  });
}

/** In a CGI process a client sets HTTP_PROXY through its `Proxy` header (CVE-2016-5385). */
function upperCaseValue(name: 'http_proxy' | 'https_proxy', env: Environment): string | undefined {
  if (name === 'https_proxy') return env.HTTPS_PROXY;
  return env.HTTP_PROXY && env.REQUEST_METHOD === undefined ? env.HTTP_PROXY : undefined;
}

/** `proxy-authorization` for the credentials in a proxy URL. */
export function proxyAuthorization(proxy: URL): Record<string, string> {
  if (proxy.username === '' && proxy.password === '') return {};
  const credentials = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const bytes = new TextEncoder().encode(credentials);
  return { 'proxy-authorization': `Basic ${btoa(String.fromCharCode(...bytes))}` };
}

/** `NO_PROXY`: names (with all their subdomains), `.suffix`, `*.suffix`, addresses, each with an optional port; or `*`. */
function isExcluded(url: URL, list: string): boolean {
  const host = url.hostname.toLowerCase();
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => entry !== '' && matches(entry, host, port));
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  const [, named = entry, onlyPort] = /^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(entry) ?? [];
  if (onlyPort !== undefined && onlyPort !== port) return false;
  const name = named.replace(/^\*?\./, '');
  const bare = host.replace(/^\[|\]$/g, '');
  return bare === name.replace(/^\[|\]$/g, '') || host.endsWith(`.${name}`);
}
