import {
  attachments,
  inTransaction,
  isUniqueViolation,
  newAttachment,
  newId,
  oneTimeTokens,
  phoneUploadFiles,
  type Database,
  type OneTimeTokenRow,
  type Tx,
} from '@lianban/storage'
import { actorOf, type Tenants } from '@lianban/tenants'
import type { Cases } from '../cases/create-cases.ts'
import { notFound } from '../cases/errors.ts'
import { MEDIA_TYPES } from '../cases/materials.ts'
import type { Caller } from '../cases/ports.ts'
import type { Upload } from '../cases/uploads.ts'
import type { FileView, MaterialView } from '../cases/views.ts'
import { isKeyOf, isOpen, issueToken, tokenOf, useToken } from '../one-time/one-time-tokens.ts'
import { maskedName } from '../publications/holder.ts'
import { uploadFormat, uploadFull, uploadOver, uploadTaken, uploadTooLarge } from './phone-upload-error.ts'

/** How long an address lives, from when it is shown. */
export const PHONE_UPLOAD_MS = 15 * 60_000
const PURPOSE = 'phone-upload'
/** Two files that come at once ask for the same place. */
const MAX_ATTEMPTS = 5

export interface PhoneUploadsOptions {
  database: Database
  cases: Pick<Cases, 'getMatter' | 'get'>
  tenants: Pick<Tenants, 'authorization' | 'supervision' | 'users'>
  /** UTC epoch milliseconds. */
  clock: () => number
}

/** One material of an application that is filled in, or of a case. */
export interface UploadFor {
  kind: 'matter' | 'case'
  /** Key of the matter, id of the case. */
  about: string
  materialKey: string
}

interface Data extends UploadFor {
  material: Pick<MaterialView, 'name' | 'formats' | 'maxBytes' | 'maxFiles'>
  /** How many files are there already. */
  there: number
}

export interface PhoneUploadState {
  state: 'waiting' | 'opened' | 'over'
  expiresAt: number
  /** As they came. */
  files: FileView[]
}

/** What the telephone is told: nothing but what it is for. */
export interface PhonePage {
  /** With the token, what the telephone goes on with. */
  key: string
  material: Data['material']
  /** How many files may still come. */
  left: number
  ownerName: string
  expiresAt: number
}

/** What a telephone shows with each call. */
export interface PhoneProof {
  token: string
  key: string
}

/**
 * Uploads from a telephone 手机扫码上传: a page that is open on a computer shows an address; the telephone that opens it first,
 * and no other, hands in files for one material of one person, for a quarter of an hour.
 */
export interface PhoneUploads {
  /** @param there files that the material has already @throws NOT_FOUND, NOT_AUTHORIZED */
  open(caller: Caller, to: UploadFor & { there: number }): Promise<{ id: string; token: string; expiresAt: number }>
  /** @throws NOT_FOUND */
  state(caller: Caller, id: string): Promise<PhoneUploadState>
  /** Takes it back; what has come stays the caller's. @throws NOT_FOUND */
  end(caller: Caller, id: string): Promise<void>
  /** The telephone opens the address. @throws PhoneUploadError PHONE_UPLOAD_OVER, PHONE_UPLOAD_TAKEN */
  take(tenantId: string, token: string, ip?: string): Promise<PhonePage>
  /** Whether the telephone may still send: asked before a body is read. @throws PhoneUploadError */
  check(tenantId: string, proof: PhoneProof): Promise<void>
  /** @throws PhoneUploadError; NOT_AUTHORIZED if the person may no longer */
  add(tenantId: string, proof: PhoneProof, upload: Upload, ip?: string): Promise<FileView>
  /** Housekeeping, once a day. @returns how many were forgotten */
  forgetOld(tenantId: string): Promise<number>
}

