import { ConfigError, readEnv, type Transport } from '@pegboard/core/provider';
import type { ChatQuirks } from './chat/profile.ts';

interface AddressOptions {
  readonly name: string;
  readonly baseURL?: string | undefined;
  readonly baseURLEnv?: string | undefined;
  readonly deployment?: string | undefined;
  readonly apiVersion?: string | undefined;
}

/** The path of a host with what stands for `{model}` and `{apiVersion}` there, where the options say it. */
export function fillPath({ path }: ChatQuirks, { deployment, apiVersion }: AddressOptions): string {
  const named = deployment === undefined ? path : path.replace('{model}', encodeURIComponent(deployment));
  return apiVersion === undefined ? named : named.replace('{apiVersion}', encodeURIComponent(apiVersion));
}

/** Refuses calls while nothing says where the host is; the environment is read at each call, as for the key. */
export function withAddress(
  transport: Transport,
  { name, baseURL, baseURLEnv: variable }: AddressOptions,
): Transport {
  if (baseURL !== undefined) return transport;
  if (variable === undefined) throw noAddress(name, 'the option baseURL');
  return async (call) => {
    if (!readEnv(variable)) throw noAddress(name, `the option baseURL or the variable ${variable}`);
    return await transport(call);
  };
}

function noAddress(name: string, where: string): ConfigError {
  return new ConfigError({
    what: `It is not known where ${name} is`,
    evidence: `Nothing is in ${where}`,
    fix: 'Set it to the address of the host, such as https://llm.example.com',
  });
}
