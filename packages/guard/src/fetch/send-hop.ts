import type { LookupAddress } from 'node:dns';
import type { Agent, ClientRequest, IncomingMessage } from 'node:http';
import type { RequestOptions } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Destination } from '../rules/check-addresses.ts';
import { acceptedEncodings } from './decode-body.ts';
import type { GuardSettings } from './guard-options.ts';
import type { Hop } from './hop.ts';
import { createHopAgent } from './hop-agent.ts';
import { http, https } from './node-http.ts';
import { toSendError } from './send-error.ts';
import type { Watch } from './watch.ts';

interface Exchange {
  readonly hop: Hop;
  readonly destination: Destination;
  /** The checked addresses, the only ones that are connected to. */
  readonly addresses: readonly LookupAddress[];
  readonly settings: GuardSettings;
  readonly watch: Watch;
  /** Called when the connection stands. */
  readonly onConnected: () => void;
}

/** Sends one request and waits for the head of its answer. An abort destroys the connection, also while the body is read. */
export function sendHop(exchange: Exchange): Promise<IncomingMessage> {
  const { hop, settings, watch, onConnected } = exchange;
  const { signal } = watch;
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const outgoing = open(exchange);
    const onAbort = (): void => {
      reject(signal.reason);
      outgoing.destroy();
    };
    signal.addEventListener('abort', onAbort);
    outgoing.on('socket', (socket) => {
      socket.once(hop.url.protocol === 'https:' ? 'secureConnect' : 'connect', onConnected);
      // A tunnel stands before the request knows of its socket.
      if (settings.proxy) onConnected();
    });
    outgoing.on('response', (incoming) => {
      onConnected();
      // Who reads the body hears of its errors; without a reader they are nobody's concern.
      incoming.on('error', () => {});
      resolve(incoming);
    });
    outgoing.on('error', (error) => reject(toSendError(error, hop.url, settings)));
    outgoing.on('close', () => {
      signal.removeEventListener('abort', onAbort);
      reject(toSendError(undefined, hop.url, settings));
    });
    outgoing.end(hop.body);
  });
}

function open(exchange: Exchange): ClientRequest {
  const { hop, settings, destination } = exchange;
  const { url, method } = hop;
  const secure = url.protocol === 'https:';
  const options: RequestOptions = {
    method,
    host: destination.host,
    port: destination.port,
    path: url.pathname + url.search,
    headers: headersOf(hop),
    agent: agentOf(exchange),
    maxHeaderSize: settings.maxHeaderBytes,
    lookup: pin(exchange.addresses),
  };
  return secure ? https.request(options) : http.request(options);
}

function headersOf({ url, headers, body }: Hop): Record<string, string> {
  return {
    'accept-encoding': acceptedEncodings,
    ...Object.fromEntries(headers),
    host: url.host,
    // Node leaves it out for some methods, and the body would be read as another request.
    ...(body && { 'content-length': String(body.length) }),
  };
}

/** A connection of its own for every request: none that was opened under other rules is used again. */
function agentOf({ hop, settings, addresses, destination, watch }: Exchange): Agent {
  return createHopAgent({
    secure: hop.url.protocol === 'https:',
    ca: settings.ca,
    proxy: settings.proxy,
    address: addresses[0]?.address ?? destination.host,
    signal: watch.signal,
  });
}

/** Stands in for the resolver: the addresses that were checked, whatever the name means by now. */
function pin(addresses: readonly LookupAddress[]): LookupFunction {
  return (_host, { all }, done) => {
    const [first] = addresses;
    if (all) done(null, [...addresses]);
    else done(null, first?.address ?? '', first?.family ?? 4);
  };
}
