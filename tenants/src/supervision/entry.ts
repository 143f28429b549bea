import { drawBytes, newId, type SupervisionDetailRow, type SupervisionEntryRow, type SupervisionWholeRow } from '@lianban/storage'
import { canonicalJson, type JsonValue } from '../json.ts'
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

/** The permanent part of an entry, under its leaf hash. */
export interface PermanentEntry {
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
}

/** An entry as it is exported. `details` is null once erased. */
export interface LeafEntry extends PermanentEntry {
  /** Leaf index in the log; null until sealed. */
  seq: number | null
  /** Leaf hash of the permanent part; `seq` is vouched for by the tree itself. */
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

/** An entry on its way through a verification: the payload is the text that was hashed, which need not be read to be proved. */
export interface ProvableEntry extends Omit<LeafEntry, 'details'> {
  details: ProvableDetails | null
}
export interface ProvableDetails {
  salt: string
  actorName: string | null
  ip: string | null
  /** Canonical JSON. */
  payloadText: string
}

/** Entries that tell of an erasure: the subject is `entry:<id of the erased entry>`. */
export const ERASED_ACTION = 'supervision.entry-erased'
export const erasedSubject = (entryId: string): string => `entry:${entryId}`
export const erasedId = (subject: string): string => subject.slice('entry:'.length)

const SALT_BYTES = 16
const MAX_ACTION_CHARS = 64
const MAX_SUBJECT_CHARS = 191
const MAX_IP_CHARS = 64
const MAX_NAME_CHARS = 64

/** A new entry in its two rows; its place comes from the sealer. @throws RangeError if action or subject is too long or empty */
export function newEntryRows(
  suite: Suite,
  tenantId: string,
  at: number,
  input: EntryInput,
): { entry: SupervisionEntryRow; detail: SupervisionDetailRow } {
  if (input.action === '' || input.action.length > MAX_ACTION_CHARS)
    throw new RangeError(`supervision action "${input.action}" must have 1 to ${MAX_ACTION_CHARS} characters`)
  if (input.subject === '' || input.subject.length > MAX_SUBJECT_CHARS)
    throw new RangeError(`supervision subject must have 1 to ${MAX_SUBJECT_CHARS} characters`)
  const details: ProvableDetails = {
    salt: drawBytes(SALT_BYTES).toString('hex'),
    actorName: wellFormed(input.actor.name)?.slice(0, MAX_NAME_CHARS) ?? null,
    ip: wellFormed(input.ip)?.slice(0, MAX_IP_CHARS) ?? null,
    // What JSON would lose (undefined, NaN) must be lost before the hash, not after it.
    payloadText: canonicalJson(JSON.parse(JSON.stringify(input.payload ?? null))),
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
    entry: {
      tenant_id: tenantId,
      id: entry.id,
      at,
      action: entry.action,
      subject: entry.subject,
      organ_id: entry.organId,
      actor_id: entry.actorId,
      on_behalf_of: entry.onBehalfOf,
      payload_hash: entry.payloadHash,
      entry_hash: hashOfEntry(suite, entry),
    },
    detail: {
      tenant_id: tenantId,
      id: entry.id,
      actor_name: details.actorName,
      ip: details.ip,
      payload: details.payloadText,
      salt: details.salt,
    },
  }
}

const permanentOf = (row: SupervisionWholeRow): Omit<LeafEntry, 'details'> => ({
  seq: row.seq,
  tenantId: row.tenant_id,
  id: row.id,
  at: row.at,
  action: row.action,
  subject: row.subject,
  organId: row.organ_id,
  actorId: row.actor_id,
  onBehalfOf: row.on_behalf_of,
  payloadHash: row.payload_hash,
  hash: row.entry_hash,
})

/** For people and exports. @throws SyntaxError if the payload is not JSON any more */
export function entryOfRow(row: SupervisionWholeRow): LeafEntry {
  const { salt, actor_name, ip, payload } = row
  const details = salt === null || payload === null ? null : { salt, actorName: actor_name, ip, payload: JSON.parse(payload) as JsonValue }
  return { ...permanentOf(row), details }
}

/** For a verification. */
export function provableOfRow(row: SupervisionWholeRow): ProvableEntry {
  const { salt, actor_name, ip, payload } = row
  const isErased = salt === null || payload === null
  return {
    ...permanentOf(row),
    details: isErased ? null : { salt, actorName: actor_name, ip, payloadText: payload },
  }
}

export const provable = (entry: LeafEntry): ProvableEntry => ({
  ...entry,
  details: entry.details && {
    salt: entry.details.salt,
    actorName: entry.details.actorName,
    ip: entry.details.ip,
    payloadText: canonicalJson(entry.details.payload),
  },
})

/* The texts below are canonical JSON (RFC 8785) of objects whose members are known, written in their order: half the cost. */

const text = (value: string | null): string => (value === null ? 'null' : JSON.stringify(value))

const permanentText = (entry: PermanentEntry): string =>
  `{"action":${text(entry.action)},"actorId":${text(entry.actorId)},"at":${JSON.stringify(entry.at)},"id":${text(entry.id)},` +
  `"onBehalfOf":${text(entry.onBehalfOf)},"organId":${text(entry.organId)},"payloadHash":${text(entry.payloadHash)},` +
  `"subject":${text(entry.subject)},"tenantId":${text(entry.tenantId)},"v":1}`

const detailsText = ({ actorName, ip, payloadText }: ProvableDetails): string =>
  `{"actorName":${text(actorName)},"ip":${text(ip)},"payload":${payloadText}}`

/** The line of an export. */
export function lineOfEntry(entry: ProvableEntry): string {
  const { details } = entry
  const detailsPart =
    details === null
      ? 'null'
      : `{"actorName":${text(details.actorName)},"ip":${text(details.ip)},"payload":${details.payloadText},"salt":${text(details.salt)}}`
  return (
    `{"action":${text(entry.action)},"actorId":${text(entry.actorId)},"at":${JSON.stringify(entry.at)},"details":${detailsPart},` +
    `"hash":${text(entry.hash)},"id":${text(entry.id)},"onBehalfOf":${text(entry.onBehalfOf)},"organId":${text(entry.organId)},` +
    `"payloadHash":${text(entry.payloadHash)},"seq":${JSON.stringify(entry.seq)},"subject":${text(entry.subject)},"tenantId":${text(entry.tenantId)}}`
  )
}

/** The entry of an exported line, if the line is to the byte what an export writes: white space and unknown members are changes too. */
export function entryOfLine(line: string): ProvableEntry | null {
  let entry: LeafEntry | null
  try {
    entry = JSON.parse(line) as LeafEntry | null
  } catch {
    return null
  }
  if (entry === null || typeof entry !== 'object' || typeof entry.details !== 'object') return null
  const found = provable(entry)
  return lineOfEntry(found) === line ? found : null
}

/** Hex leaf hash over the permanent part of an entry (RFC 6962: behind the byte 0x00, which is the character U+0000 in UTF-8). */
export const hashOfEntry = (suite: Suite, entry: PermanentEntry): string => suite.hashHex(`\0${permanentText(entry)}`)

/** Hex hash of the erasable part, behind its salt. */
export function hashOfDetails(suite: Suite, details: ProvableDetails): string {
  const salt = Buffer.from(details.salt, 'hex')
  return suite.hashHex(Buffer.concat([salt, Buffer.from(detailsText(details))]))
}

/** Half a surrogate pair does not survive UTF-8, so the hash would never match again. */
const wellFormed = (value: string | undefined): string | undefined =>
  value?.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
