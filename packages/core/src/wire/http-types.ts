/** Header names in lower case. A header that came several times is joined by `, `. */
export type HttpHeaders = Readonly<Record<string, string>>;

export interface HttpRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly headers: HttpHeaders;
  /** A list of pieces is sent as one body. */
  readonly body?: string | Uint8Array<ArrayBuffer> | readonly Uint8Array<ArrayBuffer>[] | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Certificates (PEM) to trust in place of the usual ones. Node only; `NODE_EXTRA_CA_CERTS` adds some without it. */
  readonly ca?: string | readonly string[] | undefined;
  /** Used in place of the built-in transport, on Node too. */
  readonly fetch?: typeof fetch | undefined;
}

/**
 * An answer whose head has arrived. Read the body once, by iterating it or with `text()`.
 * Both reject with the signal's reason after an abort, and with the transport's own error when the connection breaks.
 */
export interface HttpResponse {
  readonly status: number;
  readonly headers: HttpHeaders;
  /** As chunks come from the network; those that wait are read as one. Leaving the loop early closes the connection. */
  readonly body: AsyncIterable<Uint8Array>;
  /** The whole body as text, cut after `maxBytes` when given. */
  text(maxBytes?: number): Promise<string>;
}

/** Sends a request. Rejects with the signal's reason or with the transport's own error; never follows a redirect. */
export type SendHttp = (request: HttpRequest) => Promise<HttpResponse>;
