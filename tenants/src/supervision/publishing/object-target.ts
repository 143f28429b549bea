import type { ObjectStore } from '@lianban/storage'
import type { PublishTarget } from './target.ts'

/** The object store: content-addressed, so that what lies there is named by its own hash. */
export function objectTarget(objects: ObjectStore): PublishTarget {
  return {
    name: 'object-store',
    kind: 'object-store',
    address: '对象存储',
    send: async ({ checkpoint }) => (await objects.put(Buffer.from(checkpoint.note))).sha256,
  }
}
