import { SdkHttpError } from '@modelcontextprotocol/client';

/** The HTTP status that an error is about; undefined for other errors. */
export function statusOf(error: unknown): number | undefined {
  if (error instanceof SdkHttpError) return error.status;
  const { data } = Object(error) as { readonly data?: { readonly status?: unknown } };
  return typeof data?.status === 'number' ? data.status : undefined;
}
