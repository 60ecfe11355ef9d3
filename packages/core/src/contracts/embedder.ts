/** Turns texts into vectors of one length, in the order given. Rejects with a `ProviderError` or the signal's reason. */
export interface Embedder {
  readonly dimensions: number;
  embed(texts: readonly string[], ctx: { readonly signal: AbortSignal }): Promise<readonly Float32Array[]>;
}
