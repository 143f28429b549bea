import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { issuedDocuments, issuedNumbers, type Database, type IssuedDocumentRow } from '@lianban/storage'
import { dayOf } from '../clock/index.ts'
import { verifySignature, type DocumentSigners, type SignatureState } from '../signing/index.ts'
import { readPublicDocument, type PublicLicence } from './public-document.ts'

const CODE = /^[0-9a-f]{32}$/

/** What anyone learns who has the code of a document. */
export interface DocumentVerification {
  name: string
  number: string | null
  organName: string
  /** Day of issue, YYYY-MM-DD. */
  issuedOn: string
  sha256: string
  /** What the signature of the stored file is worth; `missing` if the file cannot be read. */
  signature: SignatureState | { state: 'missing' }
  /** Day on which its number was declared void, or null. */
  voidedOn: string | null
  licence: (PublicLicence & { /** Within its dates and not void. */ valid: boolean }) | null
}

/** What comes of holding a file against the document that was issued. */
export interface FileComparison {
  /** Byte for byte the file that was issued. */
  same: boolean
  sha256: string
  /** What the signature of the given file is worth. */
  signature: SignatureState
}

export interface DocumentVerifier {
  /** Whether the code stands for a document. */
  exists(tenantId: string, code: string): Promise<boolean>
  /** null: there is no such document. */
  document(tenantId: string, code: string): Promise<DocumentVerification | null>
  /** null: there is no such document. */
  compare(tenantId: string, code: string, file: Buffer): Promise<FileComparison | null>
}

export interface VerificationOptions {
  database: Database
  /** The tenant's files. */
  objectsOf: (tenantId: string) => { get(sha256: string): Promise<Readable> }
  signers: Pick<DocumentSigners, 'trusted'>
  /** Epoch milliseconds. */
  clock: () => number
}

/**
 * Lets anyone who holds a document check it by the code printed on it. Public: it says what is printed and nothing else,
 * and an unknown code gets one answer, whatever is wrong with it.
 */
export function createVerification({ database, objectsOf, signers, clock }: VerificationOptions): DocumentVerifier {
  const find = async (tenantId: string, code: string): Promise<IssuedDocumentRow | null> =>
    (CODE.test(code) && (await issuedDocuments(database).byVerifyCode(tenantId, code))) || null

  return {
    exists: async (tenantId, code) => (await find(tenantId, code)) !== null,

    async document(tenantId, code) {
      const row = await find(tenantId, code)
      const data = row && readPublicDocument(row.public_data)
      if (!row || !data) return null
      const [voidedOn, signature] = await Promise.all([voidedDay(database, row), signatureOf(row)])
      const today = dayOf(clock())
      const { licence } = data
      const valid = licence !== null && voidedOn === null && licence.issuedOn <= today && today <= licence.validUntil
      return {
        name: row.name,
        number: row.number,
        organName: data.organName,
        issuedOn: dayOf(row.created_at),
        sha256: row.sha256,
        signature,
        voidedOn,
        licence: licence && { ...licence, valid },
      }
    },

    async compare(tenantId, code, file) {
      const row = await find(tenantId, code)
      if (!row) return null
      const sha256 = createHash('sha256').update(file).digest('hex')
      return { same: sha256 === row.sha256, sha256, signature: verifySignature(file, await signers.trusted(tenantId)) }
    },
  }

  async function signatureOf({ tenant_id, sha256 }: IssuedDocumentRow): Promise<DocumentVerification['signature']> {
    const pdf = await readAll(objectsOf(tenant_id), sha256)
    // What lies in the store under this name must still be this.
    if (!pdf) return { state: 'missing' }
    if (createHash('sha256').update(pdf).digest('hex') !== sha256) return { state: 'invalid', problem: 'CONTENT_ALTERED' }
    return verifySignature(pdf, await signers.trusted(tenant_id))
  }
}

async function readAll(objects: { get(sha256: string): Promise<Readable> }, sha256: string): Promise<Buffer | null> {
  try {
    return Buffer.concat((await (await objects.get(sha256)).toArray()) as Buffer[])
  } catch (error) {
    if ((error as { code?: string }).code === 'OBJECT_NOT_FOUND') return null
    throw error
  }
}

async function voidedDay(database: Database, { tenant_id, case_id, number }: IssuedDocumentRow): Promise<string | null> {
  if (number === null) return null
  const ofCase = await issuedNumbers(database).forCase(tenant_id, case_id)
  const voided = ofCase.find((row) => row.number === number && row.kind !== 'case' && row.voided_at !== null)
  return voided ? dayOf(voided.voided_at!) : null
}
