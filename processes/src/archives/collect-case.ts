import type { X509Certificate } from 'node:crypto'
import type { Readable } from 'node:stream'
import {
  attachments,
  caseEvents,
  issuedDocuments,
  issuedNumbers,
  type CaseArchiveRow,
  type CaseEventRow,
  type CaseRow,
  type Database,
  type IssuedNumberRow,
} from '@lianban/storage'
import type { Evidence } from '@lianban/tenants'
import { materialsOf } from '../cases/assist/power-of-attorney.ts'
import type { DecisionRecord } from '../cases/views.ts'
import { statusText } from '../labels.ts'
import { formOf, type Matter } from '../matters/matter-definition.ts'
import { RETENTION_TEXTS, type Retention } from '../matters/record.ts'
import { CERTIFICATES, isoOf, jsonFile, PACKAGE_FORMAT, PLACES, type Metadata } from './metadata.ts'
import { applicationPage, timelinePage } from './readable.ts'

export interface Collected {
  row: CaseRow
  matter: Matter
  archive: Pick<CaseArchiveRow, 'archive_no' | 'retention' | 'created_at'>
  evidence: Evidence
  certificates: readonly X509Certificate[]
  objects: { get(sha256: string): Promise<Readable> }
}

/** Everything that belongs to a case, as files of its package in their order, and what the package says of itself. */
export async function collectCase(database: Database, given: Collected): Promise<{ files: Map<string, Buffer>; metadata: Metadata }> {
  const { row, matter, archive, evidence, certificates } = given
  const events = await caseEvents(database).forCase(row.tenant_id, row.id)
  const documents = await collectDocuments(database, given)
  const materials = await collectMaterials(database, given)
  const numbers = await numbersOf(
    database,
    row,
    documents.flatMap(({ listed: { number } }) => number ?? []),
  )
  const metadata: Metadata = {
    ...describeCase(row, matter, archive),
    documents: documents.map(({ listed }) => listed),
    materials: materials.map(({ listed }) => listed),
    numbers,
    logEntries: evidence.count,
    timelineLines: events.length,
  }
  const schema = formOf(matter, matter.matter.applicationForm)
  const title = `${row.matter_name} ${row.case_no}`
  const files = new Map<string, Buffer>([
    [PLACES.metadata, jsonFile(metadata)],
    [PLACES.applicationData, jsonFile(row.form)],
    [PLACES.applicationPage, applicationPage(`申请表 ${title}`, schema, row.form)],
    ...[...materials, ...documents].flatMap(({ listed: { path }, data }): [string, Buffer][] => (path && data ? [[path, data]] : [])),
    [PLACES.timelineData, jsonFile(events.map(timelineLine))],
    [PLACES.timelinePage, timelinePage(`办理过程 ${title}`, events)],
    [PLACES.logEntries, Buffer.from(evidence.entries)],
    [PLACES.logProofs, Buffer.from(evidence.proofs)],
    [PLACES.logKey, Buffer.from(evidence.publicKey)],
    ...certificates.map((certificate, i): [string, Buffer] => [`${CERTIFICATES}${ordinal(i)}.pem`, Buffer.from(certificate.toString())]),
  ])
  return { files, metadata }
}

function describeCase(row: CaseRow, { matter, version }: Matter, archive: Collected['archive']) {
  const decision = row.decision as DecisionRecord | null
  const instant = (at: number | null) => (at === null ? null : isoOf(at))
  return {
    format: PACKAGE_FORMAT,
    archive: {
      no: archive.archive_no,
      category: `政务服务·${matter.kind}`,
      year: Number(isoOf(archive.created_at).slice(0, 4)),
      retention: { code: archive.retention as Retention, text: RETENTION_TEXTS[archive.retention as Retention] },
      createdAt: isoOf(archive.created_at),
    },
    organ: { id: row.organ_id, name: row.organ_name, creditCode: row.organ_id === matter.organ ? matter.creditCode : null },
    case: {
      id: row.id,
      no: row.case_no,
      title: `${row.applicant_name}的${row.matter_name}`,
      status: row.status,
      statusText: statusText(row.status),
      submittedAt: isoOf(row.submitted_at),
      acceptedAt: instant(row.accepted_at),
      decidedAt: instant(row.decided_at),
      closedAt: instant(row.closed_at),
    },
    applicant: { name: row.applicant_name },
    matter: {
      ...{ key: matter.key, name: row.matter_name, version, kind: matter.kind },
      code: matter.codes?.implementation ?? null,
      basis: matter.basis.map(({ law, article }) => `《${law}》${article}`),
    },
    decision: decision && {
      result: decision.result,
      number: decision.number,
      licenceNo: decision.licenceNo,
      decidedOn: decision.decidedOn,
      validFrom: decision.validFrom,
      validUntil: decision.validUntil,
    },
  } satisfies Partial<Metadata>
}

