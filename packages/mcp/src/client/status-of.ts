import { SdkHttpError } from '@modelcontextprotocol/client';

/** The HTTP status that an error is about; undefined for other errors. */
export function statusOf(error: unknown): number | undefined {
  if (error instanceof SdkHttpError) return error.status;
  const { data } = Object(error) as { readonly data?: { readonly status?: unknown } };
  return typeof data?.status === 'number' ? data.status : undefined;
}

/** Whether a server refuses, so that asking again changes nothing. */
export function isRefusal(error: unknown): boolean {
  const status = statusOf(error);
  return status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 429;
}
