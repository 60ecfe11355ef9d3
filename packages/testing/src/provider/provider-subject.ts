import type { Awaitable, JsonObject, Provider } from '@pegboard/core';
import type { WireFormat } from './wire-format.ts';

/** What the suite gives to make a provider with. */
export interface ProviderSetup {
  /** Address of the suite's server, without a path: `http://127.0.0.1:1234`. */
  readonly baseURL: string;
  readonly apiKey: string;
}

/** What `testProvider` is given. */
export interface ProviderSubject {
  readonly create: (setup: ProviderSetup) => Awaitable<Provider>;
  readonly wire: WireFormat;
  /** Default `test-model`. */
  readonly model?: string;
  /** A model that refuses one setting, and the setting, as the provider's own table has it. */
  readonly refusing?: { readonly model: string; readonly setting: 'temperature' | 'topP' | 'seed' | 'stop' };
  /** Changes traffic on its way, to prove the suite itself: what the server reads, and the frames that it sends. */
  readonly tamper?: {
    readonly request?: (body: JsonObject) => JsonObject;
    readonly response?: (body: string) => string;
  };
}

/** A provider that answers by itself, without a host. */
export interface OfflineSubject {
  readonly create: () => Awaitable<Provider>;
  /** Default `test-model`. */
  readonly model?: string;
}
