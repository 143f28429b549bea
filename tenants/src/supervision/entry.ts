import { randomBytes } from 'node:crypto'
import { newId, type SupervisionEntryRow } from '@lianban/storage'
import { canonicalJson, type JsonValue } from '../json.ts'
import { leafHash } from './merkle.ts'
import type { Suite } from './suite.ts'

/** What a caller gives to be recorded. */
export interface EntryInput {
  /** Past tense with its area: `case.submitted`, `task.completed`, `access.refused`. At most 64 characters. */
  action: string
  /** What it is about, `case:<id>`. At most 191 characters. */
  subject: string
  organId?: string | null
  actor: { userId: string; name?: string; onBehalfOf?: string }
  ip?: string
  payload: JsonValue
}

/** An entry as it is exported and verified. `details` is null once erased. */
export interface LeafEntry {
  /** Leaf index in the log; null until sealed. */
  seq: number | null
  tenantId: string
  id: string
  /** UTC epoch milliseconds. */
  at: number
  action: string
  subject: string
  organId: string | null
  actorId: string
  onBehalfOf: string | null
  payloadHash: string
  /** Leaf hash of everything above except `seq`, which the tree itself vouches for. */
  hash: string
  details: EntryDetails | null
}

/** The part that can be erased: everything personal, under a salt, so that no one can guess it back from its hash. */
export interface EntryDetails {
  salt: string
  actorName: string | null
  ip: string | null
  payload: JsonValue
}

/** Entries that tell of an erasure: the subject is `entry:<id of the erased entry>`. */
export const ERASED_ACTION = 'supervision.entry-erased'
export const erasedSubject = (entryId: string): string => `entry:${entryId}`

const SALT_BYTES = 16
const MAX_ACTION_CHARS = 64
const MAX_SUBJECT_CHARS = 191
const MAX_IP_CHARS = 64
const MAX_NAME_CHARS = 64

/** A new row of the log; its place comes from the sealer. @throws RangeError if action or subject is too long or empty */
export function newEntryRow(suite: Suite, tenantId: string, at: number, input: EntryInput): SupervisionEntryRow {
  if (input.action === '' || input.action.length > MAX_ACTION_CHARS)
    throw new RangeError(`supervision action "${input.action}" must have 1 to ${MAX_ACTION_CHARS} characters`)
  if (input.subject === '' || input.subject.length > MAX_SUBJECT_CHARS)
    throw new RangeError(`supervision subject must have 1 to ${MAX_SUBJECT_CHARS} characters`)
  const details: EntryDetails = {
    salt: randomBytes(SALT_BYTES).toString('hex'),
    actorName: wellFormed(input.actor.name)?.slice(0, MAX_NAME_CHARS) ?? null,
    ip: wellFormed(input.ip)?.slice(0, MAX_IP_CHARS) ?? null,
    // What JSON would lose (undefined, NaN) must be lost before the hash, not after it.
    payload: JSON.parse(JSON.stringify(input.payload ?? null)) as JsonValue,
  }
  const entry = {
    tenantId,
    id: newId(),
    at,
    action: input.action,
    subject: wellFormed(input.subject)!,
    organId: input.organId ?? null,
    actorId: input.actor.userId,
    onBehalfOf: input.actor.onBehalfOf ?? null,
    payloadHash: hashOfDetails(suite, details),
  }
  return {
    tenant_id: tenantId,
    id: entry.id,
    seq: null,
    at,
    action: entry.action,
    subject: entry.subject,
    organ_id: entry.organId,
    actor_id: entry.actorId,
    on_behalf_of: entry.onBehalfOf,
    actor_name: details.actorName,
    ip: details.ip,
    payload: canonicalJson(details.payload),
    salt: details.salt,
    payload_hash: entry.payloadHash,
    entry_hash: hashOfEntry(suite, entry).toString('hex'),
  }
}

/** @throws SyntaxError if the payload is not JSON any more */
export function entryOfRow(row: SupervisionEntryRow): LeafEntry {
  return {
    seq: row.seq === null ? null : Number(row.seq),
    tenantId: row.tenant_id,
    id: row.id,
    at: Number(row.at),
    action: row.action,
    subject: row.subject,
    organId: row.organ_id,
    actorId: row.actor_id,
    onBehalfOf: row.on_behalf_of,
    payloadHash: row.payload_hash,
    hash: row.entry_hash,
    details:
      row.payload === null && row.salt === null
        ? null
        : {
            salt: row.salt ?? '',
            actorName: row.actor_name,
            ip: row.ip,
            payload: JSON.parse(row.payload ?? 'null') as JsonValue,
          },
  }
}

/** The leaf hash over the permanent part of an entry. */
export function hashOfEntry(suite: Suite, entry: Omit<LeafEntry, 'seq' | 'hash' | 'details'>): Buffer {
  const { tenantId, id, at, action, subject, organId, actorId, onBehalfOf, payloadHash } = entry
  const text = canonicalJson({ v: 1, tenantId, id, at, action, subject, organId, actorId, onBehalfOf, payloadHash })
  return leafHash(suite, Buffer.from(text))
}

/** Hash of the erasable part, behind its salt. */
export function hashOfDetails(suite: Suite, { salt, actorName, ip, payload }: EntryDetails): string {
  return suite
    .hash(Buffer.concat([Buffer.from(salt, 'hex'), Buffer.from(canonicalJson({ actorName, ip, payload }))]))
    .toString('hex')
}

/** Half a surrogate pair does not survive UTF-8, so the hash would never match again. */
const wellFormed = (text: string | undefined): string | undefined =>
  text?.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