/** What the register has for the case: the numbers that it gave out, and those on its papers that a licence already had. */
async function numbersOf(database: Database, { tenant_id, id }: CaseRow, onPaper: readonly string[]): Promise<Metadata['numbers']> {
  const own = await issuedNumbers(database).forCase(tenant_id, id)
  const known = new Set(own.map(({ number }) => number))
  const carried: IssuedNumberRow[] = []
  for (const number of new Set(onPaper.filter((one) => !known.has(one)))) {
    const found = await issuedNumbers(database).get(tenant_id, 'licence', number)
    if (found) carried.push(found)
  }
  return [...own, ...carried].map(({ kind, number, voided_at, case_id }) => ({
    ...{ kind, number, voided: voided_at !== null },
    ...(case_id !== id && { caseId: case_id }),
  }))
}

async function collectDocuments(database: Database, { row, objects }: Collected) {
  const found = await issuedDocuments(database).forCase(row.tenant_id, row.id)
  return Promise.all(
    found.map(async ({ id, name, number, sha256, size, media_type, created_at }, i) => {
      const data = await read(objects, sha256)
      const path = data && `documents/${ordinal(i)}-${fileName(name)}.pdf`
      const listed: Metadata['documents'][number] = {
        ...{ id, name, number, issuedAt: isoOf(created_at) },
        ...{ path, sha256, size, mediaType: media_type },
      }
      return { listed, data }
    }),
  )
}

async function collectMaterials(database: Database, { row, matter, objects }: Collected) {
  const found = await attachments(database).materials(row.tenant_id, row.id)
  return Promise.all(
    found.map(async ({ material_key: key, round, created_at, file }, i) => {
      const data = await read(objects, file.sha256)
      const path = data && `materials/${ordinal(i)}-${key}-${fileName(file.name)}`
      const listed: Metadata['materials'][number] = {
        ...{ id: file.id, key, round, trust: file.trust, handedInAt: isoOf(created_at), fileName: file.name },
        name: materialsOf(matter.matter, [key]).find((material) => material.key === key)?.name ?? key,
        ...{ path, sha256: file.sha256, size: file.size, mediaType: file.media_type },
      }
      return { listed, data }
    }),
  )
}

/** null: there is no such object. Whatever else goes wrong is no matter of the case. */
async function read(objects: Collected['objects'], sha256: string): Promise<Buffer | null> {
  try {
    return Buffer.concat((await (await objects.get(sha256)).toArray()) as Buffer[])
  } catch (error) {
    if ((error as { code?: string }).code === 'OBJECT_NOT_FOUND') return null
    throw error
  }
}

const ordinal = (index: number): string => String(index + 1).padStart(3, '0')

const MAX_NAME_CHARS = 80
/** A name that is a file's name on every system. */
const fileName = (name: string): string => {
  const safe = name.replace(/[^\p{L}\p{N}._()（）《》〔〕-]/gu, '_').replace(/^\.+/, '_')
  return [...safe].slice(-MAX_NAME_CHARS).join('')
}

const timelineLine = (event: CaseEventRow) => ({
  at: isoOf(event.at),
  type: event.type,
  element: event.element_id,
  step: event.step_name,
  action: event.action_text,
  actorId: event.actor_id,
  actorName: event.actor_name,
  onBehalfOf: event.on_behalf_of,
  opinion: event.opinion,
  data: event.data,
})
