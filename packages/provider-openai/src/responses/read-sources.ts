import type { JsonObject, SourcePart } from '@pegboard/core/provider';
import { responsesDataKey } from './profile.ts';

/** Positions of an annotation point into the answer, not into the source: they are no quote. */
export function readSources(annotations: readonly JsonObject[]): SourcePart[] {
  return annotations.flatMap((annotation): SourcePart[] => {
    const { url, title, filename, file_id: fileId, container_id: containerId } = annotation;
    if (typeof url === 'string')
      return [{ type: 'source', url, ...(typeof title === 'string' && { title }) }];
    if (typeof fileId !== 'string') return [];
    const data = { fileId, ...(typeof containerId === 'string' && { containerId }) };
    const name = typeof filename === 'string' ? filename : fileId;
    return [{ type: 'source', title: name, providerData: { [responsesDataKey]: data } }];
  });
}
