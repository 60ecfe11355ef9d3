import { ConfigError } from '@pegboard/core/provider';

/** Where the server is. */
export interface OllamaAddress {
  /** Without a slash at the end, and without name and password. */
  readonly url: string;
  /** `Basic …`, of a name and password in the address. */
  readonly authorization: string | undefined;
  /** Ollama's own hosted service, the only one that gets the key of the environment. */
  readonly isHosted: boolean;
}

const ports: Readonly<Record<string, string>> = { http: '80', https: '443' };

/**
 * Reads an address in any of the forms that Ollama itself takes in OLLAMA_HOST: empty, `host`, `host:port`, `:port`, an IP address, and all
 * that with a scheme and a path. Without a scheme it is http, at port 11434. Throws a `ConfigError` for what is none.
 */
export function readAddress(text: string): OllamaAddress {
  const trimmed = text
    .trim()
    .replace(/^["']+|["']+$/g, '')
    .trim();
  const [, scheme, rest = ''] = /^(?:([a-z]+):\/\/)?(.*)$/is.exec(trimmed) ?? [];
  const [authority = '', ...path] = rest.split('/');
  const at = authority.lastIndexOf('@');
  const { host, port } = splitPort(authority.slice(at + 1));
  const isHosted = host === 'ollama.com' && (scheme === undefined || scheme.toLowerCase() === 'https');
  const protocol = isHosted ? 'https' : (scheme?.toLowerCase() ?? 'http');
  const standard = scheme === undefined && !isHosted ? '11434' : (ports[protocol] ?? '');
  const chosen = /^\d{1,5}$/.test(port) && Number(port) <= 65_535 ? port : standard;
  const url = URL.parse(`${protocol}://${reachable(host)}:${chosen}/${path.join('/')}`);
  if (!url || !Object.hasOwn(ports, protocol)) throw refused();
  return {
    url: url.href.replace(/\/+$/, '').replace(/\/api$/, ''),
    authorization: at === -1 ? undefined : basic(authority.slice(0, at)),
    isHosted,
  };
}

/** Name and password are percent-encoded in an address, and UTF-8 in a header. */
function basic(userInfo: string): string {
  try {
    const bytes = new TextEncoder().encode(decodeURIComponent(userInfo));
    return `Basic ${btoa(String.fromCharCode(...bytes))}`;
  } catch {
    throw refused();
  }
}

function splitPort(text: string): { readonly host: string; readonly port: string } {
  const [, bracketed, port = ''] = /^\[([^\]]*)\](?::(.*))?$/.exec(text) ?? [];
  if (bracketed !== undefined) return { host: bracketed, port };
  const colons = text.split(':');
  // An IPv6 address without brackets has no port.
  if (colons.length > 2) return { host: text, port: '' };
  return { host: colons[0] ?? '', port: colons[1] ?? '' };
}

/** A server listens at `0.0.0.0` for all addresses of its machine; not every system connects to that. */
function reachable(host: string): string {
  if (host === '' || host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

function refused(): ConfigError {
  return new ConfigError({
    what: 'The address of Ollama cannot be read',
    evidence: 'Neither the option baseURL nor OLLAMA_HOST may hold anything but a host with scheme and port',
    fix: 'Write it as http://127.0.0.1:11434',
  });
}