export function createPhoneUploads({ database, cases, tenants, clock }: PhoneUploadsOptions): PhoneUploads {
  const log = (tx: Tx, row: OneTimeTokenRow, verb: string, by: { caller: Caller; ip?: string; payload?: object }) => {
    const { kind, about, materialKey } = row.data as Data
    const subject = kind === 'case' ? `case:${about}` : `phone-upload:${row.id}`
    const payload = { upload: row.id, matter: kind === 'matter' ? about : null, material: materialKey, ...by.payload }
    return tenants.supervision.record(tx, row.tenant_id, [
      { action: `phone-upload.${verb}`, subject, actor: actorOf(by.caller), ip: by.ip, payload },
    ])
  }

  const own = async (caller: Caller, id: string): Promise<OneTimeTokenRow> => {
    const row = await oneTimeTokens(database).get(caller.tenantId, id)
    if (row?.purpose !== PURPOSE || row.owner_id !== caller.userId) throw notFound('上传')
    return row
  }

  const ownerOf = async ({ tenant_id, owner_id }: OneTimeTokenRow): Promise<Caller> => {
    const owner = await tenants.users.caller(tenant_id, owner_id)
    if (!owner) throw uploadOver()
    return owner
  }

  const taken = async (tenantId: string, { token, key }: PhoneProof): Promise<OneTimeTokenRow> => {
    const row = await tokenOf(database, tenantId, PURPOSE, token)
    if (!row || !isOpen(row, clock())) throw uploadOver()
    if (!isKeyOf(row, key)) throw uploadTaken()
    return row
  }

  const materialOf = async (caller: Caller, { kind, about, materialKey }: UploadFor): Promise<Data['material']> => {
    const { materials } = kind === 'matter' ? await cases.getMatter(caller, about) : await cases.get(caller, about)
    const found = (materials as MaterialView[]).find(({ key }) => key === materialKey)
    if (!found) throw notFound('材料')
    const { name, formats, maxBytes, maxFiles } = found
    return { name, formats, maxBytes, maxFiles }
  }

  return {
    async open(caller, { there, ...to }) {
      await tenants.authorization.assert(caller, 'create', { type: 'attachment', applicantId: caller.userId })
      const data: Data = { ...to, there, material: await materialOf(caller, to) }
      const at = clock()
      return inTransaction(database, async (tx) => {
        // One at a time: a code that was left on a screen opens nothing any more.
        for (const before of await oneTimeTokens(tx).open(caller.tenantId, caller.userId, PURPOSE, at))
          await oneTimeTokens(tx).end(caller.tenantId, before.id, at)
        const new_ = { tenantId: caller.tenantId, purpose: PURPOSE, ownerId: caller.userId, data, at, livesMs: PHONE_UPLOAD_MS }
        const { row, token } = await issueToken(tx, new_)
        await log(tx, row, 'shown', { caller, ip: caller.ip })
        return { id: row.id, token, expiresAt: row.expires_at }
      })
    },

    async state(caller, id) {
      const row = await own(caller, id)
      const came = await phoneUploadFiles(database).of(caller.tenantId, id)
      const files = new Map(
        (
          await attachments(database).getMany(
            caller.tenantId,
            came.map(({ file_id }) => file_id),
          )
        ).map((file) => [file.id, file]),
      )
      return {
        state: !isOpen(row, clock()) ? 'over' : row.used_at === null ? 'waiting' : 'opened',
        expiresAt: row.expires_at,
        files: came.flatMap(({ file_id }) => {
          const file = files.get(file_id)
          return file ? [{ fileId: file.id, name: file.name, size: file.size, mediaType: file.media_type }] : []
        }),
      }
    },

    async end(caller, id) {
      const row = await own(caller, id)
      await inTransaction(database, async (tx) => {
        if (await oneTimeTokens(tx).end(caller.tenantId, id, clock())) await log(tx, row, 'ended', { caller, ip: caller.ip })
      })
    },

    async take(tenantId, token, ip) {
      const row = await tokenOf(database, tenantId, PURPOSE, token)
      if (!row || !isOpen(row, clock())) throw uploadOver()
      const owner = await ownerOf(row)
      const { material, there } = row.data as Data
      return inTransaction(database, async (tx) => {
        const key = await useToken(tx, row, clock())
        if (key === null) throw uploadTaken()
        await log(tx, row, 'opened', { caller: owner, ip })
        return { key, material, left: Math.max(0, material.maxFiles - there), ownerName: maskedName(owner.name), expiresAt: row.expires_at }
      })
    },

    async check(tenantId, proof) {
      const row = await taken(tenantId, proof)
      const { material, there } = row.data as Data
      if (there + (await phoneUploadFiles(database).of(tenantId, row.id)).length >= material.maxFiles) throw uploadFull(material.maxFiles)
    },

    async add(tenantId, proof, upload, ip) {
      const row = await taken(tenantId, proof)
      const { material, there } = row.data as Data
      if (!material.formats.some((format) => MEDIA_TYPES[format as keyof typeof MEDIA_TYPES] === upload.mediaType))
        throw uploadFormat(material.formats)
      if (upload.size > material.maxBytes) throw uploadTooLarge(material.maxBytes)
      const owner = await ownerOf(row)
      await tenants.authorization.assert(owner, 'create', { type: 'attachment', applicantId: owner.userId })
      const { sha256, size, mediaType, name } = upload
      const fileId = newId()
      const book = () =>
        inTransaction(database, async (tx) => {
          const came = (await phoneUploadFiles(tx).of(tenantId, row.id)).length
          if (there + came >= material.maxFiles) throw uploadFull(material.maxFiles)
          const at = clock()
          await attachments(tx).insert(
            newAttachment({
              tenant_id: tenantId,
              id: fileId,
              owner_id: owner.userId,
              sha256,
              name,
              size,
              media_type: mediaType,
              created_at: at,
            }),
          )
          await phoneUploadFiles(tx).insert({ tenant_id: tenantId, token_id: row.id, position: came + 1, file_id: fileId, created_at: at })
          await log(tx, row, 'received', { caller: owner, ip, payload: { file: fileId, sha256 } })
        })
      for (let attempt = 1; ; attempt++) {
        try {
          await book()
          return { fileId, name, size, mediaType }
        } catch (error) {
          if (!isUniqueViolation(error) || attempt === MAX_ATTEMPTS) throw error
        }
      }
    },

    forgetOld: (tenantId) => oneTimeTokens(database).deleteExpired(tenantId, clock() - 24 * 3_600_000),
  }
}
