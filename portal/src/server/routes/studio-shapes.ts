import { EXTENSION_PROJECTS } from '@lianban/processes'
import { z } from 'zod'

/* Shapes of the studio's requests. */

const name = z.string().trim().min(1).max(100)
const id = z.string().min(1).max(64)
const key = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
const names = z.record(z.string().min(1).max(64), z.string().min(1).max(64))
const note = z.string().max(500)

export const NewDraftBody = z.strictObject({
  name,
  from: z.union([
    z.strictObject({ template: key, organ: id.optional(), project: z.int().min(1).max(EXTENSION_PROJECTS).optional() }),
    z.strictObject({ package: key }),
    z.strictObject({ release: id }),
    z.strictObject({ draft: id }),
    z.strictObject({ import: id, organs: names.default({}), posts: names.default({}) }),
  ]),
})

export const DraftFilesBody = z.strictObject({
  version: z.int().min(1),
  /** Path → content; null takes the file away. */
  changes: z.record(z.string().min(1).max(150), z.string().nullable()),
  name: name.optional(),
})

export const ReleaseBody = z.strictObject({
  effectiveOn: z.iso.date().nullable().default(null),
  running: z.enum(['keep', 'migrate']).default('keep'),
  mapping: names.default({}),
  note,
  replaceNewer: z.boolean().default(false),
})

export const RollBackBody = ReleaseBody.omit({ replaceNewer: true })
export const ConfirmationBody = z.strictObject({ note: note.default('') })
export const RefusalBody = z.strictObject({ note })
export const ReleaseList = z.strictObject({ package: key.optional() })
const version = z.coerce.number().int().min(1).optional()
export const OverlayQuery = z.strictObject({ version, days: z.coerce.number().int().min(1).max(3650).optional() })
export const ModelQuery = z.strictObject({ version })
export const PeopleQuery = z.strictObject({ post: key, organ: id, on: z.iso.date().optional() })
