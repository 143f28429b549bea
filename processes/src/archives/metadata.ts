import { z } from 'zod'
import { RETENTIONS } from '../matters/record.ts'

/*
 * What an archive package says of itself: metadata.json. The groups follow GB/T 42727-2023 (who, what, by which version of
 * the matter, when, how long it is kept, which parts). Instants are ISO 8601 with the county's offset, days YYYY-MM-DD.
 */

export const PACKAGE_FORMAT = 'lianban-archive/1'

/** Fixed places in the package. */
export const PLACES = {
  metadata: 'metadata.json',
  applicationData: 'application/application.json',
  applicationPage: 'application/application.html',
  timelineData: 'process/timeline.json',
  timelinePage: 'process/timeline.html',
  logEntries: 'log/entries.ndjson',
  logProofs: 'log/proofs.json',
  logKey: 'log/public-key.pem',
  tests: 'tests.json',
  manifest: 'manifest.json',
} as const
export const CERTIFICATES = 'certificates/'

const text = z.string().max(4000)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const file = {
  /** Where it lies in the package; null: its content was not in the store. */
  path: z.string().max(400).nullable(),
  sha256,
  size: z.int().nonnegative(),
  mediaType: z.string().max(100),
}

export const Metadata = z.object({
  format: z.literal(PACKAGE_FORMAT),
  archive: z.object({
    /** 档号. */
    no: text,
    category: text,
    year: z.int(),
    retention: z.object({ code: z.enum(RETENTIONS), text }),
    createdAt: z.iso.datetime({ offset: true }),
  }),
  /** 归档单位. */
  organ: z.object({ id: text, name: text, creditCode: text.nullable() }),
  case: z.object({
    id: text,
    no: text,
    title: text,
    status: text,
    statusText: text,
    submittedAt: z.iso.datetime({ offset: true }),
    acceptedAt: z.iso.datetime({ offset: true }).nullable(),
    decidedAt: z.iso.datetime({ offset: true }).nullable(),
    closedAt: z.iso.datetime({ offset: true }).nullable(),
  }),
  applicant: z.object({ name: text }),
  matter: z.object({ key: text, name: text, version: z.int(), kind: text, code: text.nullable(), basis: z.array(text) }),
  decision: z
    .object({
      result: text,
      number: text,
      licenceNo: text.nullable(),
      decidedOn: text,
      validFrom: text.nullable(),
      validUntil: text.nullable(),
    })
    .nullable(),
  documents: z.array(z.object({ ...file, id: text, name: text, number: text.nullable(), issuedAt: z.iso.datetime({ offset: true }) })),
  materials: z.array(
    z.object({
      ...file,
      id: text,
      key: text,
      name: text,
      fileName: text,
      round: z.int(),
      trust: text,
      handedInAt: z.iso.datetime({ offset: true }),
    }),
  ),
  /** Every number that the register has of the case; `caseId`: the other case that gave a licence its number, which its later papers bear. */
  numbers: z.array(z.object({ kind: text, number: text, voided: z.boolean(), caseId: text.optional() })),
  /** Entries of the supervision log under `log/`. */
  logEntries: z.int().nonnegative(),
  /** Steps in the time line. */
  timelineLines: z.int().nonnegative(),
})
export type Metadata = z.infer<typeof Metadata>

/** `2026-09-18T09:00:00+08:00`: an instant as people in the county read it, and machines too. */
export const isoOf = (at: number): string => `${new Date(at + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`

/** Files of a package by their place in it. */
export type PackageFiles = ReadonlyMap<string, Buffer>

export const jsonFile = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`)
